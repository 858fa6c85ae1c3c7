internal import SequenceModels

/// Something of the engine that is called again and again while the memory is watched.
struct MemoryRow {
  /// The types and functions of the engine that it is there for, by name.
  var covers: [String]
  /// Of its kind, and whether gradients are computed.
  var name: String
  /// In each stretch; fewer for what takes long.
  var calls = 1000
  /// Makes what is called.
  var make: () -> () -> Void

  /// Every operation, layer, model, decoder and optimiser; a test compares the list with the sources.
  static var all: [MemoryRow] {
    operationRows + recurrentRows + attentionRows + layerRows + modelRows + decodingRows
      + trainingRows
  }

  /// A layer over x: once for its value alone, once with all gradients.
  static func layer<L: Layer>(
    _ covers: [String], _ variant: String = "", calls: Int = 1000, x shape: [Int],
    _ make: @escaping (inout SplitMix64) -> L,
    _ apply: @escaping (L, Variable) -> Variable
  ) -> [MemoryRow] {
    let name = Self.name(covers[0], variant)
    return [
      MemoryRow(covers: covers, name: name + ": forward", calls: calls) {
        var generator = SplitMix64(seed: 1)
        let (layer, x) = (make(&generator), numbers(shape))
        return { _ = apply(layer, Variable(x)).value }
      },
      MemoryRow(covers: covers, name: name + ": backward", calls: calls) {
        var generator = SplitMix64(seed: 1)
        let (layer, x) = (make(&generator), numbers(shape))
        return {
          layer.clearGradients()
          apply(layer, Tape().variable(x)).sum().backward()
        }
      },
    ]
  }

  /// What reads tokens, without a tape and with all gradients.
  static func model<L: Layer>(
    _ covers: [String], _ variant: String = "", calls: Int = 1000,
    _ make: @escaping (inout SplitMix64) -> L,
    _ apply: @escaping (L, Tape?) -> Variable
  ) -> [MemoryRow] {
    let name = Self.name(covers[0], variant)
    return [
      MemoryRow(covers: covers, name: name + ": forward", calls: calls) {
        var generator = SplitMix64(seed: 1)
        let layer = make(&generator)
        return { _ = apply(layer, nil).value }
      },
      MemoryRow(covers: covers, name: name + ": backward", calls: calls) {
        var generator = SplitMix64(seed: 1)
        let layer = make(&generator)
        return {
          layer.clearGradients()
          apply(layer, Tape()).sum().backward()
        }
      },
    ]
  }

  /// Something that has nothing to do with gradients.
  static func plain(
    _ covers: [String], _ variant: String = "", calls: Int = 1000,
    _ make: @escaping () -> () -> Void
  ) -> MemoryRow {
    MemoryRow(covers: covers, name: name(covers[0], variant), calls: calls, make: make)
  }

  /// What there is of a name's parts, with commas.
  static func name(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The same numbers for the same shape, in ±1.
  static func numbers(_ shape: [Int]) -> Tensor {
    var generator = SplitMix64(seed: 9)
    return Initializer.uniform(shape, bound: 1, using: &generator)
  }
}
