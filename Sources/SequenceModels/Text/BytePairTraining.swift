/// Merges the most frequent pair of a text, again and again.
///
/// Equal chunks are counted once. A merge visits only the chunks that hold its pair and corrects the counts
/// of their pairs; the most frequent pair is the top of a heap, whose entries are checked when they come
/// up: a count that has fallen is put back, one that has risen was put in anew.
struct BytePairTraining {
  private var chunks: [[Int]] = []
  private var counts: [Int] = []
  private var pairCounts: [Int: Int] = [:]
  /// Chunks that hold a pair; some may have lost it since.
  private var places: [Int: [Int]] = [:]
  private var heap = PairHeap()

  /// Two tokens as one number; the order of the numbers is that of the pairs.
  static func key(_ left: Int, _ right: Int) -> Int { left << 32 | right }

  init(_ text: [ArraySlice<UInt8>]) {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    for chunk in text {
      if let number = numbers[chunk] {
        counts[number] += 1
      } else {
        numbers[chunk] = chunks.count
        chunks.append(chunk.map { Int($0) })
        counts.append(1)
      }
    }
    var found: [Int] = []
    for chunk in chunks.indices { add(chunk, found: &found) { _ in true } }
    for key in found { heap.insert(count: pairCounts[key] ?? 0, key: key) }
  }

  /// Counts a chunk's pairs, notes where those of interest are, and adds them to `found` if they are new
  /// there.
  private mutating func add(_ chunk: Int, found: inout [Int], of interest: (Int) -> Bool) {
    let tokens = chunks[chunk]
    for (left, right) in zip(tokens, tokens.dropFirst()) {
      let key = Self.key(left, right)
      pairCounts[key, default: 0] += counts[chunk]
      guard interest(key) else { continue }
      if places[key] == nil { found.append(key) }
      if places[key]?.last != chunk { places[key, default: []].append(chunk) }
    }
  }

  /// Joins the most frequent pair into a new token; `nil` if none occurs `minimum` times.
  mutating func merge(into token: Int, minimum: Int) -> (left: Int, right: Int)? {
    guard let key = mostFrequent(), pairCounts[key] ?? 0 >= minimum else { return nil }
    let (left, right) = (key >> 32, key & 0xFFFF_FFFF)
    // Only pairs with the new token rise, and no chunk held them before.
    var risen: [Int] = []
    for chunk in places.removeValue(forKey: key) ?? [] {
      var tokens = chunks[chunk]
      let old = tokens
      Self.join(left, right, into: token, in: &tokens)
      guard tokens.count < old.count else { continue }
      for (a, b) in zip(old, old.dropFirst()) {
        pairCounts[Self.key(a, b), default: 0] -= counts[chunk]
      }
      chunks[chunk] = tokens
      add(chunk, found: &risen) { $0 >> 32 == token || $0 & 0xFFFF_FFFF == token }
    }
    for pair in risen { heap.insert(count: pairCounts[pair] ?? 0, key: pair) }
    return (left, right)
  }

  private mutating func mostFrequent() -> Int? {
    while let top = heap.first {
      let count = pairCounts[top.key] ?? 0
      if count == top.count, count > 0 { return top.key }
      heap.removeFirst()
      if count > 0, count < top.count { heap.insert(count: count, key: top.key) }
    }
    return nil
  }

  /// Joins every `left`, `right` from left to right.
  static func join(_ left: Int, _ right: Int, into token: Int, in tokens: inout [Int]) {
    var (read, write) = (0, 0)
    while read < tokens.count {
      let isPair = tokens[read] == left && read + 1 < tokens.count && tokens[read + 1] == right
      tokens[write] = isPair ? token : tokens[read]
      read += isPair ? 2 : 1
      write += 1
    }
    tokens.removeLast(tokens.count - write)
  }
}

/// Pairs with the most frequent on top, of equal ones the smallest key.
struct PairHeap {
  private var items: [(count: Int, key: Int)] = []

  var first: (count: Int, key: Int)? { items.first }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    (items[b].count, items[a].key) < (items[a].count, items[b].key)
  }

  mutating func insert(count: Int, key: Int) {
    items.append((count, key))
    var place = items.count - 1
    while place > 0, precedes(place, (place - 1) / 2) {
      items.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func removeFirst() {
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var place = 0
    while true {
      var best = place
      for child in [2 * place + 1, 2 * place + 2] where child < items.count {
        if precedes(child, best) { best = child }
      }
      guard best != place else { return }
      items.swapAt(place, best)
      place = best
    }
  }
}
