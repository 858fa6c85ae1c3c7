import Charts
import Foundation
import Testing

/// Drawings compared with recorded ones. `UNROLL_RECORD=1 swift test --filter SnapshotTests` records
/// them anew, beside this file.
@Suite struct SnapshotTests {
  static let names = Samples.all.map(\.name)

  @Test("A figure is drawn as it was recorded, as SVG or HTML", arguments: names)
  func drawing(name: String) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    let html = HTMLTableRenderer()
    if let svg = SVGRenderer().svg(figure, idPrefix: "fig-\(name)-1") {
      try compare(svg, "\(name).svg")
    } else {
      try compare(try #require(html.table(figure) ?? html.coloredText(figure)), "\(name).html")
    }
  }

  @Test("A figure is written as it was recorded, as Unicode text", arguments: names)
  func unicode(name: String) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    try compare(TextRenderer().text(figure), "\(name).txt")
  }

  @Test("A figure is written as it was recorded, as ASCII text", arguments: names)
  func ascii(name: String) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    try compare(TextRenderer(isASCII: true).text(figure), "\(name).ascii.txt")
  }

  @Test("The descriptions are as they were recorded")
  func descriptions() throws {
    let text = Samples.all.map { "\($0.name): \(FigureDescription.text(for: $0.figure))\n" }
    try compare(text.joined(), "descriptions.txt")
  }

  @Test("The style rules are as they were recorded")
  func styles() throws { try compare(Palette.css + HTMLTableRenderer.css, "palette.css") }

  private func compare(_ text: String, _ file: String) throws {
    if ProcessInfo.processInfo.environment["UNROLL_RECORD"] == "1" {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
      try Data(text.utf8).write(to: folder.appending(path: file))
      return
    }
    let bundled = try #require(
      Bundle.module.url(forResource: "Fixtures/\(file)", withExtension: nil),
      "\(file) is not recorded: run with UNROLL_RECORD=1")
    #expect(try String(decoding: Data(contentsOf: bundled), as: UTF8.self) == text)
  }
}
