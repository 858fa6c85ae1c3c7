/// A convolutional classifier of sentences (Kim, 2014, "Convolutional neural networks for sentence
/// classification").
///
///     s = W dropout(max_t relu(conv_3(e)_t) ⊕ max_t relu(conv_4(e)_t) ⊕ …) + b,   e = embedding(tokens)
///
/// Tokens `[batch][time]`, logits `[batch, classes]`. A filter of width w sees every w tokens in a row;
/// a sentence shorter than that is followed by zeros. Where lengths are given, padding changes nothing.
public struct TextCNN: Layer {
  /// Vectors of the tokens. Kim's static and non-static variants set `embedding.weight.value` to word
  /// vectors learned before.
  public let embedding: Embedding
  /// One layer of filters per width.
  public let convolutions: [Conv1d]
  /// From what the filters found to logits.
  public let head: Linear
  /// Of what the filters found, in training.
  public let dropout: Dropout

  /// A model of a vocabulary; each layer's `init` says how its weights start.
  ///
  /// - Parameters:
  ///   - filters: of each width.
  ///   - widths: tokens that a filter sees.
  public init(
    vocabularySize: Int, embeddingSize: Int = 100, filters: Int = 100, widths: [Int] = [3, 4, 5],
    classes: Int, dropout: Float = 0.5, using generator: inout some RandomNumberGenerator
  ) {
    require(!widths.isEmpty, "TextCNN: no widths; filters of at least one width are needed")
    embedding = Embedding(vocabularySize: vocabularySize, size: embeddingSize, using: &generator)
    var convolutions: [Conv1d] = []
    for width in widths {
      convolutions.append(Conv1d(embeddingSize, filters, width: width, using: &generator))
    }
    self.convolutions = convolutions
    head = Linear(filters * widths.count, classes, using: &generator)
    self.dropout = Dropout(dropout)
  }

  /// Its parameters: `embedding.weight`, `convolutions.0.weight`, …, `head.bias`.
  public var parameters: [(name: String, parameter: Parameter)] {
    named("embedding", embedding)
      + convolutions.enumerated().flatMap { named("convolutions.\($0)", $1) } + named("head", head)
  }

  /// Logits of the classes.
  ///
  /// - Parameter lengths: tokens that count, per sentence; the others are padding.
  public func callAsFunction(
    _ tokens: [[Int]], lengths: [Int]? = nil, _ tape: Tape? = nil
  ) -> Variable {
    head(features(tokens, lengths, tape))
  }

  /// Logits in training, with dropout.
  public func training(
    _ tokens: [[Int]], lengths: [Int]? = nil, _ tape: Tape?,
    using generator: inout some RandomNumberGenerator
  ) -> Variable {
    head(dropout(features(tokens, lengths, tape), using: &generator))
  }

  /// The most that each filter found in each sentence, `[batch, filters · widths]`.
  private func features(_ tokens: [[Int]], _ lengths: [Int]?, _ tape: Tape?) -> Variable {
    let (e, lengths) = vectors(tokens, lengths, tape)
    return concatenate(
      convolutions.map { $0(e).maxOverTime(lengths: Self.windows($0, lengths)).relu() }, axis: 1)
  }

  /// The tokens' vectors, 0 after each sentence's end where a window reaches beyond it.
  func vectors(
    _ tokens: [[Int]], _ lengths: [Int]?, _ tape: Tape?
  ) -> (vectors: Variable, lengths: [Int]) {
    let e = embedding(tokens, tape)
    let lengths = checkedLengths("TextCNN", lengths, e.shape)
    let (time, size) = (e.shape[1], e.shape[2])
    let widest = convolutions.map(\.width).max() ?? 1
    guard lengths.contains(where: { $0 < widest }) else { return (e, lengths) }
    let mask = lengths.flatMap { length in
      (0..<time).flatMap { Array(repeating: Float($0 < length ? 1 : 0), count: size) }
    }
    let kept = e * Variable(Tensor(mask, shape: e.shape))
    guard time < widest else { return (kept, lengths) }
    let zeros = Variable(Tensor(zeros: [tokens.count, widest - time, size]))
    return (concatenate([kept, zeros], axis: 1), lengths)
  }

  /// How many windows of a width each sentence has.
  static func windows(_ convolution: Conv1d, _ lengths: [Int]) -> [Int] {
    convolution.outputLengths(lengths).map { max($0, 1) }
  }
}
