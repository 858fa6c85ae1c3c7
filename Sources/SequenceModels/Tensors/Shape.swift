/// The sizes of a tensor's axes; `[]` is a single number. Batch first: `[batch, time, feature]`.
public typealias Shape = [Int]

extension Shape {
  /// The most elements that a tensor may have: their bytes, and what is kept beside them, still have a
  /// number. No memory is so large.
  static var mostElements: Int { 1 << 58 }

  /// How many elements a tensor of this shape holds. A shape that no tensor can have stops the program.
  var elementCount: Int {
    var count = 1
    var overflows = false
    for size in self {
      require(size >= 0, "Tensor: the shape \(self) has a negative size")
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      overflows = overflows || overflow || product > Self.mostElements
      count = overflows ? 1 : product
    }
    require(
      !overflows || contains(0),
      "Tensor: the shape \(self) has more elements than any memory; make it smaller")
    return overflows ? 0 : count
  }

  /// The size of the last axis; 1 for a single number.
  var columns: Int { last ?? 1 }

  /// How many rows of the last axis there are.
  var rows: Int { dropLast().reduce(1, *) }

  /// The shape seen as three axes around one of them: those before, the axis, those after.
  func around(_ axis: Int) -> (outer: Int, size: Int, inner: Int) {
    (self[..<axis].reduce(1, *), self[axis], self[(axis + 1)...].reduce(1, *))
  }
}
