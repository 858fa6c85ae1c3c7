import Foundation
import Testing

@testable import Reports

/// Formulas as papers on sequence models write them.
@Suite struct MathMLTests {
  /// The formula without the shell that `MathML.render` puts around it.
  private func body(_ tex: String, display: Bool = true) throws -> String {
    #expect(MathML.problems(in: tex) == [])
    let markup = MathML.render(tex: tex, display: display)
    let start = try #require(markup.range(of: "<semantics>"))
    let end = try #require(markup.range(of: "<annotation"))
    return String(markup[start.upperBound..<end.lowerBound])
  }

  @Test func `The shell names the display style and keeps the source`() {
    #expect(
      MathML.render(tex: "a<b", display: true)
        == "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><semantics>"
        + "<mrow><mi>a</mi><mo stretchy=\"false\">&lt;</mo><mi>b</mi></mrow>"
        + "<annotation encoding=\"application/x-tex\">a&lt;b</annotation></semantics></math>")
    #expect(MathML.render(tex: "x", display: false).contains("display=\"inline\""))
  }

  @Test(arguments: [
    ("h_{t-1}", "<msub><mi>h</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>"),
    ("x^10", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>0</mn></mrow>"),
    ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    ("f'^2", "<msup><mi>f</mi><mrow><mo>′</mo><mn>2</mn></mrow></msup>"),
    ("0.05", "<mn>0.05</mn>"),
    ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
    ("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    ("\\mathbf{W}", "<mi>𝐖</mi>"), ("\\mathbb{R}", "<mi>ℝ</mi>"), ("\\mathcal{L}", "<mi>ℒ</mi>"),
    ("\\boldsymbol{\\theta}", "<mi>𝜽</mi>"), ("\\mathrm{PPL}", "<mi>PPL</mi>"),
    ("\\Sigma", "<mi mathvariant=\"normal\">Σ</mi>"),
    ("\\hat y", "<mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover>"),
    (
      "\\max_i",
      "<munder><mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">max</mo><mi>i</mi></munder>"
    ),
    ("\\text{if $x$}", "<mrow><mtext>if\u{A0}</mtext><mi>x</mi></mrow>"),
    ("\\color{red} x", "<mi>x</mi>"),
    ("x % a comment", "<mi>x</mi>"),
    ("σ", "<mi>σ</mi>"),
    ("a \\lt b", "<mrow><mi>a</mi><mo stretchy=\"false\">&lt;</mo><mi>b</mi></mrow>"),
    ("a \\gt b", "<mrow><mi>a</mi><mo stretchy=\"false\">&gt;</mo><mi>b</mi></mrow>"),
    (
      "a \\mod n",
      "<mrow><mi>a</mi><mo lspace=\"1em\" rspace=\"0.3333em\">mod</mo><mi>n</mi></mrow>"
    ),
    ("\\mathop{R}_x", "<munder><mi>R</mi><mi>x</mi></munder>"),
    (
      "a \\mathrel{R} b",
      "<mrow><mi>a</mi><mrow><mspace width=\"0.2778em\"></mspace><mi>R</mi>"
        + "<mspace width=\"0.2778em\"></mspace></mrow><mi>b</mi></mrow>"
    ),
    ("a\\kern3pt b", "<mrow><mi>a</mi><mspace width=\"3pt\"></mspace><mi>b</mi></mrow>"),
    ("a\\mkern-18mu b", "<mrow><mi>a</mi><mspace width=\"-1.0000em\"></mspace><mi>b</mi></mrow>"),
    ("\\mathnormal{x}", "<mi>𝑥</mi>"), ("\\mathds{1}", "<mn>𝟙</mn>"),
    ("A \\nsubseteq B", "<mrow><mi>A</mi><mo stretchy=\"false\">⊈</mo><mi>B</mi></mrow>"),
    ("\\S", "<mi mathvariant=\"normal\">§</mi>"),
  ])
  func `A construct has its element`(tex: String, expected: String) throws {
    #expect(try body(tex) == expected)
  }

  @Test func `The gates of an LSTM are aligned at their equals signs`() throws {
    let tex = #"\begin{aligned} i_t &= \sigma(W x_t) \\ c_t &= f_t \odot c_{t-1} \end{aligned}"#
    let right = "<mtd style=\"text-align:right;text-align:-webkit-right;padding:0.3em 0 0.3em 0\">"
    let left = "<mtd style=\"text-align:left;text-align:-webkit-left;padding:0.3em 0 0.3em 0\">"
    let equals = "<mo stretchy=\"false\">=</mo>"
    let first =
      right + "<msub><mi>i</mi><mi>t</mi></msub></mtd>" + left + equals
      + "<mi>σ</mi><mo form=\"prefix\" stretchy=\"false\">(</mo><mi>W</mi>"
      + "<msub><mi>x</mi><mi>t</mi></msub><mo form=\"postfix\" stretchy=\"false\">)</mo></mtd>"
    let second =
      right + "<msub><mi>c</mi><mi>t</mi></msub></mtd>" + left + equals
      + "<msub><mi>f</mi><mi>t</mi></msub><mo>⊙</mo><msub><mi>c</mi><mrow><mi>t</mi><mo>−</mo>"
      + "<mn>1</mn></mrow></msub></mtd>"
    #expect(
      try body(tex)
        == "<mtable displaystyle=\"true\"><mtr>\(first)</mtr><mtr>\(second)</mtr></mtable>")
  }

  @Test func `Attention divides by the root of the key size inside growing brackets`() throws {
    let markup = try body(
      #"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#)
    let fence = "stretchy=\"true\" symmetric=\"true\""
    #expect(
      markup == "<mrow><mi>softmax</mi>"
        + "<mrow><mo fence=\"true\" form=\"prefix\" \(fence)>(</mo><mfrac><mrow><mi>Q</mi>"
        + "<msup><mi>K</mi><mi mathvariant=\"normal\">⊤</mi></msup></mrow><msqrt><msub><mi>d</mi>"
        + "<mi>k</mi></msub></msqrt></mfrac><mo fence=\"true\" form=\"postfix\" \(fence)>)</mo>"
        + "</mrow><mi>V</mi></mrow>")
  }

  @Test func `Perplexity has a sum with limits and a leading sign`() throws {
    let markup = try body(#"\exp\left(-\frac1T\sum_{t=1}^T \log p(x_t \mid x_{<t})\right) \tag{3}"#)
    #expect(markup.contains("<mo form=\"prefix\" lspace=\"0\" rspace=\"0\">−</mo><mfrac>"))
    #expect(markup.contains("<munderover><mo movablelimits=\"true\">∑</mo>"))
    #expect(markup.contains("<mi>log</mi><mspace width=\"0.1667em\"></mspace><mi>p</mi>"))
    #expect(markup.hasSuffix("<mspace width=\"2em\"></mspace><mtext>(3)</mtext></mrow>"))
  }

  @Test func `Back-propagation through time multiplies Jacobians`() throws {
    let markup = try body(#"\prod_{j=k+1}^{t} \frac{\partial h_j}{\partial h_{j-1}}"#)
    #expect(
      markup == "<mrow><munderover><mo movablelimits=\"true\">∏</mo><mrow><mi>j</mi>"
        + "<mo stretchy=\"false\">=</mo><mi>k</mi><mo>+</mo><mn>1</mn></mrow><mi>t</mi></munderover>"
        + "<mfrac><mrow><mi>∂</mi><msub><mi>h</mi><mi>j</mi></msub></mrow><mrow><mi>∂</mi><msub>"
        + "<mi>h</mi><mrow><mi>j</mi><mo>−</mo><mn>1</mn></mrow></msub></mrow></mfrac></mrow>")
  }

  @Test func `Cases open with one brace and end with none`() throws {
    let markup = try body(
      #"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"#)
    #expect(markup.hasPrefix("<mrow><mo fence=\"true\" form=\"prefix\""))
    #expect(markup.hasSuffix("<mtext>otherwise</mtext></mtd></mtr></mtable></mrow>"))
    #expect(markup.components(separatedBy: "<mtr>").count == 3)
  }

  @Test(arguments: [
    (#"\sofmax x"#, #"\sofmax is unknown; did you mean \softmax?"#),
    (#"\begin{alined} x"#, "the environment alined is unknown; did you mean aligned?"),
    ("{x", "} is missing at the end"),
    ("x}", "} stands where the end of the formula was expected"),
    ("x^a^b", "two superscripts; group the first with braces: {x^a}^b"),
    ("a & b", "& stands outside an environment such as aligned"),
    (#"\left( x"#, #"\left has no \right; write \right. for an invisible one"#),
    (#"\begin{matrix} x"#, #"\end{matrix} is missing"#),
    (#"\begin{matrix} x \end{cases}"#, #"\begin{matrix} is closed by \end{cases}"#),
    (#"\kern x"#, #"\kern needs a width after it, a number and em, ex, mu, pt, px, cm or mm"#),
    (#"\eqref{e}"#, #"\eqref{e} leads nowhere from a formula; write @eq-name in the text"#),
    (
      #"\newcommand{\R}{\mathbb R}\R"#,
      #"\newcommand is not read; write the command out where it is used"#
    ),
    (#"\frac{a}"#, #"\frac has nothing to apply to; write it in braces: \frac{x}"#),
  ])
  func `A mistake is named and its source shown`(tex: String, problem: String) {
    #expect(MathML.problems(in: tex) == [problem])
    #expect(MathML.render(tex: tex, display: false).contains("<merror><mtext>"))
  }

  @Test func `All unknown commands are reported at once`() {
    #expect(MathML.problems(in: #"\qqqqa + \zzzzb"#).count == 2)
  }

  @Test(arguments: ["{", #"\left("#, #"\hat"#, #"\begin{pmatrix}"#, #"\frac"#, "x^{", #"\text{$"#])
  func `Nesting without end is an error and no crash`(opening: String) {
    let tex = String(repeating: opening, count: 20_000)
    #expect(MathML.problems(in: tex).contains { $0.contains("levels deep") })
  }
}
