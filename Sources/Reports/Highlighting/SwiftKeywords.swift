/// Words of Swift that are coloured as keywords.
enum SwiftKeywords {
  static let all: Set<String> = words(
    """
    actor any as associatedtype async await borrowing break case catch class consuming continue
    convenience default defer deinit didSet do dynamic else enum extension fallthrough false
    fileprivate final for func get guard if import in indirect infix init inout internal is isolated
    lazy let macro mutating nil nonisolated nonmutating open operator optional override package
    postfix precedencegroup prefix private protocol public repeat required rethrows return self
    Self set some static struct subscript super switch throw throws true try typealias unowned var
    weak where while willSet yield
    """)

  /// Keywords that keep their meaning behind a dot.
  static let members: Set<String> = words("self init")

  /// Keywords that are values themselves.
  static let values: Set<String> = words("self Self super true false nil")

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
