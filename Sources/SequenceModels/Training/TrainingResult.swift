/// What a training gave, as bytes: numbers little-endian, lists behind their lengths.
struct TrainingResult {
  var history: History
  /// The generator's state afterwards.
  var generator: UInt64
  /// The weights, in the order of the model's parameters.
  var weights: [Tensor]

  init(history: History, generator: UInt64, weights: [Tensor]) {
    (self.history, self.generator, self.weights) = (history, generator, weights)
  }

  private static let format: UInt64 = 1

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ word: UInt64) { withUnsafeBytes(of: word.littleEndian) { bytes += $0 } }
    func add(_ numbers: [Float]) {
      add(UInt64(numbers.count))
      for number in numbers {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
      }
    }
    add(Self.format)
    add(generator)
    for numbers in [history.losses, history.gradientNorms, history.learningRates] { add(numbers) }
    for measured in [history.validation, history.best.map { [$0] } ?? []] {
      add(UInt64(measured.count))
      for (step, loss) in measured {
        add(UInt64(bitPattern: Int64(step)))
        add([loss])
      }
    }
    add(UInt64(weights.count))
    for weight in weights {
      add(UInt64(weight.shape.count))
      for size in weight.shape { add(UInt64(size)) }
      add(weight.elements)
    }
    return bytes
  }

  /// Reads them; `nil` for others.
  init?(_ bytes: [UInt8]) {
    var place = 0
    func word() -> UInt64? {
      guard place + 8 <= bytes.count else { return nil }
      defer { place += 8 }
      return bytes[place..<(place + 8)].enumerated().reduce(0) {
        $0 | UInt64($1.element) << UInt64(8 * $1.offset)
      }
    }
    func count(_ size: Int) -> Int? {
      guard let word = word(), word <= UInt64((bytes.count - place) / size) else { return nil }
      return Int(word)
    }
    func numbers() -> [Float]? {
      guard let count = count(4) else { return nil }
      defer { place += 4 * count }
      return bytes.withUnsafeBytes { raw in
        (0..<count).map {
          Float(
            bitPattern: UInt32(
              littleEndian: raw.loadUnaligned(fromByteOffset: place + 4 * $0, as: UInt32.self)))
        }
      }
    }
    func measured() -> [(step: Int, loss: Float)]? {
      guard let count = count(20) else { return nil }
      var list: [(step: Int, loss: Float)] = []
      for _ in 0..<count {
        guard let step = word(), let loss = numbers(), loss.count == 1 else { return nil }
        list.append((Int(Int64(bitPattern: step)), loss[0]))
      }
      return list
    }
    history = History()
    guard word() == Self.format, let state = word(), let losses = numbers(), let norms = numbers(),
      let rates = numbers(), let validation = measured(), let best = measured(),
      let tensors = count(8)
    else { return nil }
    generator = state
    (history.losses, history.gradientNorms, history.learningRates) = (losses, norms, rates)
    history.validation = validation
    history.best = best.first
    weights = []
    for _ in 0..<tensors {
      guard let dimensions = count(8) else { return nil }
      var shape: [Int] = []
      for _ in 0..<dimensions {
        guard let size = word(), size <= UInt64(bytes.count) else { return nil }
        shape.append(Int(size))
      }
      guard let values = numbers(), values.count == shape.reduce(1, *) else { return nil }
      weights.append(Tensor(values, shape: shape))
    }
    guard place == bytes.count else { return nil }
  }
}
