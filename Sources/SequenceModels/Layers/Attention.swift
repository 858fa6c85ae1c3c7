/// Attention of a decoder's state to the steps of a sequence that was read before.
///
///     α = softmax(score(q, hₛ)) over the steps s        context = Σₛ αₛ hₛ
///
///     additive     v · tanh(W q + U hₛ)    Bahdanau, Cho and Bengio (2014), "Neural machine
///                                          translation by jointly learning to align and translate"
///     dot          q · hₛ                  Luong, Pham and Manning (2015), "Effective approaches to
///     general      q · (W hₛ)              attention-based neural machine translation"
///     scaledDot    q · hₛ / √size          Vaswani et al. (2017), "Attention is all you need"
///
/// q `[batch, querySize]`, h `[batch, time, size]`, α `[batch, time]`, context `[batch, size]`. What
/// depends on h alone (U h, W h) is computed once per sequence, by `memory`. Steps behind a sequence's
/// length get exactly the weight 0. The additive score's tanh is within 2.5e-7 of the exact one.
public struct Attention: Layer {
  /// How a query and a step are compared.
  public enum Score: String, CaseIterable, Sendable {
    /// By a small network.
    case additive
    /// By their product; both have the same size.
    case dot
    /// By their product after a matrix.
    case general
    /// By their product divided by the root of its size.
    case scaledDot
  }

  /// How a query and a step are compared.
  public let score: Score
  /// W of the additive score, `[attentionSize, querySize]`.
  public let queryWeight: Parameter?
  /// U of the additive score, `[attentionSize, size]`; W of the general one, `[querySize, size]`.
  public let keyWeight: Parameter?
  /// v of the additive score, `[attentionSize]`.
  public let scoreWeight: Parameter?

  /// Weights start uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010).
  ///
  /// - Parameters:
  ///   - querySize: width of the queries.
  ///   - size: width of the steps.
  ///   - attentionSize: width of the additive score's network; the queries' by default.
  public init(
    _ score: Score, querySize: Int, size: Int, attentionSize: Int? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    let width = attentionSize ?? querySize
    require(
      querySize > 0 && size > 0 && width > 0,
      "Attention: query size \(querySize), size \(size) and attention size \(width) must be positive"
    )
    self.score = score
    switch score {
    case .additive:
      queryWeight = Parameter(Initializer.glorot([width, querySize], using: &generator))
      keyWeight = Parameter(Initializer.glorot([width, size], using: &generator))
      let vector = Initializer.glorot([1, width], using: &generator)
      scoreWeight = Parameter(vector.reshaped([width]))
    case .general:
      keyWeight = Parameter(Initializer.glorot([querySize, size], using: &generator))
      (queryWeight, scoreWeight) = (nil, nil)
    case .dot, .scaledDot:
      require(
        querySize == size,
        "Attention: the score \(score.rawValue) needs queries and steps of one size, not \(querySize) "
          + "and \(size); use additive or general")
      (queryWeight, keyWeight, scoreWeight) = (nil, nil, nil)
    }
  }

  /// Its parameters.
  public var parameters: [(name: String, parameter: Parameter)] {
    [
      ("query_weight", queryWeight), ("key_weight", keyWeight), ("score_weight", scoreWeight),
    ].compactMap { name, parameter in parameter.map { (name, $0) } }
  }

  /// Sequences that were read, ready to be asked.
  public struct Memory: CarriedState {
    /// The steps, `[sequences, time, size]`.
    public let values: Variable
    /// What queries are compared with, `[sequences, time, width]`.
    let keys: Variable
    /// Of the keys, for the additive score.
    let powers: KeyPowers?
    /// How many steps each sequence has.
    public let lengths: [Int]
    /// The sequence that each row asks; `nil`: its own.
    var sources: [Int]?

    /// The same numbers without their past.
    public var detached: Memory {
      Memory(
        values: values.detached, keys: keys.detached, powers: powers, lengths: lengths,
        sources: sources)
    }

    /// Some rows, in the given order; they share what they remember.
    public func selecting(rows: [Int]) -> Memory {
      let asked = sources.map { known in rows.map { known[$0] } } ?? rows
      return Memory(
        values: values, keys: keys, powers: powers, lengths: lengths, sources: asked)
    }
  }

  /// Makes sequences ready to be asked, `[batch, time, size]`.
  ///
  /// - Parameter lengths: steps of each sequence; all by default.
  public func memory(_ values: Variable, lengths: [Int]? = nil) -> Memory {
    require(
      values.shape.count == 3, "attention: the steps are \(values.shape), not [batch, time, size]")
    let lengths = lengths ?? Array(repeating: values.shape[1], count: values.shape[0])
    let keys = keyWeight.map { values.matmul(values.tape($0), transposed: true) } ?? values
    AttentionStep.check(lengths, keys: keys.shape)
    return Memory(
      values: values, keys: keys,
      powers: scoreWeight.map { _ in KeyPowers(keys.value, lengths: lengths) }, lengths: lengths,
      sources: nil)
  }

  /// What a query per row finds, and where: context `[batch, size]` and weights `[batch, time]`.
  public func callAsFunction(
    _ query: Variable, _ memory: Memory
  ) -> (context: Variable, weights: Variable) {
    let tape = query.tape ?? memory.values.tape
    let step = AttentionStep(
      scale: scale(query.shape.columns), lengths: memory.lengths, sources: memory.sources,
      powers: memory.powers)
    var inputs = [query, memory.keys, memory.values]
    if let queryWeight { inputs[0] = query.matmul(tape(queryWeight), transposed: true) }
    if let scoreWeight { inputs.append(tape(scoreWeight)) }
    let (context, weights) = step(inputs)
    return (context, weights)
  }

  /// What a product of two vectors is multiplied by.
  private func scale(_ width: Int) -> Float {
    score == .scaledDot ? 1 / Float(width).squareRoot() : 1
  }

  /// Runs a decoder of one layer over x `[batch, time, feature]`: at each step it reads x and, behind
  /// it, what its h before finds in the memory. The output `[batch, time, hiddenSize]`, and the weights
  /// `[time · batch, steps]`, step by step.
  func decode<Decoder: StackedRecurrence>(
    _ x: Variable, with decoder: Decoder, _ kind: AttendingSequence.Kind,
    _ start: any RecurrentState, _ memory: Memory
  ) -> (output: Variable, weights: Variable) {
    let cell = decoder.cells[0]
    let tape = x.tape ?? start.hidden[0].tape ?? memory.values.tape
    let weight = tape(cell.inputWeight)
    let (feature, all) = (x.shape[2], weight.shape[1])
    require(
      all == feature + memory.values.shape[2],
      "attention: the decoder reads \(all) features; vectors have \(feature), what is found "
        + "\(memory.values.shape[2]), so it must read \(feature + memory.values.shape[2])")
    let (ofVectors, ofContexts) = weight.split(at: feature)
    let input = RecurrentInput(x, ofVectors)
    let operation = AttendingSequence(
      kind: kind, lookup: input.lookup, scale: scale(start.hidden[0].shape.columns),
      lengths: memory.lengths, hasQuery: queryWeight != nil, powers: memory.powers)
    var inputs = input.variables
    inputs += [cell.hiddenWeight, cell.inputBias, cell.hiddenBias].map { tape($0) }
    inputs.append(start.hidden[0])
    if let start = start as? LSTM.State { inputs.append(start.cell[0]) }
    inputs += [ofContexts, memory.keys, memory.values]
    inputs += [queryWeight, scoreWeight].compactMap { $0.map { tape($0) } }
    return operation(inputs)
  }
}
