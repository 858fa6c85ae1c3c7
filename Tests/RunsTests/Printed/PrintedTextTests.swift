import Testing

@testable import Runs

@Suite struct PrintedTextTests {
  @Test(
    "A page shows what a terminal would show at the end",
    arguments: [
      ("", ""), ("plain\ntext\n", "plain\ntext\n"), ("1 %\r50 %\r100 %\n", "100 %\n"),
      ("windows\r\nlines\r\n", "windows\nlines\n"), ("\r\n\r\n", "\n\n"), ("10 %\r", "10 %"),
      ("a\rb", "b"), ("\r\r", ""), ("\u{1B}[31mred\u{1B}[0m\n", "red\n"),
      ("\u{1B}[38;5;12mblue\u{1B}[m", "blue"), ("up\u{1B}[2Ahere", "uphere"),
      ("\u{1B}]0;title\u{07}text", "text"), ("\u{1B}]8;;http://a\u{1B}\\link", "link"),
      ("\u{1B}7saved\u{1B}8", "saved"), ("end\u{1B}", "end"), ("end\u{1B}[", "end"),
      ("λ\r\u{1F469}\u{200D}\u{1F52C}\n", "\u{1F469}\u{200D}\u{1F52C}\n"),
    ])
  func settled(text: String, shown: String) {
    #expect(PrintedText.settled(text) == shown)
    #expect(PrintedText.settled(shown) == shown)
  }

  @Test(
    "A control that never ends takes no line but its own",
    arguments: [
      ("a\u{1B}[31\nb\nc", "a\nb\nc"), ("a\u{1B}]0;title\nb\nc\n", "a\nb\nc\n"),
      ("a\u{1B}[\u{E9}b", "a\u{E9}b"),
    ])
  func unended(text: String, shown: String) {
    #expect(PrintedText.settled(text) == shown)
  }

  @Test("No escape is left of any text", arguments: UInt64(0)..<100)
  func fuzz(seed: UInt64) {
    var random = FuzzGenerator(seed: seed)
    let pieces: [Unicode.Scalar] = [
      "\u{1B}", "[", "]", "\u{07}", "\\", "m", "3", ";", "\r", "\n", "é",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      text.append(pieces.randomElement(using: &random) ?? "m")
    }
    let shown = PrintedText.settled(String(text))
    #expect(
      !shown.unicodeScalars.contains("\u{1B}") && !shown.unicodeScalars.contains("\r"),
      "seed \(seed)")
    #expect(PrintedText.settled(shown) == shown, "seed \(seed)")
    let ends = text.filter { $0 == "\n" }.count
    #expect(shown.unicodeScalars.filter { $0 == "\n" }.count <= ends, "seed \(seed)")
  }
}
