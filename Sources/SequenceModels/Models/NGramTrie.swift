/// All n-grams of a text up to an order, as a tree: the node of w₁ … w_m is the child of w₁ … w_{m−1}
/// by w_m. The n-grams that end at one place of the text are found from those of the place before, one
/// look-up each.
struct NGramTrie {
  /// The node of the empty n-gram.
  static let root = 0

  /// The last token of each node; −1 for the root.
  private(set) var tokens = [-1]
  /// The node without its last token.
  private(set) var parents = [-1]
  /// The node without its first token.
  private(set) var suffixes = [-1]
  /// How many tokens a node has.
  private(set) var orders = [0]
  private var index = PairIndex()

  /// How many nodes there are.
  var count: Int { tokens.count }

  /// The node of `parent` followed by a token, or `nil`.
  func child(of parent: Int, _ token: Int) -> Int? { index[parent, token] }

  /// The same; a new node if there is none. `suffix` is its node without the first token.
  mutating func makeChild(of parent: Int, _ token: Int, suffix: Int) -> (node: Int, isNew: Bool) {
    let (node, isNew) = index.insert(parent, token, tokens.count)
    if isNew {
      tokens.append(token)
      parents.append(parent)
      suffixes.append(suffix)
      orders.append(orders[parent] + 1)
    }
    return (node, isNew)
  }

  /// The tokens of a node.
  func words(of node: Int) -> [Int] {
    var words: [Int] = []
    var node = node
    while node != Self.root {
      words.append(tokens[node])
      node = parents[node]
    }
    return words.reversed()
  }
}

/// A hash table from pairs of numbers to a number, by open addressing.
private struct PairIndex {
  private var keys = [UInt64](repeating: .max, count: 1 << 10)
  private var values = [Int32](repeating: 0, count: 1 << 10)
  private var used = 0

  private static func key(_ first: Int, _ second: Int) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  private func slot(of key: UInt64) -> Int {
    var hash = key &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while keys[slot] != .max && keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  subscript(first: Int, second: Int) -> Int? {
    let key = Self.key(first, second)
    let slot = slot(of: key)
    return keys[slot] == key ? Int(values[slot]) : nil
  }

  mutating func insert(_ first: Int, _ second: Int, _ value: Int) -> (value: Int, isNew: Bool) {
    let key = Self.key(first, second)
    let found = slot(of: key)
    if keys[found] == key { return (Int(values[found]), false) }
    keys[found] = key
    values[found] = Int32(value)
    used += 1
    if 2 * used > keys.count { grow() }
    return (value, true)
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = [UInt64](repeating: .max, count: 2 * old.0.count)
    values = [Int32](repeating: 0, count: 2 * old.0.count)
    for (key, value) in zip(old.0, old.1) where key != .max {
      let place = slot(of: key)
      keys[place] = key
      values[place] = value
    }
  }
}
