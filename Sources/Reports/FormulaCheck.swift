internal import Basics
internal import Notebooks

/// Asks of each formula whether it can be read.
struct FormulaCheck {
  var problems: [Problem] = []

  mutating func check(_ document: Document) {
    for event in document.events {
      switch event {
      case .leaf(.math(let tex, _), let location), .leaf(.equation(let tex, _), let location):
        problems += MathML.problems(in: tex).map { what in
          Problem(
            .formula, .warning, at: location, "the formula cannot be read and is shown as typed",
            advice: what)
        }
      default: break
      }
    }
  }
}
