/// Draws the mask of a dropout for values of a shape; `nil` where nothing is dropped, as outside training.
/// Layers pass it down, so that one forward pass serves training and use.
typealias MaskDraw = (_ dropout: Dropout, _ shape: Shape) -> Tensor?

extension Dropout {
  /// 0 with the layer's probability, otherwise 1 / (1 − probability); `nil` for probability 0.
  func mask(_ shape: Shape, using generator: inout some RandomNumberGenerator) -> Tensor? {
    guard probability > 0 else { return nil }
    let keep = 1 / (1 - probability)
    return Tensor.filled(shape) { to in
      for i in 0..<shape.elementCount {
        to[i] = Float(generator.unit()) < probability ? 0 : keep
      }
    }
  }

  /// x, for a layer that adds it to its output itself; `nil` where some of the output may be dropped first.
  func residual(_ x: Variable) -> Variable? { probability > 0 ? nil : x }

  /// x + the layer's output, less what is dropped of that, if the layer did not add x.
  func sum(_ x: Variable, _ output: Variable, _ draw: MaskDraw) -> Variable {
    probability > 0 ? x + output.dropped(self, draw) : output
  }

  /// Nothing is dropped.
  static func nothing(_ dropout: Dropout, _ shape: Shape) -> Tensor? { nil }
}

extension Variable {
  /// Times the mask that `draw` gives, if any.
  func dropped(_ dropout: Dropout, _ draw: MaskDraw) -> Variable {
    draw(dropout, shape).map { DropoutMask(mask: $0)(self) } ?? self
  }
}
