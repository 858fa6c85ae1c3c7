/// Brackets of several kinds that must close in the right order: Dyck words (Chomsky and Schützenberger,
/// 1963; for recurrent networks Suzgun et al., 2019; with a limit of depth Hewitt et al., 2020).
///
/// Tokens 0 ..< kinds open, kinds ..< 2 kinds close, 2 kinds starts a sequence. A string is drawn uniformly
/// from all balanced ones of its length that are never deeper than `depth`. So the entropy of a string is
/// the logarithm of their number, exactly:
///
///     N(r, d) = kinds · N(r − 1, d + 1) + N(r − 1, d − 1),   N(0, 0) = 1,   N(r, d) = 0 outside 0 ≤ d ≤ depth
///
/// with r brackets to come and d open. **Chance**: `entropy(length:)`/length nats per token is the floor of
/// every model; one that does not know which kind is open last pays log kinds more at every closing
/// bracket. Of `labelled` half are balanced: 1/2.
public struct DyckTask: Sendable {
  /// How many kinds of brackets there are.
  public let kinds: Int
  /// How many brackets are open at once, at most.
  public let depth: Int

  /// A task; sizes below 1 stop the program.
  public init(kinds: Int = 2, depth: Int = 8) {
    require(
      kinds > 0 && depth > 0, "DyckTask: kinds \(kinds) and depth \(depth) must be positive")
    (self.kinds, self.depth) = (kinds, depth)
  }

  /// All brackets and the start.
  public var vocabularySize: Int { 2 * kinds + 1 }

  /// Entropy of a string of so many brackets, in nats.
  public func entropy(length: Int) -> Double { table(length).logarithmOfCount }

  /// N(r, d), each row divided by its largest number: sampling compares within a row only, and no number
  /// overflows. The logarithms of the divisors add up to that of the count.
  private func table(_ length: Int) -> (rows: [[Double]], logarithmOfCount: Double) {
    require(
      length > 0 && length % 2 == 0,
      "DyckTask: a string of \(length) brackets; the length must be even and positive")
    var rows = [[1.0] + Array(repeating: 0, count: depth)]
    var logarithmOfScale = 0.0
    for _ in 1...length {
      let last = rows[rows.count - 1]
      let row = (0...depth).map { d in
        (d < depth ? Double(kinds) * last[d + 1] : 0) + (d > 0 ? last[d - 1] : 0)
      }
      let largest = row.max() ?? 1
      rows.append(row.map { $0 / largest })
      logarithmOfScale += logarithm(largest)
    }
    return (rows, logarithmOfScale + logarithm(rows[length][0]))
  }

  /// Balanced strings, `[count][length]`, without the start.
  public func strings(
    _ count: Int, length: Int, using generator: inout some RandomNumberGenerator
  ) -> [[Int]] {
    require(count > 0, "DyckTask: \(count) strings; there must be one at least")
    let rows = table(length).rows
    return (0..<count).map { _ in
      var open: [Int] = []
      return (0..<length).map { place in
        let next = rows[length - place - 1]
        let opening = open.count < depth ? Double(kinds) * next[open.count + 1] : 0
        let closing = open.isEmpty ? 0 : next[open.count - 1]
        if let last = open.last, generator.choice([opening, closing]) == 1 {
          open.removeLast()
          return kinds + last
        }
        open.append(generator.index(below: kinds))
        return open[open.count - 1]
      }
    }
  }

  /// Strings to be predicted bracket by bracket: the inputs begin with the start.
  public func batch(
    _ count: Int, length: Int, using generator: inout some RandomNumberGenerator
  ) -> TokenBatch {
    let strings = strings(count, length: length, using: &generator)
    return TokenBatch(
      inputs: strings.map { [2 * kinds] + $0.dropLast() }, targets: strings,
      weights: Array(repeating: 1, count: count * length))
  }

  /// Strings that are balanced (label 1) or not (0), each with probability 1/2.
  ///
  /// In one that is not, two brackets of a balanced string have changed places, so that how often each
  /// bracket occurs tells nothing.
  public func labelled(
    _ count: Int, length: Int, using generator: inout some RandomNumberGenerator
  ) -> LabelledBatch {
    var strings = strings(count, length: length, using: &generator)
    var labels: [Int] = []
    for place in strings.indices {
      labels.append(generator.index(below: 2))
      // Ends: the first and the last bracket, exchanged, never leave the string balanced.
      while labels[place] == 0, isBalanced(strings[place]) {
        var string = strings[place]
        string.swapAt(generator.index(below: length), generator.index(below: length))
        if !isBalanced(string) { strings[place] = string }
      }
    }
    return LabelledBatch(inputs: strings, labels: labels)
  }

  /// Whether every bracket closes the one that was opened last, and none stays open.
  public func isBalanced(_ string: [Int]) -> Bool {
    var open: [Int] = []
    for token in string {
      if token < kinds {
        open.append(token)
      } else if open.popLast() != token - kinds {
        return false
      }
    }
    return open.isEmpty
  }
}
