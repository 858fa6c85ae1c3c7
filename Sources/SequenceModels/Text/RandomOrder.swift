extension RandomNumberGenerator {
  /// The numbers 0 ..< `count` in a random order (Fisher and Yates); the standard library's shuffle may
  /// change from release to release.
  mutating func order(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, index(below: last + 1))
    }
    return order
  }

  /// One of the elements, drawn uniformly.
  mutating func element<Element>(of array: [Element]) -> Element {
    array[index(below: array.count)]
  }
}
