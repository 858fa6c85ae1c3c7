/// Where results of trainings are kept, so that the same training is not made twice; the notebook's runtime
/// sets it.
///
/// What is kept stands under a digest of all that the training starts from: its settings, the weights, the
/// generator. The memory itself knows which code asks.
public protocol TrainingMemory {
  /// The number of the next training in the code that asks: equal ones in a row are told apart by it.
  func next() -> Int
  /// What was kept, or `nil`. Bytes that are not those that were kept are never given.
  func recall(_ key: String) -> [UInt8]?
  /// Keeps some bytes.
  func keep(_ bytes: [UInt8], for key: String)
}

/// The memory in use.
public enum TrainingMemories {
  /// Asked by every training, from any thread; `nil`: nothing is remembered.
  nonisolated(unsafe) public static var current: (any TrainingMemory)?
}

/// Makes a training, or takes what it gave the last time: the weights, the generator and the history.
///
/// Only models of the engine are remembered: others may hold what is not in their parameters.
func remembering<G: RandomNumberGenerator>(
  _ model: some Layer, _ settings: String, tokens: [[Int]], _ generator: inout G,
  _ body: (inout G) -> History
) -> History {
  guard let memory = TrainingMemories.current, isOfEngine(type(of: model)),
    let state = generator as? SplitMix64
  else { return body(&generator) }
  var key = ContentDigest()
  key.add("\(type(of: model)) \(settings) \(state.state) \(memory.next())")
  for list in tokens { key.add(list) }
  for (name, parameter) in model.parameters {
    key.add(name)
    key.add(parameter.value)
  }
  let name = key.text
  if let bytes = memory.recall(name), let kept = TrainingResult(bytes),
    kept.weights.count == model.parameters.count,
    zip(kept.weights, model.parameters).allSatisfy({ $0.shape == $1.parameter.value.shape }),
    let after = SplitMix64(seed: kept.generator) as? G
  {
    for (value, (_, parameter)) in zip(kept.weights, model.parameters) {
      parameter.value = value
      parameter.clearGradient()
    }
    generator = after
    return kept.history
  }
  let history = body(&generator)
  if let state = generator as? SplitMix64 {
    let result = TrainingResult(
      history: history, generator: state.state, weights: model.parameters.map(\.parameter.value))
    memory.keep(result.bytes, for: name)
  }
  return history
}

/// Whether a type and all that it is made of are the engine's.
private func isOfEngine(_ type: Any.Type) -> Bool {
  let words = String(reflecting: type).split {
    !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".")
  }
  return words.allSatisfy { $0.hasPrefix("SequenceModels.") }
}

/// A digest of numbers and texts, 128 bits wide: what two trainings start from is the same if it is.
struct ContentDigest {
  private var low: UInt64 = 0x6A09_E667_F3BC_C908
  private var high: UInt64 = 0xBB67_AE85_84CA_A73B

  var text: String { String(low, radix: 16) + "-" + String(high, radix: 16) }

  mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  mutating func add(_ numbers: [Int]) {
    add(UInt64(numbers.count))
    for number in numbers { add(UInt64(bitPattern: Int64(number))) }
  }

  mutating func add(_ tensor: Tensor) {
    add("\(tensor.shape)")
    let numbers = tensor.pointer
    for index in 0..<tensor.count { add(UInt64(numbers[index].bitPattern)) }
  }

  private mutating func add(_ word: UInt64) {
    low = (low ^ word) &* 0x9E37_79B9_7F4A_7C15
    low ^= low >> 32
    high = (high &+ word) &* 0xD6E8_FEB8_6659_FD93
    high ^= (high >> 29) ^ low
  }
}
