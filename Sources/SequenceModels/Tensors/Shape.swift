/// The sizes of a tensor's axes; `[]` is a single number. Batch first: `[batch, time, feature]`.
public typealias Shape = [Int]

extension Shape {
  /// How many elements a tensor of this shape holds.
  var elementCount: Int { reduce(1, *) }

  /// The size of the last axis; 1 for a single number.
  var columns: Int { last ?? 1 }

  /// How many rows of the last axis there are.
  var rows: Int { dropLast().reduce(1, *) }

  /// The shape seen as three axes around one of them: those before, the axis, those after.
  func around(_ axis: Int) -> (outer: Int, size: Int, inner: Int) {
    (self[..<axis].reduce(1, *), self[axis], self[(axis + 1)...].reduce(1, *))
  }
}
