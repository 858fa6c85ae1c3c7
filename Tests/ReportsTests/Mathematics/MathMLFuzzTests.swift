import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct MathMLFuzzTests {
  private static let pieces = [
    "x", "W", "12", "0.5", "{", "}", "{", "}", "^", "_", "'", "&", "\\\\", " ", "%\n", "<", ">",
    "\"",
    "\\frac", "\\sqrt", "[", "]", "(", ")", "|", "\\left", "\\right", "\\middle", "\\big", "\\bigl",
    "\\begin{aligned}", "\\end{aligned}", "\\begin{pmatrix}", "\\end{pmatrix}",
    "\\begin{array}{l|c}",
    "\\end{array}", "\\begin", "\\end", "\\hline", "\\tag{1}", "\\text{a $", "\\text{b}", "$",
    "\\hat", "\\underbrace", "\\mathbf", "\\boldsymbol", "\\operatorname*", "\\operatorname{arg}",
    "\\sum", "\\limits", "\\max", "\\log", "\\substack", "\\not", "\\displaystyle", "\\bf",
    "\\color",
    "\\hspace{1em}", "\\xrightarrow", "\\unknown", "\\", "σ", "é", "𝐖", "\u{0}", "\u{FFFE}",
    "\u{301}",
    "]]>", "&amp;", "\\&", "-", "=", "\\cdot", "\\boxed", "\\overset", "\\binom", "\\dfrac",
  ]

  private func isWellFormed(_ markup: String) -> Bool {
    XMLParser(data: Data(markup.utf8)).parse()
  }

  @Test(arguments: 0..<40)
  func `Any formula becomes well-formed XML`(seed: UInt64) {
    var generator = SyntaxFuzzGenerator(seed: seed)
    for _ in 0..<50 {
      let count = Int.random(in: 0...30, using: &generator)
      let tex = (0..<count).map { _ in
        Self.pieces.randomElement(using: &generator) ?? ""
      }.joined()
      let markup = MathML.render(tex: tex, display: generator.next() % 2 == 0)
      #expect(isWellFormed(markup), "seed \(seed): \(tex.debugDescription)")
      #expect(markup == MathML.render(tex: tex, display: markup.contains("display=\"block\"")))
      // Also what is shown only when all is well must be well-formed.
      var parser = TeXParser(tex, display: true)
      #expect(isWellFormed(parser.formula().markup), "seed \(seed): \(tex.debugDescription)")
    }
  }

  @Test(arguments: [
    ("{", "}"), (#"\left("#, #"\right)"#), (#"\dfrac1{"#, "}"),
    (#"\begin{pmatrix}\displaystyle "#, #"\end{pmatrix}"#),
  ])
  func `The deepest nesting that is allowed is well-formed`(opening: String, closing: String) {
    let depth = TeXParser.maximumDepth
    let tex =
      String(repeating: opening, count: depth) + "x" + String(repeating: closing, count: depth)
    #expect(MathML.problems(in: tex) == [])
    #expect(isWellFormed(MathML.render(tex: tex, display: true)))
  }
}

/// A small generator whose numbers follow from its seed (SplitMix64; Steele, Lea and Flood, 2014).
struct SyntaxFuzzGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
