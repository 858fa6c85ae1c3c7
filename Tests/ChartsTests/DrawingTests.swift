import Foundation
import Testing

@testable import Charts

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct DrawingTests {
  static let hostile = "<b>&\"'\u{1}\u{FFFE}]]> e\u{301} 日本語 🙂\n"

  /// Charts at the edges of what can be drawn.
  static let edges: [(name: String, figure: Figure)] = [
    ("no marks", Chart("").figure),
    ("empty series", Chart("t", x: "x", y: "y").line([Double](), name: "none").figure),
    ("one point", Chart("t").line([3.0], name: "one").figure),
    ("equal values", Chart("t").line([2, 2, 2], name: "flat").figure),
    ("all NaN", Chart("t").line([Double.nan, .nan], name: "gap").best(.lowest).figure),
    (
      "negative on log", Chart("t").yScale(.log).xScale(.log).line([-1.0, -2, 0], name: "n").figure
    ),
    ("huge", Chart("t").line([-1.7e308, 1.7e308, 0], name: "huge").figure),
    ("tiny", Chart("t").line([Double.leastNonzeroMagnitude, 2e-308], name: "tiny").figure),
    (
      "tiny on log",
      Chart("t").yScale(.log).line([Double.leastNonzeroMagnitude, 1e300], name: "tiny").figure
    ),
    ("outside", Chart("t").yRange(0...1).line([-1e9, 0.5, 1e300], name: "far").figure),
    ("empty range", Chart("t").yRange(1...1).line([1, 2]).figure),
    (
      "hostile",
      Chart(hostile, subtitle: hostile, x: hostile, y: hostile).line([1, 2], name: hostile)
        .points([1], [2], name: hostile, labels: [hostile]).rule(x: 1, name: hostile).figure
    ),
    ("hostile bars", Chart(hostile).bars([hostile, hostile], [1, .nan], name: hostile).figure),
    ("many bars", Chart("t").bars((0..<200).map { "category \($0)" }, 0..<200).figure),
    ("negative bars", Chart("t").bars(["a", "b"], [-1, -2], name: "n").figure),
    ("empty heat map", Heatmap("t", values: [[Double]]()).figure),
    ("one cell", Heatmap("t", values: [[0.0]], scale: .diverging).figure),
    (
      "not finite",
      Heatmap(
        hostile, values: [[1, .nan], [.infinity, 2]], rows: [hostile, ""],
        columns: ["a", hostile], mask: [[true, false], [false, true]], legend: hostile
      ).figure
    ),
    ("wide", Heatmap("t", values: [[Int](0..<300)], columns: (0..<300).map { "c\($0)" }).figure),
    ("empty table", Table(columns: [Table.Column](), rows: []).figure),
    (
      "hostile table",
      Table(hostile, columns: [hostile], rows: [[hostile], [1e300], [Double.nan]]).figure
    ),
    ("empty text", ColoredText("", text: "", values: [Double]()).figure),
    ("hostile text", ColoredText(hostile, text: hostile, values: hostile.map { _ in -1 }).figure),
  ]
  static let every = Samples.all + edges + [("large", Samples.large.figure)]
  static let names = every.map(\.name)

  private func figure(_ name: String) throws -> Figure {
    try #require(Self.every.first { $0.name == name }).figure
  }

  @Test("What is drawn is well-formed, by a parser of XML", arguments: names)
  func wellFormed(name: String) throws {
    let figure = try figure(name)
    let html = HTMLTableRenderer()
    var texts = [SVGRenderer().svg(figure, idPrefix: "a\"<b"), html.table(figure)]
    texts += [html.coloredText(figure), FigureData(figure).map { html.data($0) }]
    for size in [Size.panel, Size(width: 60, height: 10)] {
      texts.append(SVGRenderer(size: size).svg(figure, idPrefix: "small"))
    }
    let written = texts.compactMap(\.self)
    #expect(!written.isEmpty)
    for text in written {
      let parser = XMLParser(data: Data(text.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError)) in \(text.prefix(3000))")
      for word in ["nan", "inf", "#"] where text.hasPrefix("<svg") {
        let attributes = text.matches(of: /(?:d|x|y|width|height|stroke|fill)="([^"]*)"/)
        #expect(!attributes.contains { $0.output.1.contains(word) }, "\(word) in an attribute")
      }
    }
  }

  @Test("Figures survive being sent as JSON", arguments: names)
  func roundTrip(name: String) throws {
    let figure = Figure.group([try figure(name), .text("x"), .markdown("*y*")], columns: 2)
    let data = try JSONEncoder().encode(figure)
    #expect(try JSONDecoder().decode(Figure.self, from: data) == figure)
  }

  @Test("Words neither overlap nor leave the drawing", arguments: names)
  func labels(name: String) throws {
    let scene: Scene
    switch try figure(name) {
    case .chart(let chart): scene = ChartLayout.scene(of: chart, size: .text)
    case .heatmap(let heatmap): scene = HeatmapLayout.scene(of: heatmap, width: 640)
    default: return
    }
    let bounds = scene.elements.compactMap { element -> (Rect, String)? in
      if case .label(let label) = element { (label.bounds, label.text) } else { nil }
    }
    for (index, (rect, text)) in bounds.enumerated() {
      #expect(rect.x >= -1 && rect.right <= scene.width + 1, "\(text) at \(rect)")
      #expect(rect.y >= -1 && rect.bottom <= scene.height + 1, "\(text) at \(rect)")
      for (other, otherText) in bounds[..<index] {
        #expect(!rect.touches(other), "“\(text)” and “\(otherText)”")
      }
    }
  }

  @Test("Text keeps to its width, and ASCII to ASCII", arguments: names)
  func widths(name: String) throws {
    let figure = try figure(name)
    for renderer in [
      TextRenderer(), TextRenderer(isASCII: true), TextRenderer(width: 40, height: 6),
    ] {
      let text = renderer.text(figure)
      for line in text.split(separator: "\n") {
        #expect(TextLine.columns(String(line)) <= renderer.width, "\(line)")
        #expect(line.last != " ")
      }
      if renderer.isASCII { #expect(text.utf8.allSatisfy { $0 < 0x80 && $0 != 1 }) }
    }
  }

  @Test("Drawings stay small")
  func sizes() throws {
    func bytes(_ figure: Figure) throws -> Int {
      try #require(SVGRenderer().svg(figure, idPrefix: "fig-size-1")).utf8.count
    }
    let raw = Samples.noisy(10_000, from: 5, to: 1)
    #expect(try bytes(Samples.loss.figure) <= 10_000)
    #expect(try bytes(Chart("t").line(raw, name: "raw").figure) <= 20_000)
    #expect(try bytes(Chart("t").line(raw, name: "raw").smoothed(window: 50).figure) <= 20_000)
    #expect(try bytes(Chart("t").points(0..<200, raw[..<200], name: "p").figure) <= 10_000)
    let scattered: [[Int]] = (0..<64).map { row in
      (0..<64).map { column in (row * 64 + column) * 7919 % 997 }
    }
    #expect(try bytes(Heatmap("t", values: scattered).figure) <= 40_000)
    #expect(try bytes(Samples.large.figure) <= 40_000)
  }

  @Test("A thinned line keeps the extremes of the whole one")
  func decimation() {
    var points = (0..<10_000).map { Point(x: Double($0) / 20, y: 100) }
    points[7777].y = 3
    points[1234].y = 190
    let thin = Simplification.line(points, resolution: 1)
    #expect(thin.count < 40)
    #expect(thin.map(\.y).min() == 3 && thin.map(\.y).max() == 190)
    #expect(thin.first == points.first && thin.last == points.last)
  }

  @Test("Masked cells are blank, and zero has the middle colour of a diverging scale")
  func cells() throws {
    let map = Heatmap(
      "t", values: [[-1.0, 0, 4]], scale: .diverging, mask: [[true, false, false]])
    let cells = HeatmapLayout.scene(of: map, width: 640).elements.compactMap { element in
      if case .cells(let cells) = element { cells.levels } else { nil }
    }
    #expect(cells.first == [nil, 16, 32])
    #expect(HeatmapCells(map).limits == -4...4)
  }
}
