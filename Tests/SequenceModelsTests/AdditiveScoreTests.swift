import Foundation
import Testing

@testable import SequenceModels

/// Additive scores from exponentials of queries and keys, and from tanh where these are too large.
@Suite struct AdditiveScoreTests {
  /// Five queries for sources of 6 and 4 steps.
  private struct Example {
    static let (rows, time, width, size) = (5, 6, 37, 3)
    let lengths = [6, 4]
    let sources = [0, 1, 0, 1, 1]
    var query, keys, values, score, weightGradient: Tensor

    /// - Parameters:
    ///   - queries: bound of the queries.
    ///   - keys: bound of the keys.
    init(queries: Float, keys: Float) {
      query = random([Self.rows, Self.width], seed: 1, bound: queries)
      self.keys = random([2, Self.time, Self.width], seed: 2, bound: keys)
      values = random([2, Self.time, Self.size], seed: 3, bound: 1)
      score = random([Self.width], seed: 4, bound: 1)
      weightGradient = random([Self.rows, Self.time], seed: 5, bound: 1)
    }

    struct Result {
      var weights, query, keys, score: [Double]
    }

    func run() -> Result {
      let step = AttentionStep(lengths: lengths, sources: sources)
      let (_, weights, saved) = step.forward([query, keys, values, score])
      let gradients = step.backward(nil, weightGradient, saved: saved)
      func doubles(_ tensor: Tensor?) -> [Double] { tensor?.elements.map(Double.init) ?? [] }
      return Result(
        weights: doubles(weights), query: doubles(gradients[0]), keys: doubles(gradients[1]),
        score: doubles(gradients[3]))
    }

    /// In double.
    func exact() -> Result {
      let (time, width) = (Self.time, Self.width)
      var result = Result(
        weights: Array(repeating: 0, count: Self.rows * time),
        query: Array(repeating: 0, count: Self.rows * width),
        keys: Array(repeating: 0, count: 2 * time * width), score: Array(repeating: 0, count: width)
      )
      let (q, k, v) = (query.elements, keys.elements, score.elements)
      for row in 0..<Self.rows {
        let (source, length) = (sources[row], lengths[sources[row]])
        let sums = (0..<length).map { step in
          (0..<width).map {
            tanh(Double(q[row * width + $0]) + Double(k[(source * time + step) * width + $0]))
          }
        }
        let scores = sums.map { zip($0, v).reduce(0) { $0 + $1.0 * Double($1.1) } }
        let largest = scores.max() ?? 0
        let powers = scores.map { exp($0 - largest) }
        let weights = powers.map { $0 / powers.reduce(0, +) }
        let given = (0..<length).map { Double(weightGradient.elements[row * time + $0]) }
        let mean = zip(weights, given).reduce(0) { $0 + $1.0 * $1.1 }
        for step in 0..<length {
          result.weights[row * time + step] = weights[step]
          let gradient = weights[step] * (given[step] - mean)
          for (place, t) in sums[step].enumerated() {
            let slope = gradient * Double(v[place]) * (1 - t * t)
            result.score[place] += gradient * t
            result.query[row * width + place] += slope
            result.keys[(source * time + step) * width + place] += slope
          }
        }
      }
      return result
    }
  }

  @Test(
    "Weights and gradients agree with the equations, small and large sums alike",
    arguments: [(1, 1), (20, 20), (20, 45), (50, 3), (300, 299)] as [(Float, Float)])
  func agreesWithEquations(queries: Float, keys: Float) {
    let example = Example(queries: queries, keys: keys)
    let (found, exact) = (example.run(), example.exact())
    // A sum q + k is itself rounded where tanh is computed of it.
    let bound = 4e-6 + 0x1p-24 * Double(queries + keys)
    for (found, exact) in [
      (found.weights, exact.weights), (found.query, exact.query), (found.keys, exact.keys),
      (found.score, exact.score),
    ] {
      #expect(found.count == exact.count)
      for (found, exact) in zip(found, exact) { #expect(abs(found - exact) <= bound) }
    }
  }

  @Test("One large key or query changes its own rows alone")
  func rowsDecideForThemselves() {
    let plain = Example(queries: 1, keys: 1)
    var large = plain
    large.query.mutablePointer[0] = 21
    let (before, after) = (plain.run().weights, large.run().weights)
    #expect(before[6...] == after[6...])
    #expect(before[..<6] != after[..<6])
  }

  @Test(
    "Keys behind a source's length have no say, whatever they are", arguments: [1e9, Float.nan])
  func padding(key: Float) {
    let plain = Example(queries: 1, keys: 1)
    var other = plain
    for place in 0..<Example.width { other.keys.mutablePointer[11 * Example.width + place] = key }
    #expect(plain.run().weights == other.run().weights)
  }

  @Test("A NaN in a query or a key is one in the weights of those who ask")
  func nan() {
    let plain = Example(queries: 1, keys: 1)
    var query = plain
    query.query.mutablePointer[3 * Example.width - 1] = .nan
    #expect(query.run().weights[12..<18].allSatisfy { $0.isNaN })
    #expect(query.run().weights[..<12] == plain.run().weights[..<12])
    var key = plain
    key.keys.mutablePointer[3 * Example.width] = .nan
    #expect(key.run().weights[..<6].allSatisfy { $0.isNaN })
    #expect(key.run().weights[6..<12] == plain.run().weights[6..<12])
  }
}
