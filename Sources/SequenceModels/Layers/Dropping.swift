/// How a forward pass with recurrent layers drops elements: not at all, or in training by a generator.
/// Anyone may write a ``RecurrentLayer``, and it takes the generator itself: a `MaskDraw` would hide it.
protocol Dropping {
  mutating func drop(_ x: Variable, _ dropout: Dropout) -> Variable
  mutating func run<Layer: RecurrentLayer>(
    _ layer: Layer, _ x: Variable, _ state: Layer.State?, lengths: [Int]?
  ) -> (output: Variable, state: Layer.State)
}

/// Outside training nothing is dropped.
struct NoDropout: Dropping {
  func drop(_ x: Variable, _ dropout: Dropout) -> Variable { x }

  func run<Layer: RecurrentLayer>(
    _ layer: Layer, _ x: Variable, _ state: Layer.State?, lengths: [Int]?
  ) -> (output: Variable, state: Layer.State) {
    lengths.map { layer(x, state, lengths: $0) } ?? layer(x, state)
  }
}

/// In training; a recurrent layer's own dropout is between its layers.
struct DrawnDropout<Generator: RandomNumberGenerator>: Dropping {
  var generator: Generator

  mutating func drop(_ x: Variable, _ dropout: Dropout) -> Variable {
    dropout(x, using: &generator)
  }

  mutating func run<Layer: RecurrentLayer>(
    _ layer: Layer, _ x: Variable, _ state: Layer.State?, lengths: [Int]?
  ) -> (output: Variable, state: Layer.State) {
    guard let lengths else { return layer(x, state, using: &generator) }
    return layer(x, state, lengths: lengths, using: &generator)
  }
}
