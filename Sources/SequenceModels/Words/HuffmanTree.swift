/// A binary tree whose frequent words have short paths from the root (Huffman, 1952), for the
/// hierarchical softmax (Morin and Bengio, 2005; Mikolov et al., 2013).
///
/// Again and again the two rarest nodes get a parent: the rarer one on its 0 side, the other on its 1
/// side; of equal ones words come before parents, both in their order. By hand, for the counts
///
///     a 4, b 2, c 1, d 1:    c + d → node 0 (2)    b + node 0 → node 1 (4)    a + node 1 → node 2, the root
///     a = 0    b = 10    c = 110    d = 111        path of c: nodes 2, 1, 0
///
/// A word's probability is the product of σ(±h · w) over the nodes of its path, + where the code is 0;
/// the probabilities of all words sum to 1.
struct HuffmanTree: Sendable {
  /// Where each word's path starts in `steps`, and the end.
  let starts: [Int]
  /// From the root on: node << 1 | 1 where the code is 0, node << 1 where it is 1.
  let steps: [Int32]

  init(counts: [Int]) {
    require(counts.count > 1, "HuffmanTree: \(counts.count) words; there must be at least 2")
    let words = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
    let count = counts.count
    // Nodes 0 ..< count are words, the others parents, whose weights never fall.
    var weights = counts
    var parents = [Int](repeating: 0, count: 2 * count - 1)
    var sides = [Int32](repeating: 0, count: 2 * count - 1)
    var (nextWord, nextParent) = (0, count)
    func rarest() -> Int {
      if nextParent == weights.count
        || (nextWord < count && weights[words[nextWord]] <= weights[nextParent])
      {
        nextWord += 1
        return words[nextWord - 1]
      }
      nextParent += 1
      return nextParent - 1
    }
    for parent in count..<(2 * count - 1) {
      let (first, second) = (rarest(), rarest())
      parents[first] = parent
      parents[second] = parent
      sides[second] = 1
      weights.append(weights[first] + weights[second])
    }
    var starts = [0]
    var steps: [Int32] = []
    for word in counts.indices {
      var path: [Int32] = []
      var node = word
      while node != 2 * count - 2 {
        path.append(Int32(parents[node] - count) << 1 | (1 - sides[node]))
        node = parents[node]
      }
      steps += path.reversed()
      starts.append(steps.count)
    }
    self.starts = starts
    self.steps = steps
  }
}
