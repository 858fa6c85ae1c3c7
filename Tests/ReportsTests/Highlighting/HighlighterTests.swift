import Basics
import Foundation
import Testing

@testable import Reports

@Suite struct HighlighterTests {

  /// The HTML with `[k:let]` for spans, which is easier to read.
  private func marked(_ html: String) -> String {
    html.replacing(/<span class="(.)">/) { "[\($0.output.1):" }.replacing("</span>", with: "]")
  }

  @Test(arguments: [
    ("let x = 1_000", "[k:let] x = [n:1_000]"),
    ("0x1F.8p-2 1.5e-3 0b01 0..<9", "[n:0x1F.8p-2] [n:1.5e-3] [n:0b01] [n:0]..&lt;[n:9]"),
    ("let c: LSTMCell = f(x)", "[k:let] c: [t:LSTMCell] = [f:f](x)"),
    ("func step() { }", "[k:func] [f:step]() { }"),
    ("f(for: 1, in: x)", "[f:f](for: [n:1], in: x)"),
    ("x.default.init", "x.default.[k:init]"),
    ("/* a /* b */ c */ d", "[c:/* a /* b */ c */] d"),
    ("a // b\nc", "a [c:// b]\nc"),
    (#""a\"b" + c"#, #"[s:"a\"b"] + c"#),
    (#""a \(x + f("b \(1)")) c""#, #"[s:"a \](x + [f:f]([s:"b \]([n:1])[s:"]))[s: c"]"#),
    (##"#"raw \(x) \#(y) "quoted""#"##, ##"[s:#"raw \(x) \#](y)[s: "quoted""#]"##),
    ("\"\"\"\n a \"b\" \\(c)\n\"\"\" d", "[s:\"\"\"\n a \"b\" \\](c)[s:\n\"\"\"] d"),
    ("\"open\nlet", "[s:\"open]\n[k:let]"),
    ("let r = /a+\\/b/", "[k:let] r = [s:/a+\\/b/]"),
    ("a / b / c", "a / b / c"), ("f(x)/2/y", "[f:f](x)/[n:2]/y"),
    ("#/a/b/# + 1", "[s:#/a/b/#] + [n:1]"),
    ("@Test #expect(x)", "[p:@Test] [p:#expect](x)"), ("`class` x", "`class` x"),
    ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
  ])
  func `Swift is split into its parts`(code: String, expected: String) {
    #expect(marked(Highlighter.html(swift: code)) == expected)
  }

  @Test(arguments: [
    ("python", "def f(x): # y\n  return 'a'", "[k:def] [f:f](x): [c:# y]\n  [k:return] [s:'a']"),
    ("python", "'''a\n'b''' @x 1e-3", "[s:'''a\n'b'''] [p:@x] [n:1e-3]"),
    ("bash", "if a; then echo \"$#\" # b", "[k:if] a; [k:then] [k:echo] [s:\"$#\"] [c:# b]"),
    ("json", "{\"a\": [1, true]}", "{[s:\"a\"]: [[n:1], [k:true]]}"),
    ("toml", "a = <1>", "a = &lt;1&gt;"), ("Swift", "let", "[k:let]"),
  ])
  func `Other languages are coloured lightly`(language: String, code: String, expected: String) {
    #expect(marked(Highlighter.html(code: code, language: language)) == expected)
  }

  private static let pieces = [
    "\"", "\"\"\"", "#", "##", "\\", "\\(", "(", ")", "/", "/*", "*/", "//", "\n", "\r\n", " ", "`",
    "@", "let", "x", "Type", "0x", "1_0.5e", "e+3", ".", "<", ">", "&", "&lt;", "é", "👩‍👩‍👧", "\u{301}",
    "\u{0}", "⊙", "'", "'''", "#/", "/#", "=", "{", "}", "_", "$0", "<span class=\"k\">",
  ]

  @Test(arguments: 0..<40)
  func `No byte is lost or changed, but that controls are shown`(seed: UInt64) {
    var generator = SyntaxFuzzGenerator(seed: seed)
    for _ in 0..<50 {
      let count = Int.random(in: 0...40, using: &generator)
      let source = (0..<count).map { _ in
        Self.pieces.randomElement(using: &generator) ?? ""
      }.joined()
      for language in ["swift", "python", "bash", "json", "text"] {
        let html = Highlighter.html(code: source, language: language)
        #expect(
          bytes(from: html) == Array(ControlCharacters.visible(source).utf8),
          "seed \(seed), \(language): \(source.debugDescription)")
      }
    }
  }

  /// The code's bytes again; only the spans that a highlighter writes are tags.
  private func bytes(from html: String) -> [UInt8] {
    var text = Data(html.utf8)
    func replace(_ old: String, _ new: String) {
      while let range = text.range(of: Data(old.utf8)) {
        text.replaceSubrange(range, with: Data(new.utf8))
      }
    }
    for name in "ksnctfp" { replace("<span class=\"\(name)\">", "") }
    replace("</span>", "")
    replace("&lt;", "\u{1}")
    replace("&gt;", "\u{2}")
    replace("&amp;", "&")
    return text.map { $0 == 1 ? UInt8(ascii: "<") : $0 == 2 ? UInt8(ascii: ">") : $0 }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "\"\\(", "/*", "=/\\", "#/", "(", "`", "##\"", "/\\/", "\"", "\"\"\"", "#", "\\", "'''",
    ])
  func `Code of one repeated piece takes time in proportion to its length`(piece: String) {
    let source = String(repeating: piece, count: 100_000)
    for language in ["swift", "python", "sh"] {
      #expect(Highlighter.html(code: source, language: language).utf8.count >= source.utf8.count)
    }
  }
}
