internal import CKernels

/// A range of one axis.
///
///     y = x[…, range, …]        x̄ = ȳ in the range, 0 elsewhere
struct Slice: Operation {
  static let name = "slice"
  var axis: Int
  var range: Range<Int>

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    let x = inputs[0]
    require(
      x.shape.indices.contains(axis) && range.lowerBound >= 0 && range.upperBound <= x.shape[axis],
      "slice: \(range) of axis \(axis) is outside the shape \(x.shape)")
    let (outer, size, inner) = x.shape.around(axis)
    var shape = x.shape
    shape[axis] = range.count
    let length = range.count * inner
    let output = Tensor.filled(shape) {
      ck_copy_rows_f32(
        outer, length, x.pointer + range.lowerBound * inner, size * inner, $0, length)
    }
    keepAlive(x)
    return (output, x.shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] {
    let (outer, size, inner) = shape.around(axis)
    let length = range.count * inner
    var x = Tensor(zeros: shape)
    ck_copy_rows_f32(
      outer, length, gradient.pointer, length, x.mutablePointer + range.lowerBound * inner,
      size * inner)
    keepAlive(gradient)
    return [x]
  }
}

extension Variable {
  /// A range of one axis.
  public func slice(axis: Int, _ range: Range<Int>) -> Variable {
    Slice(axis: axis, range: range)(self)
  }

  /// A range of the last axis.
  public func columns(_ range: Range<Int>) -> Variable { slice(axis: shape.count - 1, range) }

  /// One step of `[batch, time, feature]`: `[batch, feature]`.
  public func step(_ time: Int) -> Variable {
    require(
      shape.count == 3 && time >= 0 && time < shape[1],
      "step: \(time) is outside the time axis of \(shape)")
    return slice(axis: 1, time..<(time + 1)).reshaped([shape[0], shape[2]])
  }
}
