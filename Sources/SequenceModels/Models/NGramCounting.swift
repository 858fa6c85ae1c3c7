/// Counts the n-grams of a text, and turns counts into probabilities.
struct NGramCounting {
  private(set) var trie = NGramTrie()
  private var counts = [0]
  private let vocabularySize: Int
  /// The n-grams at the very start of the text: they have no token before.
  private var first: [Int] = []

  init(vocabularySize: Int) {
    self.vocabularySize = vocabularySize
    // Every token has a unigram, seen or not.
    for token in 0..<vocabularySize {
      _ = trie.makeChild(of: NGramTrie.root, token, suffix: NGramTrie.root)
      counts.append(0)
    }
  }

  /// Counts all n-grams up to an order.
  mutating func count(_ text: [Int], order: Int) {
    var nodes = [NGramTrie.root]
    for (place, token) in text.enumerated() {
      require(
        token >= 0 && token < vocabularySize,
        "BackoffNGramModel: token \(token) at place \(place) is outside the vocabulary of "
          + "\(vocabularySize)")
      var next = [NGramTrie.root]
      for context in nodes where next.count <= order {
        let (node, isNew) = trie.makeChild(of: context, token, suffix: next[next.count - 1])
        if isNew { counts.append(0) }
        counts[node] += 1
        next.append(node)
      }
      if place < order { first.append(next[next.count - 1]) }
      if next.count > order { next.removeLast() }
      nodes = next
    }
  }

  /// Replaces the counts below the highest order by how many different tokens stood before.
  mutating func countContinuations(order: Int) {
    for node in counts.indices where trie.orders[node] < order { counts[node] = 0 }
    for node in 1..<trie.count where trie.orders[node] > 1 { counts[trie.suffixes[node]] += 1 }
    for node in first where trie.orders[node] < order { counts[node] += 1 }
  }

  /// Probabilities of all n-grams and weights of all contexts.
  func smoothed(
    _ smoothing: NGramSmoothing, order: Int
  ) -> (probabilities: [Double], weights: [Double]) {
    let discounts = (0...order).map { level -> (one: Double, two: Double, more: Double) in
      var n = [0, 0, 0, 0]
      for node in counts.indices where trie.orders[node] == level && (1...4).contains(counts[node])
      {
        n[counts[node] - 1] += 1
      }
      return smoothing.discounts(of: n)
    }
    func discount(_ count: Int, _ level: Int) -> Double {
      switch count {
      case ...0: 0
      case 1: discounts[level].one
      case 2: discounts[level].two
      default: discounts[level].more
      }
    }
    // Of each context: the sum of its counts, different successors, and what is discounted in all.
    var totals = [Int](repeating: 0, count: trie.count)
    var types = totals
    var taken = [Double](repeating: 0, count: trie.count)
    for node in 1..<trie.count where counts[node] > 0 {
      let context = trie.parents[node]
      totals[context] += counts[node]
      types[context] += 1
      taken[context] += discount(counts[node], trie.orders[node])
    }
    let isWittenBell = smoothing == .wittenBell
    let weights = trie.tokens.indices.map { context -> Double in
      guard totals[context] > 0 else { return 1 }
      return isWittenBell
        ? Double(types[context]) / Double(totals[context] + types[context])
        : taken[context] / Double(totals[context])
    }
    var probabilities = [Double](repeating: 1, count: trie.count)
    // A node stands behind its suffix: shorter n-grams of a place are made first.
    for node in 1..<trie.count {
      let context = trie.parents[node]
      let lower =
        trie.orders[node] == 1
        ? 1 / Double(vocabularySize) : probabilities[trie.suffixes[node]]
      let count = Double(counts[node])
      let share =
        totals[context] == 0
        ? 0
        : isWittenBell
          ? count / Double(totals[context] + types[context])
          : (count - discount(counts[node], trie.orders[node])) / Double(totals[context])
      probabilities[node] = share + weights[context] * lower
    }
    return (probabilities, weights)
  }
}
