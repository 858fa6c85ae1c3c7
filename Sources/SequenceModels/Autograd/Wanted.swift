/// Which inputs of an operation want a gradient; backward may leave out the others'.
public struct Wanted: Sendable {
  /// The gradient that reached the first input by other ways, for an operation that adds it to its own.
  var reached: Tensor?
  private var bits: UInt64 = 0
  /// Inputs beyond 64: all of them.
  private var rest = false

  /// Every input.
  public static var all: Wanted {
    var all = Wanted(none: 0)
    (all.bits, all.rest) = (.max, true)
    return all
  }

  init(none count: Int) { rest = count > 64 }

  mutating func insert(_ place: Int) { if place < 64 { bits |= 1 << UInt64(place) } }

  /// Whether an input's gradient is wanted.
  public subscript(place: Int) -> Bool { place < 64 ? bits >> UInt64(place) & 1 == 1 : rest }
}
