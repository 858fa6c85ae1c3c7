internal import CKernels

/// The sum over one axis, which goes away.
///
///     y = Σₜ x[…, t, …]        x̄[…, t, …] = ȳ
struct SumAxis: Operation {
  static let name = "sum"
  var axis: Int

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    let x = inputs[0]
    require(x.shape.indices.contains(axis), "sum: there is no axis \(axis) in the shape \(x.shape)")
    let (outer, size, inner) = x.shape.around(axis)
    var shape = x.shape
    shape.remove(at: axis)
    var output = Tensor(zeros: shape)
    let (from, to) = (x.pointer, output.mutablePointer)
    for part in 0..<outer {
      for place in 0..<size {
        ck_add_f32(
          1, inner, to + part * inner, from + (part * size + place) * inner, to + part * inner)
      }
    }
    return (output, x.shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] {
    let (outer, size, inner) = shape.around(axis)
    let from = gradient.pointer
    let x = Tensor.filled(shape) { to in
      for part in 0..<outer {
        for place in 0..<size {
          (to + (part * size + place) * inner).update(from: from + part * inner, count: inner)
        }
      }
    }
    return [x]
  }
}

extension Variable {
  /// The sum over one axis, which goes away.
  public func sum(axis: Int) -> Variable { SumAxis(axis: axis)(self) }

  /// The mean over one axis, which goes away.
  public func mean(axis: Int) -> Variable {
    let sum = sum(axis: axis)
    require(shape[axis] > 0, "mean: axis \(axis) of \(shape) is empty")
    return sum * (1 / Float(shape[axis]))
  }
}
