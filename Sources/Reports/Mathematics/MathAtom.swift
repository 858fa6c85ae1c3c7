/// A part of a formula together with what TeX needs to know to set its neighbours.
struct MathAtom {
  /// The classes of *The TeXbook*, chapter 17, which decide the space between neighbours.
  enum Kind {
    case ordinary, operatorName, largeOperator, binary, relation, open, close, punctuation
    /// A part in brackets of its own, which needs no space before it.
    case fenced
    /// Space, which is no neighbour of anything.
    case space
  }

  /// Where scripts go.
  enum Limits {
    /// Beside the base, as in x² and ∫.
    case beside
    /// Above and below in display style, else beside, as with ∑.
    case movable
    /// Always above and below, as with a brace.
    case aboveAndBelow
  }

  var element: MathElement
  var kind: Kind = .ordinary
  var limits: Limits = .beside

  static func space(_ width: String) -> MathAtom {
    MathAtom(element: .space(width), kind: .space)
  }

  /// The atom with scripts in the places its `limits` ask for.
  func scripted(below: MathElement?, above: MathElement?) -> MathAtom {
    var base = element
    if base.isOperator, limits != .beside {
      base.attributes["movablelimits"] = limits == .movable ? "true" : "false"
    }
    let names = limits == .beside ? ("msub", "msup", "msubsup") : ("munder", "mover", "munderover")
    var result = self
    switch (below, above) {
    case (nil, nil): result.element = base
    case (let below?, nil): result.element = MathElement(names.0, [base, below])
    case (nil, let above?): result.element = MathElement(names.1, [base, above])
    case (let below?, let above?): result.element = MathElement(names.2, [base, below, above])
    }
    return result
  }
}
