internal import CKernels

extension Tensor {
  /// Adds another tensor's elements.
  mutating func add(_ other: Tensor) {
    require(other.count == count, "add: \(other.shape) cannot be added to \(shape)")
    let to = mutablePointer
    ck_add_f32(1, count, to, other.pointer, to)
  }

  /// Every element times one factor.
  func scaled(by factor: Float) -> Tensor {
    Tensor.filled(shape) { ck_scale_f32(count, factor, pointer, $0) }
  }

  /// Both tensors element by element.
  func combined(with other: Tensor, _ combine: (Float, Float) -> Float) -> Tensor {
    let (x, y) = (pointer, other.pointer)
    return Tensor.filled(shape) { to in
      for i in 0..<count { to[i] = combine(x[i], y[i]) }
    }
  }
}
