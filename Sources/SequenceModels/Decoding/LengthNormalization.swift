/// What a hypothesis' log-probability is divided by to score it. Without, the sum over more tokens is
/// lower, and beam search prefers short hypotheses. Lengths count the end token.
public enum LengthNormalization: Sendable, Equatable {
  /// 1: the log-probability itself.
  case none
  /// |y|ᵅ; with α = 1 the mean over the tokens.
  case power(Double)
  /// ((5 + |y|) / 6)ᵅ, of Wu et al. (2016), "Google's neural machine translation system".
  case wu(Double)

  /// The divisor for a hypothesis of so many tokens.
  public func divisor(length: Int) -> Double {
    switch self {
    case .none: 1
    case .power(let alpha): exponential(alpha * logarithm(Double(length)))
    case .wu(let alpha): exponential(alpha * logarithm(Double(5 + length) / 6))
    }
  }

  /// Bounds on what an open hypothesis may reach hold only while longer ones are divided by more.
  func check() {
    switch self {
    case .none: break
    case .power(let alpha), .wu(let alpha):
      require(alpha >= 0, "length normalisation: the exponent \(alpha) is negative")
    }
  }
}
