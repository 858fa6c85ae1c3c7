/// How the formats of files of words part them: lines by a line feed, with or without a carriage return
/// before it, fields by blanks and tabs. Every other kind of white space may be part of a word.
enum FileLines {
  /// Byte order mark of UTF-8.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  /// The lines without what ends them and without blanks behind them; a byte order mark before the
  /// first is left out.
  static func split(_ text: String) -> [Substring] {
    var text = text.utf8[...]
    if text.starts(with: mark) { text = text.dropFirst(mark.count) }
    return text.split(separator: 10, omittingEmptySubsequences: false).map { line in
      var line = line
      while let last = line.last, last == 13 || isBlank(last) { line.removeLast() }
      return Substring(line)
    }
  }

  /// The fields of a line.
  static func fields(_ line: Substring) -> [Substring] {
    line.utf8.split(whereSeparator: isBlank).map { Substring($0) }
  }
}

extension StringProtocol {
  /// Whether there is nothing but blanks, tabs and ends of lines.
  var isBlankInFiles: Bool {
    utf8.allSatisfy { FileLines.isBlank($0) || $0 == 10 || $0 == 13 }
  }
}
