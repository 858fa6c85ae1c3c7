internal import CKernels

/// Values one after the other along an axis.
///
///     y = [x₁, x₂, …]        x̄ᵢ = the part of ȳ where xᵢ went
struct Concatenate: Operation {
  static let name = "concatenate"
  var axis: Int

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: [Shape]) {
    require(!inputs.isEmpty, "concatenate: there are no values; at least one is needed")
    var shape = inputs[0].shape
    require(
      shape.indices.contains(axis), "concatenate: there is no axis \(axis) in the shape \(shape)")
    for input in inputs {
      var other = input.shape
      if other.indices.contains(axis) { other[axis] = shape[axis] }
      require(
        other == shape,
        "concatenate: \(inputs.map(\.shape)) along axis \(axis); all other sizes must be equal")
    }
    shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
    let (outer, size, inner) = shape.around(axis)
    let output = Tensor.filled(shape) { to in
      var place = 0
      for input in inputs {
        let length = input.shape[axis] * inner
        ck_copy_rows_f32(outer, length, input.pointer, length, to + place, size * inner)
        keepAlive(input)
        place += length
      }
    }
    return (output, inputs.map(\.shape))
  }

  func backward(_ gradient: Tensor, saved shapes: [Shape]) -> [Tensor?] {
    var start = 0
    return shapes.map { shape in
      let range = start..<(start + shape[axis])
      start = range.upperBound
      return Slice(axis: axis, range: range).forward([gradient]).output
    }
  }
}

/// Values one after the other along an axis; all their other sizes are equal.
public func concatenate(_ values: [Variable], axis: Int) -> Variable {
  Concatenate(axis: axis)(values)
}

/// Steps `[batch, feature]` side by side: `[batch, time, feature]`.
public func stack(_ steps: [Variable]) -> Variable {
  concatenate(steps.map { $0.reshaped([$0.shape.first ?? 1, 1, $0.shape.columns]) }, axis: 1)
}
