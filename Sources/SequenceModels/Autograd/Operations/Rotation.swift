internal import CKernels

/// Rotary positions (Su et al., 2021): pairs of columns of every head turn with the place.
///
///     (y₂ᵢ, y₂ᵢ₊₁) = (x₂ᵢ cos a − x₂ᵢ₊₁ sin a, x₂ᵢ sin a + x₂ᵢ₊₁ cos a),   a = angles[t, i]
///
/// x `[batch, time, feature]`; the first `width` columns turn, in heads of 2 · angles' columns; the
/// others stay. Backward turns the gradient the other way.
struct Rotation: Operation {
  static let name = "rotary positions"
  var width: Int
  /// `[time, size / 2]` each.
  var sine: Tensor
  var cosine: Tensor

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Void) {
    let shape = inputs[0].shape
    require(
      shape.count == 3 && shape[1] == sine.shape[0] && width <= shape[2]
        && width % (2 * sine.shape[1]) == 0,
      "rotary positions: the input is \(shape), of which \(width) columns turn in heads of "
        + "\(2 * sine.shape[1]) at \(sine.shape[0]) places; they must fit")
    return (turned(inputs[0], direction: 1), ())
  }

  func backward(_ gradient: Tensor, saved: Void) -> [Tensor?] { [turned(gradient, direction: -1)] }

  private func turned(_ x: Tensor, direction: Float) -> Tensor {
    Tensor.filled(x.shape) {
      var rotation = ck_rotation(
        rows: x.shape.rows, time: x.shape[1], columns: x.shape[2], width: width,
        half: sine.shape[1], x: x.pointer, sine: sine.pointer, cosine: cosine.pointer,
        direction: direction, y: $0)
      ck_rotate_f32(&rotation)
      keepAlive(x, sine, cosine)
    }
  }
}
