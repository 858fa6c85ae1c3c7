/// The signs that commands put over or under their argument.
struct TeXAccent {
  let sign: String
  /// Whether the sign grows as wide as what it covers.
  var isWide = false
  var isBelow = false
  /// Whether scripts label the sign instead of standing beside the whole.
  var isLabelled = false
  /// The style of a rule instead of a sign: few fonts have a bar that grows.
  var rule: String?

  static let named: [String: TeXAccent] = [
    "hat": TeXAccent(sign: "^"),
    "tilde": TeXAccent(sign: "~"),
    "bar": TeXAccent(sign: "¯"),
    "vec": TeXAccent(sign: "→"),
    "dot": TeXAccent(sign: "˙"),
    "ddot": TeXAccent(sign: "¨"),
    "check": TeXAccent(sign: "ˇ"),
    "breve": TeXAccent(sign: "˘"),
    "acute": TeXAccent(sign: "´"),
    "grave": TeXAccent(sign: "`"),
    "mathring": TeXAccent(sign: "˚"),
    "widehat": TeXAccent(sign: "ˆ", isWide: true),
    "widetilde": TeXAccent(sign: "~", isWide: true),
    "overline": TeXAccent(sign: "", rule: "border-top:0.06em solid;padding-top:0.1em"),
    "overrightarrow": TeXAccent(sign: "→", isWide: true),
    "overleftarrow": TeXAccent(sign: "←", isWide: true),
    "underline": TeXAccent(sign: "", rule: "border-bottom:0.06em solid;padding-bottom:0.1em"),
    "overbrace": TeXAccent(sign: "⏞", isWide: true, isLabelled: true),
    "underbrace": TeXAccent(sign: "⏟", isWide: true, isBelow: true, isLabelled: true),
  ]

  func over(_ base: MathElement) -> MathAtom {
    if let rule {
      return MathAtom(element: MathElement("mrow", [base], ["style": rule]))
    }
    let mark = MathElement.text("mo", sign, ["stretchy": isWide ? "true" : "false"])
    let element = MathElement(
      isBelow ? "munder" : "mover", [base, mark],
      [isBelow ? "accentunder" : "accent": "true"])
    return MathAtom(element: element, limits: isLabelled ? .aboveAndBelow : .beside)
  }
}
