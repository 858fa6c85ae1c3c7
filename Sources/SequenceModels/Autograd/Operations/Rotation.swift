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
    let (time, columns) = (x.shape[1], x.shape[2])
    let half = sine.shape[1]
    let (from, s, c) = (x.pointer, sine.pointer, cosine.pointer)
    return Tensor.filled(x.shape) { to in
      for row in 0..<(x.shape[0] * time) {
        let (place, start) = (row % time * half, row * columns)
        for head in stride(from: start, to: start + width, by: 2 * half) {
          for i in 0..<half {
            let (a, b) = (from[head + 2 * i], from[head + 2 * i + 1])
            let (sine, cosine) = (direction * s[place + i], c[place + i])
            to[head + 2 * i] = a * cosine - b * sine
            to[head + 2 * i + 1] = a * sine + b * cosine
          }
        }
        (to + start + width).update(from: from + start + width, count: columns - width)
      }
    }
  }
}
