extension Seq2Seq {
  /// What a forward pass computed.
  public struct Output {
    /// `[batch, target time, vocabulary]`
    public var logits: Variable
    /// What the decoder read, `[batch][target time]`.
    public var inputs: [[Int]]
    /// `[target time · batch, source time]`, step by step.
    let attention: Variable?

    /// The weights of attention by step, `[batch, source time]` each; empty without attention.
    public var weights: [Variable] {
      guard let attention else { return [] }
      let (rows, count) = (inputs.count, attention.shape[0])
      return stride(from: 0, to: count, by: rows).map {
        attention.slice(axis: 0, $0..<($0 + rows))
      }
    }
  }

  /// Logits of a batch's targets, every step after the right tokens (teacher forcing).
  public func callAsFunction(_ batch: PairBatch, _ tape: Tape? = nil) -> Output {
    var none = NoDropout()
    return teach(batch, tape, &none)
  }

  /// The same, where each token read is the right one with a probability, otherwise the decoder's own
  /// most probable one (scheduled sampling: Bengio et al., 2015), and with dropout: in training.
  ///
  /// - Parameter forcing: the probability; 1 is teacher forcing, 0 lets the decoder run freely.
  public func callAsFunction(
    _ batch: PairBatch, _ tape: Tape? = nil, forcing: Double,
    using generator: inout some RandomNumberGenerator
  ) -> Output {
    require(
      (0...1).contains(forcing), "Seq2Seq: the probability of forcing \(forcing) is not in 0 … 1")
    let coins =
      forcing < 1
      ? batch.inputs.map { row in row.map { _ in generator.unit() < forcing } } : nil
    var dropping = DrawnDropout(generator: generator)
    defer { generator = dropping.generator }
    guard let coins else { return teach(batch, tape, &dropping) }
    let start = read(batch.sources, lengths: batch.sourceLengths, tape, &dropping)
    return run(batch, from: start, tape, &dropping) { coins[$0][$1] }
  }

  private func teach(
    _ batch: PairBatch, _ tape: Tape?, _ dropping: inout some Dropping
  ) -> Output {
    let state = read(batch.sources, lengths: batch.sourceLengths, tape, &dropping)
    guard attention != nil else {
      // Nothing in the input depends on the step before: the decoder runs over the whole sequence.
      let vectors = dropping.drop(targetEmbedding(batch.inputs, tape), dropout)
      let (output, _) = dropping.run(decoder, vectors, state.recurrent, lengths: nil)
      return Output(
        logits: head(dropping.drop(output, dropout)), inputs: batch.inputs, attention: nil)
    }
    return fused(batch, from: state, tape, &dropping)
      ?? run(batch, from: state, tape, &dropping) { _, _ in true }
  }

  /// The right tokens read by one operation over all steps; `nil` where the decoder has more than one
  /// layer or another cell than the fused ones.
  private func fused(
    _ batch: PairBatch, from start: State, _ tape: Tape?, _ dropping: inout some Dropping
  ) -> Output? {
    guard let attention, let memory = start.memory, memory.sources == nil,
      let decoder = decoder as? any StackedRecurrence, decoder.layerCount == 1,
      !decoder.bidirectional, let kind = Self.kind(of: decoder)
    else { return nil }
    let vectors = dropping.drop(targetEmbedding(batch.inputs, tape), dropout)
    let (output, weights) = attention.decode(
      vectors, with: decoder, kind, start.recurrent, memory)
    return Output(
      logits: head(dropping.drop(output, dropout)), inputs: batch.inputs, attention: weights)
  }

  private static func kind(of decoder: some StackedRecurrence) -> AttendingSequence.Kind? {
    AttendingSequence.Kind(decoder.cells[0])
  }

  /// Step by step.
  ///
  /// - Parameter forced: whether a row reads the right token at a step.
  func run(
    _ batch: PairBatch, from start: State, _ tape: Tape?, _ dropping: inout some Dropping,
    forced: (_ row: Int, _ step: Int) -> Bool
  ) -> Output {
    var state = start
    var (outputs, weights) = ([Variable](), [Variable]())
    var inputs = batch.inputs
    for time in 0..<(batch.inputs[0].count) {
      let own = inputs.indices.filter { time > 0 && !forced($0, time) }
      if let last = outputs.last, !own.isEmpty {
        let logits = head(last.detached).value
        for row in own { inputs[row][time] = logits.largest(row: row) }
      }
      let read = dropping.drop(vectors(inputs.map { $0[time] }, tape), dropout)
      let (output, next, seen) = step(read, state, &dropping)
      state = next
      outputs.append(output)
      if let seen { weights.append(seen) }
    }
    let logits = head(dropping.drop(stack(outputs), dropout))
    return Output(
      logits: logits, inputs: inputs,
      attention: weights.isEmpty ? nil : concatenate(weights, axis: 0))
  }

  /// Where attention looked while the decoder wrote a target: `[target steps][source steps]`, the last
  /// row for the end token. Empty without attention.
  public func attentionWeights(source: [Int], target: [Int]) -> [[Float]] {
    self(PairBatch([Pair(source: source, target: target)])).weights.map(\.value.elements)
  }

  /// Mean cross-entropy of the targets, nats per token, the end tokens among them; sums in double.
  public func crossEntropy(of pairs: [Pair], batch: Int = 64) -> Double {
    require(!pairs.isEmpty, "crossEntropy: there are no pairs")
    var (sum, count) = (0.0, 0)
    for start in stride(from: 0, to: pairs.count, by: batch) {
      let part = PairBatch(Array(pairs[start..<min(start + batch, pairs.count)]))
      sum += SoftmaxCrossEntropy.losses(
        self(part).logits.value, part.targets.flatMap { $0 }, weights: part.weights
      ).losses.reduce(0) { $0 + Double($1) }
      count += part.weights.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    }
    return sum / Double(count)
  }
}

extension Tensor {
  /// The place of the largest element of a row of the last axis; of equal ones the first.
  func largest(row: Int) -> Int {
    let columns = shape.columns
    let from = pointer + row * columns
    var best = 0
    for column in 0..<columns where from[column] > from[best] { best = column }
    return best
  }
}
