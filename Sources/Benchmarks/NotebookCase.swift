internal import Foundation

/// A notebook of ten small cells and one chart, in a folder of its own.
struct NotebookCase {
  private let folder: URL
  private let unroll: URL

  private static var text: String {
    let cells = (1...9).map { i in
      "```swift\nlet x\(i) = (1...10).map { $0 * \(i) }\nprint(\"sum\", x\(i).reduce(0, +))\n```"
    }
    let chart = """
      ```swift
      //| label: fig-line
      show(Chart("Line", x: "i", y: "x").line(x9, name: "x9"))
      ```
      """
    return (["# Ten small cells"] + cells + [chart]).joined(separator: "\n\n") + "\n"
  }

  /// Times rendering it, ten times at the least, and each part of it where something is run.
  ///
  /// - Parameter cold: whether what the last rendering kept is removed first. The compiler's own
  ///   module cache stays: it is not the notebook's.
  static func measure(cold: Bool, _ sampling: Sampling) throws -> [Measurement] {
    let notebook = try NotebookCase()
    defer { notebook.remove() }
    try notebook.render()
    var parts: [String: [Double]] = [:]
    let times = try (0..<max(sampling.samples, 10)).map { _ in
      if cold { try notebook.forget() }
      let clock = ContinuousClock()
      let start = clock.now
      let said = try notebook.render()
      let seconds = (clock.now - start).seconds
      for (name, seconds) in Self.parts(of: said) { parts[name, default: []].append(seconds) }
      return seconds
    }
    var measurement = Measurement(timing: Timing(times))
    for name in ["analyse", "compile", "link", "run", "draw"] {
      if let own = parts[name] { measurement.others.append((name + "_s", Timing(own).median)) }
    }
    return [measurement]
  }

  /// The seconds of each part, which `--verbose` tells: `ten: compile 0.150 s, link 0.012 s`.
  private static func parts(of said: String) -> [(name: String, seconds: Double)] {
    said.matches(of: /(\w+) ([0-9.]+) s\b/).compactMap { match in
      Double(match.2).map { (String(match.1), $0) }
    }
  }

  private init() throws {
    unroll = try Executables.sibling("unroll")
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("unroll-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Self.text.write(
      to: folder.appendingPathComponent("ten.md"), atomically: true, encoding: .utf8)
  }

  @discardableResult
  private func render() throws -> String {
    try Executables.run(unroll, ["render", "ten.md", "--verbose", "-o", "out"], in: folder)
  }

  private func forget() throws {
    for part in ["objects", "results"] {
      let url = folder.appendingPathComponent(".unroll/\(part)")
      if FileManager.default.fileExists(atPath: url.path) {
        try FileManager.default.removeItem(at: url)
      }
    }
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }
}
