/// How often a decoder reads the right token in training instead of its own last one: the probability ε
/// by training step i (Bengio et al., 2015, "Scheduled sampling for sequence prediction with recurrent
/// neural networks"). A coin is thrown for every token; its own token is its most probable one.
public enum TeacherForcing: Sendable, Equatable {
  /// The same probability at every step: 1 is teacher forcing, 0 free running.
  case constant(Double)
  /// ε = max(end, start − (start − end) · i / steps)
  case linear(from: Double = 1, to: Double, steps: Int)
  /// ε = kⁱ with k < 1
  case exponential(k: Double)
  /// ε = k / (k + e^(i / k)) with k ≥ 1
  case inverseSigmoid(k: Double)

  /// Always the right token.
  public static let always = TeacherForcing.constant(1)
  /// Always its own token.
  public static let never = TeacherForcing.constant(0)

  /// ε at a training step, counted from 0.
  public func probability(step: Int) -> Double {
    let i = Double(step)
    switch self {
    case .constant(let probability): return probability
    case .linear(let start, let end, let steps):
      return start + (end - start) * min(1, i / Double(max(1, steps)))
    case .exponential(let k): return step == 0 ? 1 : SequenceModels.exponential(i * logarithm(k))
    case .inverseSigmoid(let k): return k / (k + SequenceModels.exponential(i / k))
    }
  }

  func check() {
    let fits =
      switch self {
      case .constant(let p): (0...1).contains(p)
      case .linear(let start, let end, let steps):
        (0...1).contains(start) && (0...1).contains(end) && steps > 0
      case .exponential(let k): k > 0 && k < 1
      case .inverseSigmoid(let k): k >= 1
      }
    require(
      fits,
      "TeacherForcing: \(self); probabilities must be in 0 … 1, steps positive, the k of exponential "
        + "between 0 and 1, that of inverseSigmoid at least 1")
  }
}
