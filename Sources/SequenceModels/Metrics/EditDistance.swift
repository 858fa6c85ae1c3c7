/// One step of turning a sequence into another.
public enum Edit<Element: Equatable & Sendable>: Equatable, Sendable {
  /// The element stays.
  case keep(Element)
  /// An element is replaced.
  case replace(Element, with: Element)
  /// An element is taken out.
  case delete(Element)
  /// An element is put in.
  case insert(Element)
}

/// The smallest number of insertions, deletions and replacements that turn one sequence into another
/// (Levenshtein, 1966).
public func editDistance<Element: Equatable>(_ from: [Element], _ to: [Element]) -> Int {
  var row = Array(0...to.count)
  for (i, element) in from.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in to.indices {
      let kept = diagonal + (element == to[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(kept, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[to.count]
}

/// A shortest way from one sequence to another. Of equally short ones that which, read from the end,
/// keeps or replaces before it deletes, and deletes before it inserts.
public func alignment<Element: Equatable & Sendable>(
  _ from: [Element], _ to: [Element]
) -> [Edit<Element>] {
  let width = to.count + 1
  var cost = [Int](repeating: 0, count: (from.count + 1) * width)
  for i in 0...from.count {
    for j in 0...to.count {
      if i == 0 || j == 0 {
        cost[i * width + j] = i + j
        continue
      }
      let kept = cost[(i - 1) * width + j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)
      cost[i * width + j] = min(kept, cost[(i - 1) * width + j] + 1, cost[i * width + j - 1] + 1)
    }
  }
  var edits: [Edit<Element>] = []
  var (i, j) = (from.count, to.count)
  while i > 0 || j > 0 {
    let here = cost[i * width + j]
    if i > 0, j > 0, here == cost[(i - 1) * width + j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1) {
      edits.append(
        from[i - 1] == to[j - 1] ? .keep(from[i - 1]) : .replace(from[i - 1], with: to[j - 1]))
      (i, j) = (i - 1, j - 1)
    } else if i > 0, here == cost[(i - 1) * width + j] + 1 {
      edits.append(.delete(from[i - 1]))
      i -= 1
    } else {
      edits.append(.insert(to[j - 1]))
      j -= 1
    }
  }
  return edits.reversed()
}
