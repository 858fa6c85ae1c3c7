/// Finds the name an author may have meant.
enum NearestName {
  /// The known name with the fewest changed letters, if it takes one change in three at most.
  static func find(_ name: String, among known: [String]) -> String? {
    let letters = Array(name)
    guard letters.count > 1, letters.count <= 24 else { return nil }
    let ranked = known.map { (distance: distance(letters, Array($0)), name: $0) }
    let nearest = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    guard let nearest, nearest.distance <= max(1, letters.count / 3) else { return nil }
    return nearest.name
  }

  /// How many letters must be changed, added or left out (Levenshtein, 1966).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let replaced = previous[column] + (letter == other ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[right.count]
  }
}
