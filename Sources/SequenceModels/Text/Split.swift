extension Array {
  /// The first part, `fraction` of the whole, and the rest.
  public func split(_ fraction: Double) -> (first: [Element], rest: [Element]) {
    require(fraction >= 0 && fraction <= 1, "split: \(fraction) is not in 0 … 1")
    let place = Int((Double(count) * fraction).rounded())
    return (Array(prefix(place)), Array(dropFirst(place)))
  }
}
