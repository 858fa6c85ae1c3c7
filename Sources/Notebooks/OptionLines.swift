internal import Basics

/// Parts the option lines at the top of a cell from its code.
///
/// Empty lines and comments may stand between them. `// | run: false` counts, as long as the key is
/// known: such a line means nothing else.
struct OptionLines {
  /// A line that sets an option, without its mark.
  struct Option {
    /// The index of the line in the block.
    var index: Int
    /// The bytes of the line in front of the text.
    var margin: Int
    var text: String
  }

  /// Something an author should hear of.
  struct Remark {
    var severity: Problem.Severity
    var index: Int
    var column: Int
    var message: String
    var advice: String
  }

  private(set) var options: [Option] = []
  /// The indices of comments above or between the options, which stay in the code.
  private(set) var comments: [Int] = []
  /// The index of the first line of code.
  private(set) var codeStart = 0
  private(set) var remarks: [Remark] = []

  /// Reads the lines of a block.
  init(_ lines: [Substring]) {
    var comments: [Int] = []
    var isInComment = false
    for (index, line) in lines.enumerated() {
      let bare = line.drop { $0 == " " || $0 == "\t" }
      if isInComment || bare.hasPrefix("/*") {
        comments.append(index)
        guard let end = bare.firstRange(of: "*/") else {
          isInComment = true
          continue
        }
        isInComment = false
        guard bare[end.upperBound...].allSatisfy(\.isWhitespace) else { break }
      } else if let option = Self.option(line, index: index) {
        if bare.hasPrefix("#") { remarks.append(Self.otherMark(line, index)) }
        options.append(option)
        self.comments = comments
        codeStart = index + 1
      } else if bare.hasPrefix("//") {
        comments.append(index)
      } else if !bare.isEmpty {
        break
      }
    }
    remarks += Self.misplaced(lines, from: codeStart)
  }

  private static func option(_ line: Substring, index: Int) -> Option? {
    let bare = line.drop { $0 == " " || $0 == "\t" }
    var text: Substring
    if bare.hasPrefix("//|") {
      text = bare.dropFirst(3)
    } else if let rest = spaced(bare), CellOptions.keys.contains(key(of: rest) ?? "") {
      text = rest
    } else if bare.hasPrefix("#|"), key(of: bare.dropFirst(2)) != nil {
      text = bare.dropFirst(2)
    } else {
      return nil
    }
    if text.first == " " || text.first == "\t" { text = text.dropFirst() }
    return Option(
      index: index, margin: line.utf8.count - text.utf8.count, text: String(text))
  }

  /// What follows the bar of `// |`, with blanks before the bar.
  private static func spaced(_ bare: Substring) -> Substring? {
    guard bare.hasPrefix("// ") || bare.hasPrefix("//\t") else { return nil }
    let rest = bare.dropFirst(2).drop { $0 == " " || $0 == "\t" }
    return rest.first == "|" ? rest.dropFirst() : nil
  }

  /// The word in front of a colon, if the line begins so.
  private static func key(of text: Substring) -> String? {
    let rest = text.drop { $0 == " " || $0 == "\t" }
    let word = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "-" || $0 == "_") }
    let next = rest.dropFirst(word.count).drop { $0 == " " }.first
    return word.isEmpty || next != ":" ? nil : String(word)
  }

  private static func otherMark(_ line: Substring, _ index: Int) -> Remark {
    Remark(
      severity: .error, index: index, column: line.utf8.count - line.drop { $0 == " " }.utf8.count,
      message: "`#|` starts no option line in Swift", advice: "Write `//|`.")
  }

  /// Lines below code that an author may take for options. What stands in a string of several lines
  /// or in a comment is none.
  private static func misplaced(_ lines: [Substring], from start: Int) -> [Remark] {
    var remarks: [Remark] = []
    var isInString = false
    var isInComment = false
    for index in lines.indices.dropFirst(start) {
      let bare = lines[index].drop { $0 == " " || $0 == "\t" }
      guard bare.hasPrefix("//"), !isInString, !isInComment else {
        let quotes = bare.ranges(of: "\"\"\"").count
        if !isInComment, !quotes.isMultiple(of: 2) { isInString.toggle() }
        if !isInString {
          let opening = bare.ranges(of: "/*").count
          let closing = bare.ranges(of: "*/").count
          isInComment = opening > closing || isInComment && closing == 0
        }
        continue
      }
      let column = lines[index].utf8.count - bare.utf8.count
      if bare.hasPrefix("//|"), let key = key(of: bare.dropFirst(3)) {
        remarks.append(
          Remark(
            severity: .error, index: index, column: column,
            message: "the option `\(key)` stands below code, where it would not be read",
            advice: "Move the line to the top of the cell."))
      } else if let rest = spaced(bare), let key = key(of: rest), isNearKey(key) {
        remarks.append(
          Remark(
            severity: .warning, index: index, column: column,
            message: "this comment looks like the option `\(key)`, and is none",
            advice: "Options are lines `//| key: value` at the top of the cell."))
      }
    }
    return remarks
  }

  private static func isNearKey(_ key: String) -> Bool {
    CellOptions.keys.contains {
      Suggestion.distance(Array(key.unicodeScalars), Array($0.unicodeScalars)) <= 1
    }
  }
}
