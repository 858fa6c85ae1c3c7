internal import CellMessages
public import SequenceModels

/// Makes something once: as long as nothing changes that the cell depends on, a cell that must run again
/// for its state takes what `body` gave the last time, bit for bit, instead of making it anew.
///
///     let scores = remember("scores") { expensive() }
///     remember("pretraining", model) { for batch in batches { adam.minimize(loss(batch), of: model) } }
///
/// - Parameters:
///   - name: tells apart what one cell remembers.
///   - models: whose weights `body` changes: they are remembered as well, and so is the cell's generator.
///   - body: what it changes beyond these, its result and nothing else is lost when it is remembered.
/// - Returns: what `body` gave.
public func remember<Value: Codable>(
  _ name: String, _ models: any Layer..., body: () throws -> Value
) rethrows -> Value {
  try remembered(name, models, body)
}

/// The same for what only changes the weights of models.
public func remember(_ name: String, _ models: any Layer..., body: () throws -> Void) rethrows {
  _ = try remembered(name, models) {
    try body()
    return true
  }
}

private func remembered<Value: Codable>(
  _ name: String, _ models: [any Layer], _ body: () throws -> Value
) rethrows -> Value {
  guard let memory = StepMemory.current else { return try body() }
  let letters = name.utf8.map { byte in String(byte, radix: 16) }.joined()
  let key = "named-\(memory.next())-\(letters.prefix(120))"
  if let bytes = memory.recall(key),
    let kept = try? Payload.decode(Remembered<Value>.self, from: bytes), kept.restore(models)
  {
    return kept.value
  }
  let value = try body()
  if let bytes = try? Payload.encode(Remembered(value, models)) { memory.keep(bytes, for: key) }
  return value
}

/// A value with the weights and the generator that stood when it was made.
private struct Remembered<Value: Codable>: Codable {
  var value: Value
  var generator: UInt64
  var weights: [[Weights]]

  struct Weights: Codable {
    var shape: [Int]
    var bits: [UInt32]
  }

  init(_ value: Value, _ models: [any Layer]) {
    self.value = value
    self.generator = CellRuntime.generator.state
    weights = models.map { model in
      model.parameters.map { _, parameter in
        Weights(
          shape: parameter.value.shape, bits: parameter.value.elements.map(\.bitPattern))
      }
    }
  }

  /// Gives the models their weights; `false` where they are not made as they were.
  func restore(_ models: [any Layer]) -> Bool {
    let parameters = models.map { $0.parameters.map(\.parameter) }
    guard parameters.count == weights.count,
      zip(parameters, weights).allSatisfy({ own, kept in
        own.count == kept.count
          && zip(own, kept).allSatisfy { parameter, weights in
            parameter.value.shape == weights.shape && parameter.value.count == weights.bits.count
          }
      })
    else { return false }
    for (own, kept) in zip(parameters, weights) {
      for (parameter, weights) in zip(own, kept) {
        parameter.value = Tensor(
          weights.bits.map { Float(bitPattern: $0) }, shape: weights.shape)
        parameter.clearGradient()
      }
    }
    CellRuntime.generator = SplitMix64(seed: generator)
    return true
  }
}
