/// A Transformer that reads from left to right and predicts the next token (GPT: Radford et al., 2018
/// and 2019).
///
///     h₀ = embedding(w) + positions      hₗ = blockₗ(hₗ₋₁), causal      logits = V norm(h_L)
///
/// Tokens `[batch][time]`, logits `[batch, time, vocabularySize]`. The state holds keys and values of
/// the tokens read, so that each token is computed once; reading in parts gives the same bits as
/// reading at once.
///
/// It sees at most `contextLength` tokens. When these are full, it forgets the first half and reads the
/// second half anew as the start of a context; where the text is cut into parts does not matter.
public struct TransformerLanguageModel: AutoregressiveModel {
  /// How the model knows the order of the tokens.
  public enum Positions: Sendable {
    /// A learned vector per place, as in GPT.
    case learned
    /// Sines and cosines (Vaswani et al., 2017).
    case sinusoidal
    /// Queries and keys turn (Su et al., 2021).
    case rotary
    /// By the causal mask alone.
    case none
  }

  /// Vectors of the tokens.
  public let embedding: Embedding
  /// Vectors of the places, if they are learned.
  public let learnedPositions: LearnedPositions?
  /// The layers.
  public let transformer: TransformerEncoder
  /// V, `[vocabularySize, size]`; the embedding's weights if they are tied.
  public let head: Parameter
  /// How the model knows the order of the tokens.
  public let positions: Positions
  /// How many tokens it sees.
  public let contextLength: Int
  private let dropout: Dropout

  /// A model of a vocabulary. All matrices start normal with standard deviation 0.02, those that end a
  /// block's parts with 0.02/√(2·layers), biases at 0 (GPT-2: Radford et al., 2019; nanoGPT).
  ///
  /// - Parameters:
  ///   - size: width of the vectors; a multiple of `heads`.
  ///   - dropout: of the vectors, the weights of attention and the blocks' parts, in training.
  ///   - tied: whether the head's weights are the embedding's (Press and Wolf, 2017).
  public init(
    vocabularySize: Int, size: Int, heads: Int, layers: Int, contextLength: Int,
    positions: Positions = .learned, normFirst: Bool = true,
    activation: FeedForward.Activation = .gelu, dropout: Float = 0, tied: Bool = true,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      contextLength > 0,
      "TransformerLanguageModel: the context length \(contextLength) must be positive")
    require(
      positions != .sinusoidal || size % 2 == 0,
      "TransformerLanguageModel: sinusoidal positions need an even size, not \(size)")
    embedding = Embedding(vocabularySize: vocabularySize, size: size, using: &generator)
    learnedPositions =
      positions == .learned
      ? LearnedPositions(length: contextLength, size: size, using: &generator) : nil
    transformer = TransformerEncoder(
      size, heads: heads, layers: layers, normFirst: normFirst, activation: activation,
      dropout: dropout, rotary: positions == .rotary ? RotaryPositions() : nil, using: &generator)
    head =
      tied
      ? embedding.weight : Parameter(Tensor(zeros: [vocabularySize, size]))
    self.positions = positions
    self.contextLength = contextLength
    self.dropout = Dropout(dropout)
    Self.initialize(parameters, layers: layers, using: &generator)
  }

  private static func initialize(
    _ parameters: [(name: String, parameter: Parameter)], layers: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    for (name, parameter) in parameters where parameter.value.shape.count == 2 {
      let endsPart = name.hasSuffix("out_proj.weight") || name.hasSuffix("linear2.weight")
      parameter.value = Initializer.normal(
        parameter.value.shape, deviation: endsPart ? 0.02 / Float(2 * layers).squareRoot() : 0.02,
        using: &generator)
    }
    for (name, parameter) in parameters where name.hasSuffix("bias") {
      parameter.value = Tensor(zeros: parameter.value.shape)
    }
  }

  /// Its parameters.
  public var parameters: [(name: String, parameter: Parameter)] {
    named("embedding", embedding) + (learnedPositions.map { named("positions", $0) } ?? [])
      + named("transformer", transformer) + [("head.weight", head)]
  }

  /// Each window of a training text starts anew.
  public var carriesState: Bool { false }

  /// Nothing read.
  public func initialState(batch: Int) -> State {
    State(tokens: Array(repeating: [], count: batch), caches: nil)
  }

  /// Logits of the next token at every step.
  ///
  /// With a tape, state and tokens together must fit the context.
  public func callAsFunction(
    _ tokens: [[Int]], _ state: State, _ tape: Tape? = nil
  ) -> (logits: Variable, state: State) {
    run(tokens, state, tape, Dropout.nothing)
  }

  /// The same with dropout.
  public func training(
    _ tokens: [[Int]], _ state: State, _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> (logits: Variable, state: State) {
    run(tokens, state, tape) { $0.mask($1, using: &generator) }
  }

  /// What each layer's heads look at, to draw: `[batch, heads, queries, keys]` per layer.
  public func attentionWeights(_ tokens: [[Int]]) -> [Tensor] {
    let time = tokens.first?.count ?? 0
    require(
      time <= contextLength,
      "attentionWeights: \(time) tokens are more than the context of \(contextLength)")
    return transformer.attentionWeights(
      located(embedding(tokens), from: 0), mask: .causal)
  }

  private func run(
    _ tokens: [[Int]], _ state: State, _ tape: Tape?, _ draw: MaskDraw
  ) -> (logits: Variable, state: State) {
    let time = tokens.first?.count ?? 0
    require(
      state.tokens.count == tokens.count,
      "TransformerLanguageModel: tokens of a batch of \(tokens.count) and a state of "
        + "\(state.tokens.count); make it with initialState(batch: \(tokens.count))")
    require(
      tokens.allSatisfy { $0.count == time } && time > 0,
      "TransformerLanguageModel: the rows of the batch have \(tokens.map(\.count)) tokens; give "
        + "each the same number, at least one")
    require(
      tape == nil || state.time + time <= contextLength,
      "TransformerLanguageModel: \(state.time) tokens read and \(time) more do not fit the context "
        + "of \(contextLength); train with time: \(contextLength) or less")
    var state = state
    var logits: [Variable] = []
    var place = 0
    while place < time {
      if state.time == contextLength { state = secondHalf(of: state) }
      let end = min(time, place + contextLength - state.time)
      let hidden: Variable
      (hidden, state) = read(tokens.map { Array($0[place..<end]) }, state, tape, draw)
      logits.append(hidden.matmul(tape(head), transposed: true))
      place = end
    }
    return (logits.count == 1 ? logits[0] : concatenate(logits, axis: 1), state)
  }

  /// The last half of a full context, read as the start of a new one.
  private func secondHalf(of state: State) -> State {
    let kept = state.tokens.map { Array($0.suffix(contextLength / 2)) }
    let start = initialState(batch: kept.count)
    return contextLength < 2 ? start : read(kept, start, nil, Dropout.nothing).state
  }

  /// Reads tokens that fit the context.
  private func read(
    _ tokens: [[Int]], _ state: State, _ tape: Tape?, _ draw: MaskDraw
  ) -> (hidden: Variable, state: State) {
    let vectors = located(embedding(tokens, tape), from: state.time).dropped(dropout, draw)
    let (hidden, caches) = transformer.run(vectors, state.caches, .causal, draw)
    return (hidden, State(tokens: zip(state.tokens, tokens).map { $0 + $1 }, caches: caches))
  }

  /// Vectors with their positions.
  private func located(_ vectors: Variable, from place: Int) -> Variable {
    switch positions {
    case .learned: learnedPositions?(vectors, from: place) ?? vectors
    case .sinusoidal: SinusoidalPositions(vectors.shape[2])(vectors, from: place)
    case .rotary, .none: vectors
    }
  }
}

extension TransformerLanguageModel {
  /// The tokens that the model sees, with their keys and values in every layer.
  public struct State: CarriedState {
    /// `[batch][time]`, at most the context length.
    public let tokens: [[Int]]
    let caches: [KeyValueCache]?

    /// How many tokens the model sees.
    public var time: Int { tokens.first?.count ?? 0 }

    /// The same numbers without their past.
    public var detached: State { State(tokens: tokens, caches: caches?.map(\.detached)) }

    /// The state of some rows of the batch.
    public func selecting(rows: [Int]) -> State {
      for row in rows {
        require(
          tokens.indices.contains(row),
          "selecting: row \(row) is outside a batch of \(tokens.count)")
      }
      return State(
        tokens: rows.map { tokens[$0] }, caches: caches?.map { $0.selecting(rows: rows) })
    }
  }
}
