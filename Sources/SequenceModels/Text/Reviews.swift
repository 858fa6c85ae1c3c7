/// A short text that praises or blames.
public struct Review: Sendable, Hashable {
  /// Words, parted by spaces.
  public let text: String
  /// How much it praises: the sum of its clauses, never 0.
  public let score: Double
  /// How many of its clauses are negated.
  public let negations: Int

  /// Whether it praises.
  public var isPositive: Bool { score > 0 }
  /// 1 if it praises, 0 if it blames.
  public var label: Int { isPositive ? 1 : 0 }
}

/// Reviews whose sentiment follows from a grammar with negation and intensity.
///
///     review  →  clause .  |  clause and clause .  |  clause but clause .
///     clause  →  SUBJECT was DEGREE ADJECTIVE
///              | SUBJECT was not DEGREE ADJECTIVE  |  SUBJECT was never DEGREE ADJECTIVE
///              | i do not think that SUBJECT was DEGREE ADJECTIVE
///     DEGREE  →  (nothing, × 1)  |  slightly (× ½)  |  very (× 1½)  |  extremely (× 2)
///
/// An adjective is worth ±1 (`good`, `dull`) or ±2 (`superb`, `awful`), times its degree; a negation turns
/// the sign and halves the value. Values of clauses are added; the one after `but` counts twice. A review
/// of value 0 is drawn anew. One clause has probability 1/2, `and` and `but` have 1/4 each; a clause is
/// negated with `negationProbability`, by each of the three forms alike; all else is uniform.
///
/// **Chance** is 1/2, since every adjective has an opposite. Who reads the adjective and not the negation
/// is right in 1 − `negationProbability` of the reviews of one clause.
public struct Reviews: Sendable {
  /// The probability that a clause is negated.
  public let negationProbability: Double

  /// Reviews; a probability outside 0 … 1 stops the program.
  public init(negationProbability: Double = 0.4) {
    require(
      negationProbability >= 0 && negationProbability <= 1,
      "Reviews: the negation probability \(negationProbability) is not in 0 … 1")
    self.negationProbability = negationProbability
  }

  /// What is reviewed.
  public static let subjects = words("film acting story music ending cast plot dialogue")
  /// Adjectives and what they are worth.
  public static let adjectives: [(word: String, value: Double)] =
    words("good nice pleasant clever").map { ($0, 1) }
    + words("superb brilliant wonderful perfect").map { ($0, 2) }
    + words("bad dull weak clumsy").map { ($0, -1) }
    + words("awful terrible horrible dreadful").map { ($0, -2) }
  /// Degrees and what they multiply by.
  public static let degrees: [(word: String, factor: Double)] = [
    ("", 1), ("slightly", 0.5), ("very", 1.5), ("extremely", 2),
  ]

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  /// Some reviews; the same one may come twice.
  public func examples(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Review] {
    require(count >= 0, "Reviews: \(count) reviews; the number must not be negative")
    var reviews: [Review] = []
    while reviews.count < count {
      let review = draw(using: &generator)
      if review.score != 0 { reviews.append(review) }
    }
    return reviews
  }

  private func draw(using generator: inout some RandomNumberGenerator) -> Review {
    let first = clause(using: &generator)
    let joint = ["", "", "and", "but"][generator.index(below: 4)]
    guard !joint.isEmpty else {
      return Review(
        text: first.text + " .", score: first.value, negations: first.isNegated ? 1 : 0)
    }
    let second = clause(using: &generator)
    return Review(
      text: "\(first.text) \(joint) \(second.text) .",
      score: first.value + (joint == "but" ? 2 : 1) * second.value,
      negations: (first.isNegated ? 1 : 0) + (second.isNegated ? 1 : 0))
  }

  private func clause(
    using generator: inout some RandomNumberGenerator
  ) -> (text: String, value: Double, isNegated: Bool) {
    let subject = "the " + generator.element(of: Self.subjects)
    let degree = generator.element(of: Self.degrees)
    let adjective = generator.element(of: Self.adjectives)
    let praise = (degree.word.isEmpty ? "" : degree.word + " ") + adjective.word
    let value = degree.factor * adjective.value
    guard generator.unit() < negationProbability else {
      return ("\(subject) was \(praise)", value, false)
    }
    let text =
      switch generator.index(below: 3) {
      case 0: "\(subject) was not \(praise)"
      case 1: "\(subject) was never \(praise)"
      default: "i do not think that \(subject) was \(praise)"
      }
    return (text, -value / 2, true)
  }
}
