internal import Basics

/// The info string of a fenced block: whether it makes a cell, and what in it is not understood.
///
/// `swift` is a cell, and so is `{swift}` as Quarto writes it, in any case and with attributes.
struct Fence {
  /// Whether the block is run.
  private(set) var isCell = false
  /// What its author should hear of: a message and how to mend it.
  private(set) var warning: (message: String, advice: String)?

  /// Reads an info string.
  init(info: String) {
    let isBraced = info.hasPrefix("{")
    // Quarto shows what stands in two braces with one of them.
    guard !info.hasPrefix("{{") else { return }
    let content = isBraced ? info.dropFirst().prefix { $0 != "}" } : info[...]
    let words = content.split { $0.isWhitespace || isBraced && $0 == "," }.map(String.init)
    guard let language = words.first else { return }
    isCell = language.lowercased() == "swift"
    if isCell {
      warning = Self.attributeWarning(words.dropFirst(), isBraced: isBraced)
    } else if isBraced {
      warning = Self.bracedWarning(language, words)
    } else if Self.isNearSwift(language) {
      warning = Self.shown("```" + language)
    }
  }

  private static func shown(_ fence: String) -> (String, String) {
    (
      "the block ```` \(fence) ```` is shown, not run",
      "Write ```swift to run it; with `//| run: false` at its top it is shown only."
    )
  }

  private static func bracedWarning(
    _ language: String, _ words: [String]
  ) -> (String, String)? {
    let names = words.map { $0.lowercased() }
    if names.contains(".swift") { return shown("```{.swift}") }
    // Classes and names alone are pandoc's way to show code.
    if language.hasPrefix(".") || language.hasPrefix("#") { return nil }
    if isNearSwift(language) { return shown("```{\(language)}") }
    return (
      "the block `{\(language)}` is shown, not run: cells are written in Swift",
      "Write ```\(language.drop { $0 == "=" }) to show it."
    )
  }

  /// Attributes that an author may take for options. Classes and names of other tools do no harm.
  private static func attributeWarning(
    _ words: some Sequence<String>, isBraced: Bool
  ) -> (String, String)? {
    for word in words where !word.hasPrefix(".") && !word.hasPrefix("{.") {
      let key = String(word.prefix { $0 != "=" }.filter { $0 != "{" && $0 != "#" }).lowercased()
      let isOption = word.contains("=") && CellOptions.keys.contains(key)
      guard isBraced || isOption || word.hasPrefix("#") || word.hasPrefix("{#") else { continue }
      let option = word.contains("=") ? key : "label"
      return (
        "`\(word)` in the fence is not read",
        CellOptions.keys.contains(option)
          ? "Write it as a line at the top of the cell: `//| \(option): …`."
          : "Options are lines `//| key: value` at the top of the cell: "
            + "\(CellOptions.keys.joined(separator: ", "))."
      )
    }
    return nil
  }

  /// Whether a word is probably a misspelt `swift`.
  static func isNearSwift(_ word: String) -> Bool {
    let lower = word.lowercased()
    return lower.hasPrefix("swift")
      || Suggestion.distance(Array(lower.unicodeScalars.prefix(8)), Array("swift".unicodeScalars))
        <= 1
  }
}
