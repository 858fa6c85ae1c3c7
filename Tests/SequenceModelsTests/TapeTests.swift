import Testing

@testable import SequenceModels

@Suite struct TapeTests {
  @Test("A value used twice gets the sum of both gradients")
  func gradientsAreSummed() throws {
    let x = Tape().variable(Tensor([2, 3], shape: [2]))
    (x * x + x).sum().backward()
    #expect(try #require(x.gradient).elements == [5, 7])
  }

  @Test("A layer norm adds what goes around it to its input's gradient, whichever comes first")
  func gradientsGoAroundALayerNorm() throws {
    func gradient(_ function: (Variable) -> Variable) throws -> Tensor {
      let tape = Tape()
      let x = tape.variable(Tensor([2, 3, 5, -1], shape: [2, 2]))
      let y = (x * x).keepingGradient()
      (function(y) * tape.constant(Tensor([1, 4, 2, 3], shape: [2, 2]))).sum().backward()
      return try #require(y.gradient)
    }
    func norm(_ x: Variable) -> Variable {
      let (scale, shift) = (Tensor([1, 2], shape: [2]), Tensor([0, 1], shape: [2]))
      return x.layerNorm(scale: Variable(scale), shift: Variable(shift), epsilon: 10)
    }
    let around = try gradient { $0 }
    var sum = try gradient(norm)
    sum.add(around)
    #expect(around.elements == [1, 4, 2, 3])
    #expect(try gradient { norm($0) + $0 } == sum)
    #expect(try gradient { $0 + norm($0) } == sum)
  }

  @Test("A layer norm writes its input's gradient over no one else's tensor")
  func gradientsAroundALayerNormStay() throws {
    let tape = Tape()
    let x = tape.variable(Tensor([2, 3, 5, -1], shape: [2, 2]))
    let ones = Variable(Tensor([1, 1], shape: [2]))
    let y = (x + x.layerNorm(scale: ones, shift: ones)).keepingGradient()
    let seed = Tensor([1, 4, 2, 3], shape: [2, 2])
    y.backward(seed: seed)
    #expect(seed.elements == [1, 4, 2, 3])
    #expect(try #require(y.gradient).elements == [1, 4, 2, 3])
    #expect(try #require(x.gradient) != seed)
  }

  @Test("Backward a second time gives the same gradients; parameters sum them up")
  func backwardTwice() throws {
    let tape = Tape()
    let parameter = Parameter(Tensor([2], shape: [1]))
    let (x, z) = (tape(parameter), tape.variable(Tensor([3], shape: [1])))
    let y = (x * x * z).sum()
    y.backward(keepingTape: true)
    y.backward()
    #expect(try #require(z.gradient).elements == [4])
    #expect(try #require(parameter.gradient).elements == [24])
    #expect(x.gradient == parameter.gradient)
  }

  @Test("No gradient flows through a detached value")
  func detachedStopsGradients() throws {
    let x = Tape().variable(Tensor([2], shape: [1]))
    (x * (x * x).detached).sum().backward()
    #expect(try #require(x.gradient).elements == [4])
  }

  @Test("A long chain is walked and released without recursion")
  func longChain() throws {
    let x = Tape().variable(Tensor([1], shape: [1]))
    var y = x
    for _ in 0..<100_000 { y = y + 1 }
    y.sum().backward()
    #expect(try #require(x.gradient).elements == [1])
  }

  @Test("A tape is released with the last of its values")
  func tapesAreReleased() {
    weak var tape: Tape?
    var generator = SplitMix64(seed: 91)
    let model = LanguageModel(
      vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
    do {
      let own = Tape()
      tape = own
      let (logits, state) = model([[0, 1]], model.initialState(batch: 1), own)
      logits.crossEntropy([1, 2]).backward()
      _ = state.detached
    }
    #expect(tape == nil)
  }

  @Test("Changing a copy of a tensor leaves the first as it is")
  func tensorsAreValues() {
    let first = Tensor([1, 2, 3], shape: [3])
    var second = first
    second.add(first)
    #expect(first.elements == [1, 2, 3])
    #expect(second.elements == [2, 4, 6])
  }

  @Test("A buffer that is used again holds nothing of its past where zeros are asked for")
  func buffersAreCleared() {
    for size in [3, 1024, 5000] {
      _ = Tensor(repeating: 7, shape: [size])
      #expect(Tensor(zeros: [size]).elements.allSatisfy { $0 == 0 })
    }
  }

  @Test("The gradient of a computed value can be read where it was asked for")
  func keepsGradients() throws {
    let x = Tape().variable(Tensor([2, 3], shape: [2]))
    let y = (x * x).keepingGradient()
    (y * y).sum().backward()
    #expect(try #require(y.gradient).elements == [8, 18])
    #expect(try #require(x.gradient).elements == [32, 108])
    #expect((Variable(Tensor(1)) * 2).keepingGradient().gradient == nil)
  }

  @Test("A constant whose gradient is kept gets one")
  func keepsGradientsOfConstants() throws {
    let tape = Tape()
    let x = tape.constant(Tensor([2, 3], shape: [2])).keepingGradient()
    (x * x).sum().backward()
    #expect(try #require(x.gradient).elements == [4, 6])
  }

  @Test("Two losses over one computation: the first keeps the tape")
  func twoLosses() throws {
    let x = Tape().variable(Tensor([2], shape: [1]))
    let y = x * x
    let (a, b) = ((y * 3).sum(), (y * 5).sum())
    a.backward(keepingTape: true)
    #expect(try #require(x.gradient).elements == [12])
    b.backward()
    #expect(try #require(x.gradient).elements == [20])
  }

  @Test("Backward gives back what operations saved, and the weights")
  func backwardFrees() {
    let (weight, last) = (Parameter(random([8, 8], seed: 1)), Parameter(random([8], seed: 2)))
    weak var saved: Token?
    let tape = Tape()
    let x = tape.constant(random([4, 8], seed: 3)).matmul(tape(weight)) * tape(last)
    let loss = TokenHolder().apply(x.sum()) { saved = $0 }
    #expect(saved != nil)
    loss.backward()
    #expect(saved == nil)
    // No one else holds the weights now: they are changed in place.
    let place = weight.value.pointer
    #expect(UnsafePointer(weight.value.mutablePointer) == place)
  }

  @Test("A gradient is not computed where none is wanted")
  func onlyWantedGradients() {
    var seen: [Bool] = []
    let tape = Tape()
    let (x, y) = (tape.constant(Tensor(1)), tape.variable(Tensor(2)))
    Spy { wanted in seen = [wanted[0], wanted[1], wanted[2]] }(x, y, Variable(Tensor(3))).backward()
    #expect(seen == [false, true, false])
  }

  @Test(
    "Training takes no more memory after its first steps",
    arguments: ["LSTM", "two layers", "GRU", "GRU, reset before", "RNN", "Transformer"])
  func memoryDoesNotGrow(model: String) async {
    // In a process of its own: other tests allocate tensors too.
    await #expect(processExitsWith: .success) { [model] in
      let bytes = MemoryUse.ofTraining(named: model)
      #expect(bytes[2] > 4 * 50 * 40)
      #expect(bytes[2] == bytes[29], "\(bytes)")
    }
  }

  @Test("A GRU gives its memory back", arguments: [false, true])
  func recurrenceMemoryDoesNotGrow(resetsBefore: Bool) async {
    await #expect(processExitsWith: .success) { [resetsBefore] in
      var generator = SplitMix64(seed: 5)
      let model = GRU(
        24, 32, reset: resetsBefore ? .beforeProduct : .afterProduct, bidirectional: true,
        using: &generator)
      let x = Tensor(repeating: 0.5, shape: [8, 10, 24])
      var bytes: [Int] = []
      for _ in 0..<20 {
        _ = model(Variable(x), nil, lengths: Array(3...10))
        model.clearGradients()
        model(Tape().variable(x), nil, lengths: Array(3...10)).output.sum().backward()
        bytes.append(Storage.allocatedBytes)
      }
      #expect(bytes[2] == bytes[19], "\(bytes)")
    }
  }

  @Test("Batches of uneven lengths use each other's memory")
  func memoryOfUnevenLengths() async {
    await #expect(processExitsWith: .success) {
      var generator = SplitMix64(seed: 5)
      let model = LSTM(24, 32, using: &generator)
      let x = Tensor(repeating: 0.5, shape: [16, 40, 24])
      let bytes = (0..<120).map { _ in
        let lengths = (0..<16).map { _ in 1 + generator.index(below: 40) }
        model.clearGradients()
        model(Tape().variable(x), nil, lengths: lengths).output.sum().backward()
        return Storage.allocatedBytes
      }
      #expect(bytes[119] < 2 * bytes[10], "\(bytes)")
    }
  }
}

private enum MemoryUse {
  static func ofTraining(named model: String) -> [Int] {
    var generator = SplitMix64(seed: 5)
    func language(_ memory: some RecurrentLayer) -> [Int] {
      MemoryUse.ofTraining(
        LanguageModel(
          vocabularySize: 50, embeddingSize: 40, memory: memory, dropout: 0.2, using: &generator))
    }
    return switch model {
    case "LSTM": language(LSTM(40, 48, using: &generator))
    case "two layers": language(LSTM(40, 48, layers: 2, dropout: 0.2, using: &generator))
    case "GRU": language(GRU(40, 48, using: &generator))
    case "GRU, reset before": language(GRU(40, 48, reset: .beforeProduct, using: &generator))
    case "RNN": language(RNN(40, 48, using: &generator))
    default:
      MemoryUse.ofTraining(
        TransformerLanguageModel(
          vocabularySize: 50, size: 40, heads: 2, layers: 2, contextLength: 16,
          using: &generator)
      )
    }
  }

  /// Bytes of all tensors after each of 30 steps.
  static func ofTraining<Model: AutoregressiveModel>(_ model: Model) -> [Int] {
    var generator = SplitMix64(seed: 6)
    var adam = Adam()
    var state = model.initialState(batch: 4)
    let tokens = (0..<4).map { row in (0..<16).map { (row * 7 + $0 * 3) % 50 } }
    return (0..<30).map { _ in
      let (logits, next) = model.training(tokens, state, Tape(), using: &generator)
      state = model.carriesState ? next.detached : model.initialState(batch: 4)
      adam.minimize(logits.crossEntropy(tokens), of: model, clip: 1)
      return Storage.allocatedBytes
    }
  }
}

private final class Token {}

/// The identity, which saves an object.
private struct TokenHolder: SequenceModels.Operation {
  static let name = "token"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Token) { (inputs[0], Token()) }

  func backward(_ gradient: Tensor, saved: Token) -> [Tensor?] { [gradient] }

  func apply(_ x: Variable, _ tell: (Token) -> Void) -> Variable {
    let (output, token) = forward([x.value])
    tell(token)
    return Tape.append(name: Self.name, [x], output) { gradient, _, _ in
      withExtendedLifetime(token) { [gradient] }
    }
  }
}

/// A sum of three numbers that tells which gradients were asked for.
private struct Spy: SequenceModels.Operation {
  static let name = "spy"
  var tell: (Wanted) -> Void

  init(_ tell: @escaping (Wanted) -> Void) { self.tell = tell }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Void) {
    (Tensor(inputs.reduce(0) { $0 + $1.scalar }), ())
  }

  func backward(_ gradient: Tensor, saved: Void) -> [Tensor?] { [gradient, gradient, gradient] }

  func backward(_ gradient: Tensor, saved: Void, wanted: Wanted) -> [Tensor?] {
    tell(wanted)
    return backward(gradient, saved: saved)
  }
}
