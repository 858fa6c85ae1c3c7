/// Finds what a misspelt name was probably meant to be.
public enum Suggestion {
  /// The candidate with the fewest edits, if it is near enough to be meant; the first of equals.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(longest))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(longest))
      let limit = max(1, max(wanted.count, other.count) / 2)
      guard abs(wanted.count - other.count) <= limit else { continue }
      let found = distance(wanted, other)
      if found <= limit, found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.candidate
  }

  /// Names longer than this are compared by their beginning.
  private static let longest = 64

  /// The number of insertions, deletions, substitutions and swaps of neighbours.
  public static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }

  /// Advice for an unknown name: the nearest, and all that there are.
  public static func advice(for name: String, among candidates: [String], what: String) -> String {
    let all = "\(what): \(candidates.joined(separator: ", "))."
    return nearest(to: name, among: candidates).map { "Did you mean \($0)? \(all)" } ?? all
  }
}
