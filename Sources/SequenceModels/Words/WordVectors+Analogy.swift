/// How an analogy is answered.
public enum AnalogyMethod: String, CaseIterable, Sendable {
  /// cos(x, b) − cos(x, a) + cos(x, c) (Mikolov, Yih and Zweig, 2013, "Linguistic regularities in
  /// continuous space word representations").
  case add
  /// cos(x, b) · cos(x, c) / (cos(x, a) + 0.001), cosines moved to 0 ... 1 (Levy and Goldberg, 2014,
  /// "Linguistic regularities in sparse and explicit word representations").
  case multiply
}

/// Pairs of words that all stand in one relation: `("man", "woman")`, `("king", "queen")`.
public struct WordRelation: Sendable {
  /// What it is called.
  public let name: String
  /// The pairs.
  public let pairs: [(String, String)]

  /// A relation that holds between the words of every pair.
  public init(_ name: String, _ pairs: [(String, String)]) {
    (self.name, self.pairs) = (name, pairs)
  }
}

/// How many analogies of a relation were answered right.
public struct AnalogyScore: Sendable, Equatable {
  /// The relation.
  public let relation: String
  /// Answered right, and asked.
  public let correct: Int, total: Int
  /// The share answered right.
  public var accuracy: Double { total == 0 ? 0 : Double(correct) / Double(total) }
}

extension WordVectors {
  /// The `count` best answers to "a is to b as c is to what?"; a, b and c themselves are left out.
  public func analogy(
    _ a: String, _ b: String, _ c: String, count: Int = 5, by method: AnalogyMethod = .add
  ) -> [(word: String, score: Double)] {
    let (a, b, c) = (number(of: a, "analogy"), number(of: b, "analogy"), number(of: c, "analogy"))
    let (alongA, alongB, alongC) = (direction(of: a), direction(of: b), direction(of: c))
    return best(count, except: [a, b, c]) { x in
      let (toA, toB, toC) = (cosine(alongA, x), cosine(alongB, x), cosine(alongC, x))
      switch method {
      case .add: return toB - toA + toC
      case .multiply: return (1 + toB) / 2 * ((1 + toC) / 2) / ((1 + toA) / 2 + 0.001)
      }
    }
  }

  /// Asks every analogy that two different pairs of a relation make, and counts the first answers that
  /// are right.
  public func analogyAccuracy(
    _ relations: [WordRelation], by method: AnalogyMethod = .add
  ) -> [AnalogyScore] {
    relations.map { relation in
      var (correct, total) = (0, 0)
      for (i, (a, b)) in relation.pairs.enumerated() {
        for (j, (c, answer)) in relation.pairs.enumerated() where i != j {
          total += 1
          let found = analogy(a, b, c, count: 1, by: method).first?.word
          if found.map({ Spelling($0) }) == Spelling(answer) { correct += 1 }
        }
      }
      return AnalogyScore(relation: relation.name, correct: correct, total: total)
    }
  }
}
