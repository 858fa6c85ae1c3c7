extension WordVectors {
  /// Reads the text format of the authors' program: `words size`, then a line `word x x …` for each.
  public init(text: String) throws {
    var lines = FileLines.split(text)[...]
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    var fields = FieldReader(Array((lines.popFirst() ?? "").utf8)[...])
    let (count, size) = try fields.header()
    var rows = WordRows(count: count, size: size)
    for (index, line) in lines.enumerated() {
      let place = "line \(index + 2)"
      guard index < count else {
        throw WordVectorsError(
          place, "the first line says \(count) words, but there are \(lines.count); mend either")
      }
      let parts = FileLines.fields(line)
      guard parts.count == size + 1 else {
        throw WordVectorsError(
          place,
          "a word and \(size) numbers are expected, but there are \(parts.count) fields; "
            + "mend the line, or the size in line 1")
      }
      try rows.addWord(String(parts[0]), place)
      for number in parts.dropFirst() {
        guard let value = Float(number) else {
          throw WordVectorsError(place, "\"\(number)\" is not a number")
        }
        try rows.add(value, place)
      }
    }
    self = try rows.vectors("line \(lines.count + 2)")
  }

  /// Reads the binary format of the authors' program: a line `words size`, then for each a word, a space,
  /// and its floats, little-endian; line breaks before a word are skipped.
  public init(binary: [UInt8]) throws {
    let end = binary.firstIndex(of: 10) ?? binary.count
    var fields = FieldReader(binary[..<end])
    let (count, size) = try fields.header()
    var rows = WordRows(count: count, size: size)
    var at = min(end + 1, binary.count)
    for index in 0..<count {
      let place = "word \(index + 1)"
      while at < binary.count, binary[at] == 10 || binary[at] == 13 { at += 1 }
      if at == binary.count { break }
      guard let space = binary[at...].firstIndex(of: 32) else {
        throw WordVectorsError(place, "no space follows it; the file is cut off or is not binary")
      }
      try rows.addWord(String(validating: binary[at..<space], as: UTF8.self), place)
      at = space + 1
      guard size <= (binary.count - at) / 4 else {
        throw WordVectorsError(
          place,
          "\(size) floats take \(4 * size) bytes, but \(binary.count - at) are left; "
            + "the file is cut off or is not binary")
      }
      for start in stride(from: at, to: at + 4 * size, by: 4) {
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(binary[start + $1]) << UInt32(8 * $1) }
        try rows.add(Float(bitPattern: bits), place)
      }
      at += 4 * size
    }
    if binary[at...].contains(where: { $0 != 10 && $0 != 13 }) {
      throw WordVectorsError(
        "word \(count + 1)", "the first line says \(count) words, but more bytes follow; mend it")
    }
    self = try rows.vectors("word \(rows.words.count + 1)")
  }

  /// The text format of the authors' program; reading it gives the same bits.
  public var text: String {
    let elements = vectors.elements
    var result = "\(words.count) \(size)\n"
    for (row, word) in words.enumerated() {
      checkWritable(word)
      result += word
      for value in elements[(row * size)..<((row + 1) * size)] { result += " \(value)" }
      result += "\n"
    }
    return result
  }

  /// The binary format of the authors' program.
  public var binary: [UInt8] {
    let elements = vectors.elements
    var result = Array("\(words.count) \(size)\n".utf8)
    for (row, word) in words.enumerated() {
      checkWritable(word)
      result += Array(word.utf8) + [32]
      for value in elements[(row * size)..<((row + 1) * size)] {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          result.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
      }
      result.append(10)
    }
    return result
  }

  private func checkWritable(_ word: String) {
    require(
      !word.isEmpty && !word.utf8.contains { [9, 10, 13, 32].contains($0) },
      "WordVectors: the word \"\(word)\" is empty or holds white space, which the format parts words "
        + "with; put `_` in its place")
  }
}

/// The first line.
private struct FieldReader {
  let fields: [String]

  init(_ line: ArraySlice<UInt8>) {
    // No header is longer; the start of some other file may be.
    fields = line.prefix(100).split { $0 == 32 || $0 == 9 || $0 == 13 }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  mutating func header() throws -> (count: Int, size: Int) {
    guard fields.count == 2, let count = Int(fields[0]), let size = Int(fields[1]), count > 0,
      size > 0, size < 1 << 24, count < 1 << 31
    else {
      throw WordVectorsError(
        "line 1",
        "it must be two numbers, how many words and floats for each, such as \"400000 100\"; it is "
          + "\"\(fields.joined(separator: " "))\"")
    }
    return (count, size)
  }
}

/// What has been read so far.
private struct WordRows {
  let count: Int
  let size: Int
  private(set) var words: [String] = []
  private var known: Set<Spelling> = []
  private var elements: [Float] = []

  init(count: Int, size: Int) { (self.count, self.size) = (count, size) }

  mutating func addWord(_ word: String?, _ place: String) throws {
    guard let word, !word.isEmpty else {
      throw WordVectorsError(place, "the word is empty or not UTF-8")
    }
    guard known.insert(Spelling(word)).inserted else {
      throw WordVectorsError(place, "the word \"\(word)\" occurs twice; leave one of them out")
    }
    words.append(word)
  }

  mutating func add(_ value: Float, _ place: String) throws {
    guard value.isFinite else {
      throw WordVectorsError(
        place, "the vector of \"\(words.last ?? "")\" holds \(value), which is not finite")
    }
    elements.append(value)
  }

  func vectors(_ place: String) throws -> WordVectors {
    guard words.count == count else {
      throw WordVectorsError(
        place, "the first line says \(count) words, but the file ends after \(words.count)")
    }
    return WordVectors(
      Tensor(elements, shape: [count, size]), vocabulary: Vocabulary(words: words))
  }
}
