import Basics
import Notebooks
import Testing

/// Inputs that make parsers slow, deep or wrong.
@Suite(.serialized) struct RobustnessTests {
  static let count = 20_000

  static let worst: [(String, String)] = [
    ("quotes", String(repeating: "> ", count: 2000) + "a"),
    ("brackets", String(repeating: "[", count: count) + "a" + String(repeating: "]", count: count)),
    ("stars", String(repeating: "*a **b ", count: count)),
    ("stars within stars", String(repeating: "**", count: count) + "a"),
    ("backticks", (1...600).map { "e" + String(repeating: "`", count: $0) }.joined()),
    ("dollars", String(repeating: "$", count: count)),
    ("prices", String(repeating: "$5 ", count: count)),
    ("open math", String(repeating: "$a ", count: count) + "$"),
    ("open display", String(repeating: "$$a ` ", count: count)),
    ("display lines", String(repeating: "$$\n- a\n", count: count)),
    ("pipes", String(repeating: "|", count: count) + "\n" + String(repeating: "|", count: count)),
    (
      "wide table",
      String(repeating: "|a", count: 5000) + "\n" + String(repeating: "|-", count: 5000) + "\n"
    ),
    ("long table", "|a|b|\n|-|-|\n" + String(repeating: "|$x$|`y`|\n", count: count)),
    ("delimiter rows", String(repeating: "|-|-|-|\n|a|\n", count: 5000)),
    ("ats", String(repeating: "@a ", count: count)),
    ("addresses", String(repeating: "a@b.c ", count: count)),
    ("values", String(repeating: "`{swift} a` ", count: count)),
    ("entities", String(repeating: "&amp;", count: count) + "`{swift} a`"),
    ("lists", (0..<300).map { String(repeating: " ", count: 2 * $0) + "- a\n" }.joined()),
    ("cells", String(repeating: "```swift\na\n```\n", count: count)),
    ("rules", String(repeating: "---\n", count: count).replacing("---\n---", with: "***\n***")),
    ("blank lines", String(repeating: "\n", count: count)),
    ("yaml depth", "---\ntitle: " + String(repeating: "[", count: 900) + "\n---\n"),
    ("links", String(repeating: "[a](b", count: count)),
    ("images", String(repeating: "![", count: count)),
  ]

  /// The limit is for a reader that hangs; each of these takes far less than a second.
  @Test(.timeLimit(.minutes(1)), arguments: worst.map(\.0))
  func `worst cases come to an end`(name: String) throws {
    let text = try #require(Self.worst.first { $0.0 == name }).1
    for complaint in complaints(text) { #expect(complaint.contains("error: "), "\(name)") }
  }

  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let pieces = [
    "\n", "\n\n", "\r\n", " ", "    ", "\t", "> ", "- ", "1. ", "# ", "---\n", "```swift\n",
    "```\n",
    "~~~ swift\n", "~~~", "//| label: a\n", "//| x: [\n", "|", "|-|\n", "|a|b|\n|-|-|\n", "$", "$$",
    "$x$",
    "\\", "`", "``", "`{swift} v`", "{swift}", "@fig-a", "@", "*", "_", "**", "[", "](u)",
    "[a]: b\n", "![",
    "<b>", "<!--", "é", "日", "\u{E000}", "\u{FEFF}", "a", "word ", "5", "title: x\n", "seed: ",
    "&amp;", "===\n", "{#sec-a}", "# a {#sec-b}\n", "$$a$$ {#eq-a}\n", "[^1]", "[@fig-a]", "@Sec-a",
    "@eq-a", "```{swift}\n", "// | label: b\n", "/*", "*/", "\n// c\n//| alt: d\n", "<http://a/$b>",
    "https://a/$", "](", ")", "|a|\n|-|\n|b|\n---\n", "`{Swift} v`", "params:\n  a: 0x1_0\n",
  ]

  @Test(arguments: 1...40)
  func `random documents never crash and every place lies inside the file`(seed: UInt64) {
    var generator = Generator(state: seed)
    for round in 0..<40 {
      var text = round % 4 == 0 ? "---\n" : ""
      for _ in 0..<Int.random(in: 1...60, using: &generator) {
        text += Self.pieces.randomElement(using: &generator) ?? ""
      }
      var bytes = Array(text.utf8)
      if round % 10 == 9 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      check(bytes, "seed \(seed), round \(round)")
    }
  }

  /// The lines' lengths, as the reader counts them.
  func lengths(_ bytes: [UInt8]) -> [Int] {
    var lengths = [0]
    var previous: UInt8 = 0
    for byte in bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) {
      if byte == 0x0A, previous == 0x0D {
      } else if byte == 0x0A || byte == 0x0D {
        lengths.append(0)
      } else {
        lengths[lengths.count - 1] += 1
      }
      previous = byte
    }
    return lengths
  }

  func check(_ bytes: [UInt8], _ name: String) {
    let lengths = lengths(bytes)
    var locations: [Basics.SourceLocation] = []
    do {
      let notebook = try NotebookReader.parse(bytes, path: "n.md")
      for event in notebook.document.events {
        switch event {
        case .enter(_, let location), .leaf(_, let location): locations.append(location)
        case .leave: break
        }
      }
      locations += notebook.cells.flatMap { [$0.fenceLocation, $0.location] }
      locations += notebook.inlineValues.map(\.location)
      locations += notebook.warnings.compactMap(\.location)
      #expect(notebook.warnings.allSatisfy { $0.severity == .warning }, "\(name)")
      for cell in notebook.cells {
        // Every line of the code is a line of the file, but for comments that moved down to it.
        let count = cell.code.split(separator: "\n", omittingEmptySubsequences: false).count
        locations += (1..<max(count, 2)).map { cell.location(line: $0, column: 1) }
      }
      #expect(isBalanced(notebook.document), "\(name)")
      #expect(notebook.steps.count == notebook.cells.count + notebook.inlineValues.count, "\(name)")
    } catch let problems as Problems {
      #expect(!problems.problems.isEmpty, "\(name)")
      locations = problems.problems.compactMap(\.location)
      #expect(locations.count == problems.problems.count, "\(name)")
    } catch {
      Issue.record("\(name): \(error)")
    }
    for place in locations {
      #expect((1...lengths.count).contains(place.line), "\(name): \(place)")
      guard lengths.indices.contains(place.line - 1) else { continue }
      #expect((1...lengths[place.line - 1] + 1).contains(place.column), "\(name): \(place)")
    }
  }

  func isBalanced(_ document: Document) -> Bool {
    var open: [Document.Container] = []
    for event in document.events {
      switch event {
      case .enter(let container, _): open.append(container)
      case .leave(let container): if open.popLast() != container { return false }
      case .leaf: break
      }
    }
    return open.isEmpty
  }
}
