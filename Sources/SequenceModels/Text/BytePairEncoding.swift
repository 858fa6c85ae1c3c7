/// Pieces of words, made by merging the most frequent pair of neighbours again and again (Sennrich, Haddow
/// and Birch, 2016, "Neural machine translation of rare words with subword units"), over bytes (as Radford
/// et al., 2019), so that every text can be encoded and comes back as it was.
///
/// Tokens 0 … 255 are the bytes; token 256 + i is the i-th merge. Merges stay within a chunk: a new chunk
/// begins at every white space (which so stands before its word), where ASCII punctuation begins or ends,
/// and after 64 bytes. Of pairs that are equally frequent the one with the smaller first number is merged,
/// then the one with the smaller second: the same text gives the same merges.
///
///     let encoding = BytePairEncoding(text, count: 1000)
///     encoding.decode(encoding.encode("unknown words")) == "unknown words"
public struct BytePairEncoding: TextVocabulary {
  /// The two tokens that each merge joins, first merge first.
  public let merges: [(left: Int, right: Int)]
  private let numbers: [Int: Int]
  private let bytes: [[UInt8]]

  /// Learns merges from a text until there are `count` tokens, or no pair occurs `minimumPairCount` times.
  ///
  /// A `count` below 256 stops the program.
  public init(_ text: String, count: Int, minimumPairCount: Int = 2) {
    require(
      count >= 256 && minimumPairCount > 0,
      "BytePairEncoding: count \(count) must be at least 256, one for each byte, and "
        + "minimumPairCount \(minimumPairCount) positive")
    var training = BytePairTraining(BytePairChunks.split(Array(text.utf8)))
    var merges: [(left: Int, right: Int)] = []
    while merges.count + 256 < count,
      let pair = training.merge(into: 256 + merges.count, minimum: minimumPairCount)
    { merges.append(pair) }
    self.init(merges: merges)
  }

  /// Merges whose tokens exist when they are merged, no pair twice.
  private init(merges: [(left: Int, right: Int)]) {
    self.merges = merges
    var numbers: [Int: Int] = [:]
    var bytes = (0...UInt8.max).map { [$0] }
    for (place, pair) in merges.enumerated() {
      numbers[BytePairTraining.key(pair.left, pair.right)] = 256 + place
      bytes.append(bytes[pair.left] + bytes[pair.right])
    }
    (self.numbers, self.bytes) = (numbers, bytes)
  }

  /// The bytes and the merges.
  public var count: Int { bytes.count }

  /// A token as text; where it is no whole UTF-8, U+FFFD stands for what is cut.
  public func piece(_ token: Int) -> String {
    require(bytes.indices.contains(token), "piece: token \(token) is outside 0 ..< \(count)")
    return String(decoding: bytes[token], as: UTF8.self)
  }

  /// The tokens of a text: its bytes, merged in the order in which the merges were learned.
  public func encode(_ text: String) -> [Int] {
    var known: [ArraySlice<UInt8>: [Int]] = [:]
    var tokens: [Int] = []
    for chunk in BytePairChunks.split(Array(text.utf8)) {
      if let old = known[chunk] {
        tokens += old
      } else {
        let new = merged(chunk)
        known[chunk] = new
        tokens += new
      }
    }
    return tokens
  }

  /// A merge's parts are older than itself, so the oldest pair that is there is always the next to merge.
  private func merged(_ chunk: ArraySlice<UInt8>) -> [Int] {
    var tokens = chunk.map { Int($0) }
    while true {
      let pairs = zip(tokens, tokens.dropFirst())
      let found = pairs.compactMap { numbers[BytePairTraining.key($0, $1)] }
      guard let oldest = found.min() else { return tokens }
      let (left, right) = merges[oldest - 256]
      BytePairTraining.join(left, right, into: oldest, in: &tokens)
    }
  }

  /// The text of the numbers. Numbers that do not come from a whole text may end within a character;
  /// U+FFFD stands for it then.
  public func decode(_ tokens: some Sequence<Int>) -> String {
    var text: [UInt8] = []
    for token in tokens {
      require(bytes.indices.contains(token), "decode: token \(token) is outside 0 ..< \(count)")
      text += bytes[token]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What the first line of a saved encoding says.
  private static let title = "byte-pair encoding 1"

  /// The merges as text: a title, then one merge a line, its two tokens parted by a space.
  public var saved: String {
    Self.title + "\n" + merges.map { "\($0.left) \($0.right)\n" }.joined()
  }

  /// What `saved` gave. A line that is no merge of earlier tokens, or makes one that is longer than any
  /// chunk of a text, is thrown with its place in `file`.
  public init(saved text: String, file: String = "saved encoding") throws(TextProblem) {
    var lines = FileLines.split(text)
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    func problem(_ line: Int, _ what: String) -> TextProblem {
      TextProblem(file: file, line: line, what: what, mend: "save the encoding anew with `saved`")
    }
    guard let first = lines.first, first == Self.title else {
      throw problem(1, "\"\(lines.first?.prefix(40) ?? "")\" is not \"\(Self.title)\"")
    }
    var merges: [(left: Int, right: Int)] = []
    var lengths = Array(repeating: 1, count: 256)
    var known: Set<Int> = []
    for (place, line) in lines.enumerated().dropFirst() {
      let parts = FileLines.fields(line)
      let numbers = parts.compactMap { Int($0) }
      guard parts.count == 2, numbers.count == 2 else {
        throw problem(place + 1, "\"\(line.prefix(40))\" is not two tokens")
      }
      let (left, right) = (numbers[0], numbers[1])
      let tokens = 0..<(256 + merges.count)
      guard tokens.contains(left), tokens.contains(right) else {
        throw problem(place + 1, "\(left) \(right) names a token outside \(tokens)")
      }
      guard known.insert(BytePairTraining.key(left, right)).inserted else {
        throw problem(place + 1, "\(left) \(right) is merged a second time")
      }
      let length = lengths[left] + lengths[right]
      guard length <= BytePairChunks.most else {
        throw problem(
          place + 1,
          "\(left) \(right) makes a token of \(length) bytes; no chunk of a text has more than "
            + "\(BytePairChunks.most)")
      }
      merges.append((left, right))
      lengths.append(length)
    }
    self.init(merges: merges)
  }
}
