extension BackoffNGramModel {
  /// The model as an ARPA file (the format of Doug Paul for the ARPA speech community): base-10
  /// logarithms of probabilities and back-off weights, one n-gram per line.
  ///
  /// A word that holds a blank, a tab or a new line, or nothing, is written as its code points,
  /// `<U+0020>`. All other white space is part of a word, in what is read too.
  ///
  /// - Parameter words: the word of each token.
  public func arpa(words: [String]) -> String {
    require(
      words.count == vocabularySize,
      "arpa: \(words.count) words for a vocabulary of \(vocabularySize)")
    let names = words.map(ARPAWord.written)
    require(
      Set(names.map { Spelling($0) }).count == names.count,
      "arpa: a word appears twice in the vocabulary")
    var lines = ["", "\\data\\"]
    let levels = (1...order).map { level in (1..<trie.count).filter { trie.orders[$0] == level } }
    for (level, nodes) in levels.enumerated() { lines.append("ngram \(level + 1)=\(nodes.count)") }
    for (level, nodes) in levels.enumerated() {
      lines += ["", "\\\(level + 1)-grams:"]
      for node in nodes {
        let text = trie.words(of: node).map { names[$0] }.joined(separator: " ")
        let weight = weights[node] == 1 ? "" : "\t\(ARPAWord.log10(weights[node]))"
        lines.append("\(ARPAWord.log10(probabilities[node]))\t\(text)\(weight)")
      }
    }
    return (lines + ["", "\\end\\", ""]).joined(separator: "\n")
  }

  /// Reads an ARPA file.
  ///
  /// - Parameters:
  ///   - file: its name, for messages.
  ///   - words: the word of each token; by default tokens are numbered in the order of the file. Words
  ///     of the file that are not among them follow.
  /// - Returns: the model, and the word of each of its tokens.
  public static func reading(
    arpa text: String, file: String = "ARPA file", words: [String] = []
  ) throws(TextProblem) -> (model: BackoffNGramModel, words: [String]) {
    var reader = ARPAReader(file: file, words: words)
    return try reader.read(text)
  }
}

/// Words and numbers as ARPA files write them.
enum ARPAWord {
  /// A word without what parts fields and lines.
  static func written(_ word: String) -> String {
    let breaks = word.utf8.contains { FileLines.isBlank($0) || $0 == 10 || $0 == 13 }
    // A word may look like code points itself.
    guard word.isEmpty || breaks || Spelling(read(word[...])) != Spelling(word) else { return word }
    if word.isEmpty { return "<U+>" }
    return word.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }.joined()
  }

  /// The word that `written` wrote.
  static func read(_ text: Substring) -> String {
    guard text.hasPrefix("<U+"), text.hasSuffix(">") else { return String(text) }
    if text == "<U+>" { return "" }
    var word = ""
    for part in text.dropLast().split(separator: ">") {
      guard part.hasPrefix("<U+"), let value = UInt32(part.dropFirst(3), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { return String(text) }
      word.unicodeScalars.append(scalar)
    }
    return word
  }

  private static let ln10 = 2.302585092994046

  static func log10(_ value: Double) -> Double { value == 0 ? -99 : logarithm(value) / ln10 }

  static func power10(_ value: Double) -> Double { value <= -99 ? 0 : exponential(value * ln10) }
}
