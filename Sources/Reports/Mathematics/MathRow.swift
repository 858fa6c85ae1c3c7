/// A row that is being set: it puts TeX's spaces where MathML's own operator spacing has none.
struct MathRow {
  private var finished: [MathElement] = []
  private var current: [MathElement] = []
  private var style: MathAttributes?
  private var previous: MathAtom.Kind?

  /// - Parameter previous: What stands to the left, if the row continues another one.
  init(after previous: MathAtom.Kind? = nil) {
    self.previous = previous
  }

  var isEmpty: Bool { finished.isEmpty && current.isEmpty }

  var elements: [MathElement] { finished + styled }

  mutating func append(_ atom: MathAtom) {
    var atom = atom
    if atom.kind == .space {
      current.append(atom.element)
      return
    }
    if atom.kind == .binary, isSignPosition {
      atom.kind = .ordinary
      if atom.element.isOperator {
        atom.element.attributes["form"] = "prefix"
        atom.element.attributes["lspace"] = "0"
        atom.element.attributes["rspace"] = "0"
      }
    }
    if needsThinSpace(before: atom.kind) {
      current.append(.space("0.1667em"))
    }
    current.append(atom.element)
    previous = atom.kind
  }

  /// Sets what follows in another style.
  mutating func change(style: MathAttributes) {
    finished += styled
    current = []
    self.style = style
  }

  private var styled: [MathElement] {
    guard let style, !current.isEmpty else { return current }
    return [MathElement("mstyle", current, style)]
  }

  /// Whether + or − would be a sign here and not join two terms.
  private var isSignPosition: Bool {
    switch previous {
    case nil, .binary, .relation, .open, .punctuation, .operatorName, .largeOperator: true
    case .ordinary, .close, .fenced, .space: false
    }
  }

  private func needsThinSpace(before next: MathAtom.Kind) -> Bool {
    switch (previous, next) {
    case (.ordinary, .operatorName), (.close, .operatorName), (.fenced, .operatorName),
      (.operatorName, .operatorName),
      (.operatorName, .ordinary):
      true
    default: false
    }
  }
}
