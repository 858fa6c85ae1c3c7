internal import Basics

/// Colours code when a report is written, so that a page needs no script.
///
/// The result is escaped text with `<span class="…">` around what has a meaning: `k` keyword,
/// `s` string, `n` number, `c` comment, `t` type, `f` function, `p` attribute or directive.
/// Without its tags it is the code again, byte for byte, but that control characters are shown: no
/// page may hold them, and one that turns the direction of writing hides what the code does.
public enum Highlighter {
  /// The HTML of Swift code.
  public static func html(swift code: String) -> String {
    var lexer = SwiftLexer(ControlCharacters.visible(code))
    return lexer.html()
  }

  /// The HTML of code in another language; plain escaped text if the language is not known.
  public static func html(code: String, language: String) -> String {
    let language = language.lowercased()
    if language == "swift" { return html(swift: code) }
    let code = ControlCharacters.visible(code)
    guard let rules = LanguageRules.named[language] else { return HighlightWriter.escaped(code) }
    var lexer = RuleLexer(code, rules)
    return lexer.html()
  }
}
