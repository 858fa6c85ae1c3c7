/// What little is known of a language other than Swift.
struct LanguageRules {
  var keywords: Set<String>
  var hasHashComments = true
  /// The signs that open a string and close it again.
  var quotes: String
  var hasTripleQuotes = false
  /// Whether strings may go on over the end of a line.
  var hasMultilineStrings = false
  var hasTypes = false
  var hasDecorators = false

  static let named: [String: LanguageRules] = [
    "python": python, "py": python, "sh": shell, "bash": shell, "shell": shell, "json": json,
  ]

  private static let python = LanguageRules(
    keywords: words(
      """
      False None True and as assert async await break class continue def del elif else except
      finally for from global if import in is lambda nonlocal not or pass raise return self try
      while with yield
      """),
    quotes: "\"'", hasTripleQuotes: true, hasTypes: true, hasDecorators: true)

  private static let shell = LanguageRules(
    keywords: words(
      """
      if then elif else fi for while until do done case esac in function select return exit export
      local readonly set unset shift source trap cd echo
      """),
    quotes: "\"'", hasMultilineStrings: true)

  private static let json = LanguageRules(
    keywords: ["true", "false", "null"], hasHashComments: false, quotes: "\"")

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
