/// How an n-gram model shares out probability to what it has not seen.
///
/// All are interpolated: with c the context, c′ the context without its first token and p₀ uniform,
///
///     p(w | c) = share of count(c w) + weight(c) · p(w | c′)
public enum NGramSmoothing: String, Sendable, CaseIterable {
  /// The weight of the shorter context grows with how many different tokens followed this one, T(c)
  /// (Witten and Bell, 1991):
  ///
  ///     p(w | c) = (count(c w) + T(c) · p(w | c′)) / (count(c) + T(c))
  case wittenBell
  /// One discount D = n₁ / (n₁ + 2n₂) per order is taken from every count; shorter contexts count how
  /// many different tokens stood before, not how often (Kneser and Ney, 1995):
  ///
  ///     p(w | c) = (count(c w) − D) / count(c) + D · T(c) / count(c) · p(w | c′)
  ///
  /// n₁ and n₂ are how many n-grams of the order have the count 1 and 2; where one of them is 0, D is ½.
  /// The start of the text counts as a token before.
  ///
  /// Worked by hand, order 2, the text `a b a b a c`, vocabulary a, b, c. Pairs: ab 2, ba 2, ac 1, so
  /// n₁ = 1, n₂ = 2, D = 1/5. Different tokens before a: 2 (b and the start), before b: 1, before c: 1;
  /// n₁ = 2, n₂ = 1, D = 1/2, and the uniform distribution has the weight ½ · 3/4 = 3/8:
  ///
  ///     p(a) = (2 − ½)/4 + 3/8 · 1/3 = 1/2        p(b) = p(c) = (1 − ½)/4 + 1/8 = 1/4
  ///     p(c | a) = (1 − 1/5)/3 + 1/5 · 2/3 · 1/4 = 3/10
  ///     p(b | a) = (2 − 1/5)/3 + 2/15 · 1/4 = 19/30        p(a | a) = 2/15 · 1/2 = 1/15
  case kneserNey
  /// The same with three discounts per order, for counts of 1, 2, and 3 or more (Chen and Goodman,
  /// 1999):
  ///
  ///     Y = n₁ / (n₁ + 2n₂)    D₁ = 1 − 2Y n₂/n₁    D₂ = 2 − 3Y n₃/n₂    D₃ = 3 − 4Y n₄/n₃
  ///
  /// Where one of n₁ … n₄ is 0, or a discount would not be positive, the one discount of Kneser and Ney
  /// stands for all three.
  case modifiedKneserNey

  /// What is taken from counts of 1, of 2, and of 3 and more, of one order.
  ///
  /// - Parameter of: how many n-grams have the count 1, 2, 3 and 4.
  func discounts(of n: [Int]) -> (one: Double, two: Double, more: Double) {
    let n = n.map(Double.init)
    let plain = n[0] > 0 && n[1] > 0 ? n[0] / (n[0] + 2 * n[1]) : 0.5
    guard self == .modifiedKneserNey, n.allSatisfy({ $0 > 0 }) else { return (plain, plain, plain) }
    let own = (
      one: 1 - 2 * plain * n[1] / n[0], two: 2 - 3 * plain * n[2] / n[1],
      more: 3 - 4 * plain * n[3] / n[2]
    )
    // A discount of 0 would leave nothing for what was not seen.
    guard own.one > 0, own.two > 0, own.more > 0 else { return (plain, plain, plain) }
    return own
  }
}
