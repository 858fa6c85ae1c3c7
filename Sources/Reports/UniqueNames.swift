/// Names of which none stands twice: a second `loss` becomes `loss-2`.
struct UniqueNames {
  private var taken: Set<String>
  /// The last number that was put behind a name, so that many equal names take no longer each.
  private var counts: [String: Int] = [:]

  init(taken: Set<String> = []) { self.taken = taken }

  /// Takes a name as it is.
  mutating func take(_ name: String) { taken.insert(name) }

  /// The name, or the name with a number.
  mutating func unique(_ name: String) -> String {
    var candidate = name
    while !taken.insert(candidate).inserted {
      counts[name, default: 1] += 1
      candidate = "\(name)-\(counts[name, default: 1])"
    }
    return candidate
  }
}
