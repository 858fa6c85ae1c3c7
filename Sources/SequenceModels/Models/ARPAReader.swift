/// Reads an ARPA file line by line.
struct ARPAReader {
  private let file: String
  private var line = 0
  private var words: [String]
  private var tokens: [Spelling: Int]
  private var hasUnigram: [Bool]
  private var declared: [Int] = []
  private var trie = NGramTrie()
  private var probabilities = [1.0]
  private var weights = [1.0]

  init(file: String, words: [String]) {
    self.file = file
    self.words = words
    tokens = Dictionary(numbering: words)
    hasUnigram = words.map { _ in false }
  }

  private enum Section: Equatable {
    case before, data, grams(Int), end
  }

  mutating func read(
    _ text: String
  ) throws(TextProblem) -> (model: BackoffNGramModel, words: [String]) {
    var section = Section.before
    var count = 0
    for line in FileLines.split(text) {
      self.line += 1
      if line.isEmpty || section == .end { continue }
      if line.utf8.first == UInt8(ascii: "\\") {
        let next = try self.section(line)
        try close(section, count, before: next)
        (section, count) = (next, 0)
        continue
      }
      switch section {
      case .before, .end: continue  // Anything may stand above \data\.
      case .data: try declare(line)
      case .grams(let level):
        try add(line, level)
        count += 1
      }
    }
    guard section == .end else {
      throw problem(
        "the file ends without \\end\\", "it may be cut off: write it anew")
    }
    if let missing = hasUnigram.firstIndex(of: false) {
      throw problem("the word \(words[missing]) of the vocabulary has no 1-gram", "add it")
    }
    let model = BackoffNGramModel(
      order: declared.count, vocabularySize: words.count, trie: trie, probabilities: probabilities,
      weights: weights)
    return (model, words)
  }

  private func problem(
    _ what: String, _ mend: String = "correct it, or write the file anew"
  ) -> TextProblem {
    TextProblem(file: file, line: line, what: what, mend: mend)
  }

  private func section(_ line: Substring) throws(TextProblem) -> Section {
    if line == "\\data\\" { return .data }
    if line == "\\end\\" { return .end }
    if line.hasSuffix("-grams:"), let level = Int(line.dropFirst().dropLast(7)) {
      guard level >= 1, level <= declared.count else {
        throw problem("\\\(level)-grams: was not declared above", "add `ngram \(level)=COUNT`")
      }
      return .grams(level)
    }
    throw problem("`\(line)` is not a section", "use \\data\\, \\N-grams: or \\end\\")
  }

  /// Checks the count of a section that ends, and the order of sections.
  private func close(_ old: Section, _ count: Int, before next: Section) throws(TextProblem) {
    let done: Int
    switch old {
    case .before:
      guard next == .data else { throw problem("the first section must be \\data\\") }
      return
    case .data: done = 0
    case .grams(let level):
      done = level
      guard count == declared[level - 1] else {
        throw problem(
          "\(count) \(level)-grams stand above, but \\data\\ declares \(declared[level - 1])")
      }
    case .end: return
    }
    let expected = done < declared.count ? Section.grams(done + 1) : .end
    guard next == expected, !declared.isEmpty else {
      throw problem(
        declared.isEmpty
          ? "\\data\\ declares no n-grams; add `ngram 1=COUNT`"
          : "this section is out of order; \(done < declared.count ? "\\\(done + 1)-grams:" : "\\end\\") "
            + "must come here")
    }
  }

  private mutating func declare(_ line: Substring) throws(TextProblem) {
    let parts = line.split(whereSeparator: { " \t=".contains($0) })
    guard parts.count == 3, parts[0] == "ngram", let level = Int(parts[1]),
      let count = Int(parts[2]), count >= 0
    else { throw problem("`\(line)` is not `ngram ORDER=COUNT`") }
    guard level == declared.count + 1 else {
      throw problem("order \(level) is declared where order \(declared.count + 1) must come")
    }
    declared.append(count)
  }

  private mutating func add(_ line: Substring, _ level: Int) throws(TextProblem) {
    let fields = FileLines.fields(line)
    guard fields.count == level + 1 || fields.count == level + 2 else {
      throw problem(
        "\(fields.count) fields; a \(level)-gram has a probability, \(level) "
          + "word\(level == 1 ? "" : "s") and perhaps a weight")
    }
    guard let logarithm = Double(fields[0]), logarithm <= 0 else {
      throw problem("the probability \(fields[0]) is not a logarithm of at most 0")
    }
    var weight = 0.0
    if fields.count == level + 2 {
      guard let value = Double(fields[level + 1]), value.isFinite,
        ARPAWord.power10(value).isFinite
      else {
        throw problem("the weight \(fields[level + 1]) is not the logarithm of a number")
      }
      weight = value
    }
    var node = NGramTrie.root
    var suffix: Int? = NGramTrie.root
    for (place, field) in fields[1...level].enumerated() {
      let token = try token(of: ARPAWord.read(field), isUnigram: level == 1)
      if place < level - 1 {
        guard let next = trie.child(of: node, token) else {
          throw problem(
            "the \(place + 1)-gram that this \(level)-gram starts with is missing above")
        }
        node = next
        if place > 0 { suffix = suffix.flatMap { trie.child(of: $0, token) } }
      } else {
        let own = level == 1 ? NGramTrie.root : suffix.flatMap { trie.child(of: $0, token) }
        guard let own else {
          throw problem("the \(level - 1)-gram that this \(level)-gram ends with is missing above")
        }
        guard trie.makeChild(of: node, token, suffix: own).isNew else {
          throw problem("this \(level)-gram stands above already")
        }
      }
    }
    probabilities.append(ARPAWord.power10(logarithm))
    weights.append(weight == 0 ? 1 : ARPAWord.power10(weight))
  }

  private mutating func token(of word: String, isUnigram: Bool) throws(TextProblem) -> Int {
    if let token = tokens[Spelling(word)] {
      if isUnigram { hasUnigram[token] = true }
      return token
    }
    guard isUnigram else { throw problem("the word \(word) has no 1-gram above") }
    tokens[Spelling(word)] = words.count
    words.append(word)
    hasUnigram.append(true)
    return words.count - 1
  }
}
