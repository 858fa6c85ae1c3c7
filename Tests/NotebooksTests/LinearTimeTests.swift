import Foundation
import Notebooks
import Testing

/// Reading four times as much takes about four times as long. Time is that of the thread, the shortest
/// of several; what takes quadratic time takes sixteen times as long.
@Suite(.serialized) struct LinearTimeTests {
  static let inputs: [(name: String, size: Int, text: @Sendable (Int) -> String)] = [
    ("equal headings", 500, { String(repeating: "# a\n\n", count: $0) }),
    (
      "labelled headings", 250,
      { count in
        (0..<count).map { "# a {#sec-\($0)}\n\n@sec-\($0)\n\n" }.joined()
      }
    ),
    ("links by reference", 1000, { String(repeating: "[a][r] ", count: $0) + "\n\n[r]: /u" }),
    (
      "short rows", 200,
      { count in
        String(repeating: "|a", count: count) + "\n" + String(repeating: "|-", count: count) + "\n"
          + String(repeating: "x\n", count: count)
      }
    ),
    ("rules below tables", 150, { String(repeating: "|a|\n|-|\n|b|\n---\n", count: $0) }),
    ("references", 750, { "# a {#sec-a}\n\n" + String(repeating: "[@sec-a] ", count: $0) }),
    (
      "references without target", 150,
      { count in
        (0..<count).map { "# a {#sec-\($0)}\n\n@eq-\($0)\n\n" }.joined()
      }
    ),
    ("footnotes", 750, { String(repeating: "a[^1] ", count: $0) }),
    ("labels of nothing", 750, { String(repeating: "a {#eq-a} ", count: $0) }),
    ("equations", 250, { count in (0..<count).map { "$$a$$ {#eq-\($0)}\n\n" }.joined() }),
    ("open formulas", 500, { String(repeating: "$$ a\n\n", count: $0) }),
    ("lines of dollars", 500, { String(repeating: "$$a$$ x\n", count: $0) }),
    ("links without end", 1000, { "$" + String(repeating: "[a](b", count: $0) }),
    ("addresses", 750, { String(repeating: "<http://a/$b http://a/$b ", count: $0) }),
    ("long address", 300, { "https://a/" + String(repeating: "?@fig-a=", count: $0) + "$" }),
    ("angles", 1500, { "$" + String(repeating: "<a", count: $0) }),
    (
      "captions", 100,
      { count in
        (0..<count).map {
          "```swift\n//| label: fig-\($0)\n//| caption: \"@fig-0 $x$\"\n1\n```\n\n"
        }
        .joined()
      }
    ),
    (
      "comments above options", 500,
      {
        "```swift\n" + String(repeating: "// a\n//| label: a\n", count: 1)
          + String(repeating: "// a\n", count: $0) + "//| alt: b\n```\n"
      }
    ),
    (
      "lines below options", 750,
      { "```swift\n" + String(repeating: "x\n// | a\n", count: $0) + "```" }
    ),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: inputs.map(\.name))
  func `reading takes time in proportion to the text`(name: String) throws {
    let input = try #require(Self.inputs.first { $0.name == name })
    let texts = [input.text(input.size), input.text(4 * input.size)]
    let times = texts.map { text in
      (0..<3).map { _ in seconds { _ = try? NotebookReader.parse(text, path: "n.md") } }.min() ?? 0
    }
    #expect(times[1] < 9 * times[0], "\(times[0]) s, then \(times[1]) s")
  }

  /// Seconds of this thread's time.
  private func seconds(_ work: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    work()
    return now() - start
  }
}
