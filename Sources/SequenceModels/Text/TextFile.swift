/// A text of the reader's own, with the name that its problems are told by.
///
///     let file = try TextFile(readText("reviews.tsv"), name: "reviews.tsv")
///     let (labels, examples) = try file.labelledLines()
///
/// Lines end in `\n` or `\r\n`, and a byte order mark at the front is left out. A file without text is
/// thrown as a ``TextProblem``.
public struct TextFile: Sendable, Equatable {
  /// What the file is called.
  public let name: String
  /// Its text, lines ended by `\n`.
  public let text: String

  /// A text that was read.
  public init(_ text: String, name: String) throws(TextProblem) {
    try self.init(utf8: Array(text.utf8), name: name)
  }

  /// The bytes of a file; what is not UTF-8 is thrown with its line and byte.
  public init(utf8 bytes: [UInt8], name: String) throws(TextProblem) {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    for (place, byte) in bytes.enumerated() {
      let endsLine = byte == 13 && place + 1 < bytes.count && bytes[place + 1] == 10
      if !endsLine { kept.append(byte) }
    }
    if kept.starts(with: FileLines.mark) { kept.removeFirst(FileLines.mark.count) }
    guard let text = String(validating: kept, as: UTF8.self) else {
      throw Self.problem(ofInvalid: bytes, name)
    }
    guard !text.isBlankInFiles else {
      throw TextProblem(
        file: name, line: 1, what: "the file holds no text", mend: "name a file that does")
    }
    (self.name, self.text) = (name, text)
  }

  private static func problem(ofInvalid bytes: [UInt8], _ name: String) -> TextProblem {
    var parser = Unicode.UTF8.ForwardParser()
    var source = bytes.makeIterator()
    var (line, column) = (1, 1)
    reading: while true {
      switch parser.parseScalar(from: &source) {
      case .valid(let scalar):
        let isEnd = scalar.first == 10
        (line, column) = isEnd ? (line + 1, 1) : (line, column + scalar.count)
      case .error, .emptyInput: break reading
      }
    }
    return TextProblem(
      file: name, line: line, what: "byte \(column) of the line is not UTF-8",
      mend: "convert the file, for instance with iconv")
  }

  /// Lines that hold more than blanks, with their numbers.
  private var lines: [(number: Int, fields: [String])] {
    text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated().compactMap {
      place, line in
      let line = Substring(line)
      guard !line.isBlankInFiles else { return nil }
      let fields = line.utf8.split(separator: 9, omittingEmptySubsequences: false)
      return (place + 1, fields.map { String(Substring($0)) })
    }
  }

  /// Pairs of a source and a target, one a line, parted by a tab. Empty lines are passed over.
  ///
  /// - Parameters:
  ///   - source: the column of the source, counted from 0.
  ///   - target: the column of the target; what stands in further columns is passed over.
  ///
  /// A line with too few columns or an empty one is thrown.
  public func pairs(source: Int = 0, target: Int = 1) throws(TextProblem) -> [TextPair] {
    require(
      source >= 0 && target >= 0 && source != target,
      "pairs: source \(source) and target \(target) must be two columns, counted from 0")
    var pairs: [TextPair] = []
    for (number, fields) in lines {
      pairs.append(
        TextPair(
          source: try field(source, of: fields, line: number, "a source, a tab and a target"),
          target: try field(target, of: fields, line: number, "a source, a tab and a target")))
    }
    return pairs
  }

  /// A label and a text a line, parted by a tab. Empty lines are passed over.
  ///
  /// - Returns: the names of the labels in the order of their code points, and the examples with the
  /// labels' places among them. Blanks around a label are no part of it.
  ///
  /// A line that is not a label, a tab and a text is thrown, and a file with one label only.
  public func labelledLines() throws(TextProblem) -> (labels: [String], examples: [LabelledText]) {
    var found: [(label: Spelling, text: String)] = []
    for (number, fields) in lines {
      let form = "a label, a tab and a text"
      var fields = fields
      while fields.count > 2, let last = fields.last, last.isBlankInFiles { fields.removeLast() }
      guard fields.count <= 2 else {
        throw TextProblem(
          file: name, line: number, what: "the line has \(fields.count - 1) tabs",
          mend: "write \(form) in each line")
      }
      found.append(
        (
          Self.label(try field(0, of: fields, line: number, form)),
          try field(1, of: fields, line: number, form)
        ))
    }
    let labels = Set(found.map(\.label)).sorted().map(\.text)
    guard labels.count > 1 else {
      throw TextProblem(
        file: name, line: 1, what: "every line has the label \"\(labels[0])\"",
        mend: "give a file with two labels at least")
    }
    let numbers = Dictionary(numbering: labels)
    return (
      labels, found.map { LabelledText(text: $0.text, label: numbers[$0.label] ?? 0) }
    )
  }

  private static func label(_ field: String) -> Spelling {
    let kept = field.utf8.drop { $0 == 32 }
    let behind = kept.reversed().prefix { $0 == 32 }.count
    return Spelling(Substring(kept.dropLast(behind)))
  }

  private func field(
    _ column: Int, of fields: [String], line: Int, _ form: String
  ) throws(TextProblem) -> String {
    guard column < fields.count else {
      throw TextProblem(
        file: name, line: line,
        what: "the line has \(fields.count) of the \(column + 1) columns that are needed",
        mend: "write \(form) in each line")
    }
    guard !fields[column].isBlankInFiles else {
      throw TextProblem(
        file: name, line: line, what: "column \(column + 1) is empty",
        mend: "write \(form) in each line, or leave the line out")
    }
    return fields[column]
  }
}

/// A text and the number of its label.
public struct LabelledText: Sendable, Hashable {
  /// The text.
  public let text: String
  /// The label, from 0.
  public let label: Int

  /// A labelled text.
  public init(text: String, label: Int) { (self.text, self.label) = (text, label) }
}
