/// Learns a vector for every word from the words around it (Mikolov, Chen, Corrado and Dean, 2013,
/// "Efficient estimation of word representations in vector space"; Mikolov, Sutskever, Chen, Corrado and
/// Dean, 2013, "Distributed representations of words and phrases and their compositionality").
///
///     skip-gram   h = v(word)                        predicts each word of its window
///     CBOW        h = mean of v over the window      predicts the word
///
///     negative sampling      loss = −log σ(h · u(target)) − Σ over k negatives of log σ(−h · u(negative))
///     hierarchical softmax   loss = −Σ over the target's path of log σ(±h · u(node))
///
/// As in the authors' program: negatives are drawn in proportion to count^¾ and left out where they are
/// the target; a window reaches 1 ... `window` words, drawn anew for every word; a frequent word of
/// frequency f stays with probability √(t/f) + t/f; the learning rate falls linearly to 0 (to 1/10 000 of
/// it); under CBOW every word of the window gets the whole gradient of h rather than its share.
///
///     let vectors = Word2Vec(.skipGram, size: 50, window: 5).train(text, epochs: 5, using: &generator)
///     vectors.analogy("man", "king", "woman", count: 1)  // queen
public struct Word2Vec: Sendable {
  /// What predicts what.
  public enum Kind: Sendable {
    /// A word predicts each word of its window.
    case skipGram
    /// The mean of a window predicts the word in its middle.
    case cbow
  }

  /// What a prediction is judged by.
  public enum Objective: Sendable {
    /// To tell the target from so many words drawn at random.
    case negativeSampling(Int)
    /// To follow the target's path in a Huffman tree.
    case hierarchicalSoftmax
  }

  /// What predicts what.
  public var kind: Kind
  /// Floats per word.
  public var size: Int
  /// How far a window reaches at most, to either side.
  public var window: Int
  /// What a prediction is judged by.
  public var objective: Objective
  /// t: words more frequent than this are thinned out; 0 keeps them all.
  public var subsampling: Double
  /// The rate at the start.
  public var learningRate: Float

  /// - Parameters:
  ///   - size: floats per word.
  ///   - window: how far a window reaches at most, to either side.
  ///   - objective: what a prediction is judged by.
  ///   - subsampling: words more frequent than this are thinned out; 0 keeps them all.
  ///   - learningRate: at the start; the authors' if `nil`: 0.025 for skip-gram, 0.05 for CBOW.
  public init(
    _ kind: Kind, size: Int, window: Int = 5, objective: Objective, subsampling: Double = 1e-3,
    learningRate: Float? = nil
  ) {
    var negatives = 1
    if case .negativeSampling(let count) = objective { negatives = count }
    require(
      size > 0 && window > 0 && negatives > 0,
      "Word2Vec: size \(size), window \(window) and negatives \(negatives) must be positive")
    let rate = learningRate ?? (kind == .skipGram ? 0.025 : 0.05)
    require(
      subsampling >= 0 && rate > 0,
      "Word2Vec: subsampling \(subsampling) must be at least 0, learningRate \(rate) more than 0")
    (self.kind, self.size, self.window, self.objective) = (kind, size, window, objective)
    (self.subsampling, self.learningRate) = (subsampling, rate)
  }

  /// With `negatives` words drawn against each target.
  public init(
    _ kind: Kind, size: Int, window: Int = 5, negatives: Int = 5, subsampling: Double = 1e-3,
    learningRate: Float? = nil
  ) {
    self.init(
      kind, size: size, window: window, objective: .negativeSampling(negatives),
      subsampling: subsampling, learningRate: learningRate)
  }
}
