internal import Basics

/// A code span that may be an inline value: `{swift}` in any case and an expression.
struct InlineCode {
  /// What is to be computed; `nil` for code that is shown.
  private(set) var expression: String?
  /// What its author should hear of.
  private(set) var warning: String?

  /// Reads the content of a code span.
  init(_ code: String) {
    guard code.hasPrefix("{"), let end = code.firstIndex(of: "}") else { return }
    let language = code[code.index(after: code.startIndex)..<end]
    let rest = code[code.index(after: end)...]
    guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return }
    switch language.lowercased() {
    case "swift": expression = MathScanner.trimmed(String(rest))
    case "r", "python", "julia", "ojs":
      warning = "`\(code)` is not computed: inline values are written in Swift, `{swift} value`"
    case let other where !rest.isEmpty && Fence.isNearSwift(other):
      warning = "`\(code)` is not computed; write `{swift} value`"
    default: break
    }
  }
}
