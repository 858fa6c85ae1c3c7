/// The characters or words of one side of a parallel text, numbered after three marks: 0 pads a batch,
/// 1 starts a target, 2 ends it. Tokens are the same if their bytes are.
public struct MarkedVocabulary: Sendable {
  /// Fills the batch behind a sequence's end.
  public static let padding = 0
  /// What a decoder reads first.
  public static let start = 1
  /// What ends a target.
  public static let end = 2

  /// What a token is.
  public enum Unit: Sendable {
    /// Every character is a token.
    case characters
    /// What white space parts is a token.
    case words
  }

  /// The tokens by number, `<pad>`, `<s>` and `</s>` first, the others in the order of code points.
  public let tokens: [String]
  /// What a token is.
  public let unit: Unit
  private let numbers: [Spelling: Int]

  /// The tokens that occur in some texts.
  public init(_ texts: [String], by unit: Unit = .characters) {
    let found = Set(texts.flatMap { Self.split($0, unit).map { Spelling($0) } }).sorted()
    self.unit = unit
    let tokens = ["<pad>", "<s>", "</s>"] + found.map(\.text)
    self.tokens = tokens
    numbers = Dictionary(numbering: tokens)
    require(!found.isEmpty, "MarkedVocabulary: the texts hold no token")
  }

  /// How many there are.
  public var count: Int { tokens.count }

  /// The numbers of a text's tokens, without marks; one that is not known stops the program.
  public func encode(_ text: String) -> [Int] {
    Self.split(text, unit).enumerated().map { place, token in
      guard let number = numbers[Spelling(token)] else {
        fatalError(
          "encode: \"\(token)\" at place \(place) is not among the \(count) tokens of the vocabulary; "
            + "make the vocabulary from texts that hold it")
      }
      return number
    }
  }

  /// The text of the numbers, without marks.
  public func decode(_ numbers: some Sequence<Int>) -> String {
    numbers.filter { $0 > Self.end }.map { number in
      require(number < count, "decode: token \(number) is outside 0 ..< \(count)")
      return tokens[number]
    }.joined(separator: unit == .words ? " " : "")
  }

  private static func split(_ text: String, _ unit: Unit) -> [String] {
    switch unit {
    case .characters: text.map { String($0) }
    case .words: text.split(whereSeparator: \.isWhitespace).map { String($0) }
    }
  }
}
