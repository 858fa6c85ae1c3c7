extension Parameter {
  /// Scales every square block of `[gates·size, size]`, the weights of each gate, so that its largest
  /// eigenvalue has the magnitude `radius`. Over many steps a linear recurrence shrinks or grows like
  /// radiusᵗ (Pascanu, Mikolov and Bengio, 2013).
  ///
  /// Eigenvalues are found to about 10⁻¹² of the norm, single or in complex pairs (see
  /// ``Tensor/spectralRadius``); the weights are float32, so the radius is met to about 10⁻⁶.
  public func setSpectralRadius(_ radius: Float) {
    require(radius >= 0, "setSpectralRadius: the radius \(radius) is negative")
    mapBlocks("setSpectralRadius") { block in
      let now = block.spectralRadius
      require(
        now > 1e-12 || radius == 0,
        "setSpectralRadius: all eigenvalues of the weights are 0; no factor gives \(radius)")
      return block.scaled(by: radius == 0 ? 0 : Float(Double(radius) / now))
    }
  }

  /// Replaces each square block of `[gates·size, size]`.
  func mapBlocks(_ name: String, _ change: (Tensor) -> Tensor) {
    let shape = value.shape
    require(
      shape.count == 2 && shape[1] > 0 && shape[0] % shape[1] == 0,
      "\(name): the weights are \(shape); they must be square, or [gates·size, size]")
    let (size, elements) = (shape[1], value.elements)
    let blocks = stride(from: 0, to: elements.count, by: size * size).flatMap { start in
      change(
        Tensor(Array(elements[start..<(start + size * size)]), shape: [size, size])
      ).elements
    }
    value = Tensor(blocks, shape: shape)
  }
}

extension StackedRecurrence {
  /// Scales U of every cell, gate by gate, to a spectral radius; see `Parameter.setSpectralRadius`.
  public func setSpectralRadius(_ radius: Float) {
    for cell in cells { cell.hiddenWeight.setSpectralRadius(radius) }
  }

  /// Draws U of every cell anew, gate by gate, as a random orthogonal matrix times `gain`
  /// (Saxe, McClelland and Ganguli, 2014): all its eigenvalues have the magnitude `gain`.
  public func setOrthogonal(gain: Float = 1, using generator: inout some RandomNumberGenerator) {
    for cell in cells {
      cell.hiddenWeight.mapBlocks("setOrthogonal") {
        Initializer.orthogonal($0.shape, gain: gain, using: &generator)
      }
    }
  }
}
