import Foundation
import Testing

@testable import SequenceModels

/// The errors that the documentation states, against the C library in double precision.
@Suite struct PrecisionTests {
  private static let places: [Double] = (-2000...2000).map { 0.35 * Double($0) + 0.001 }

  @Test("The logarithm and the exponential in double precision are within 10⁻¹⁴")
  func logarithmAndExponential() {
    for place in Self.places {
      let x = exp(place)
      guard x.isNormal else { continue }
      #expect(abs(logarithm(x) - log(x)) <= 1e-14 * abs(log(x)), "ln \(x)")
      #expect(abs(exponential(place) - exp(place)) <= 1e-14 * exp(place) || place < -700)
    }
    for step in -1000...1000 {
      let x = 1 + Double(step) / 1e6
      #expect(abs(logarithm(x) - log(x)) <= 1e-14 * abs(log(x)), "ln \(x)")
    }
  }

  @Test("Uniform numbers are exact, normal ones within 10⁻¹⁴ of themselves")
  func randomNumbers() {
    var generator = SplitMix64(seed: 5)
    var bits = generator
    for _ in 0..<1000 { #expect(generator.unit() * 0x1p53 == Double(bits.next() >> 11)) }
    for _ in 0..<10_000 {
      let found = generator.normal()
      var (x, square) = (0.0, 0.0)
      repeat {
        let (first, second) = (bits.unit() * 2 - 1, bits.unit() * 2 - 1)
        (x, square) = (first, first * first + second * second)
      } while square <= 0 || square >= 1
      #expect(abs(found - x * (-2 * log(square) / square).squareRoot()) <= 1e-14 * abs(found))
    }
  }

  @Test("The logarithm of the softmax is within its bound", arguments: [1, 2, 17, 400, 5000])
  func logSoftmax(columns: Int) {
    let x = random([3, columns], seed: UInt64(columns), bound: 20)
    let y = Variable(x).logSoftmax().value
    for row in 0..<3 {
      let values = (0..<columns).map { Double(x[row, $0]) }
      let top = values.max() ?? 0
      let total = log(values.reduce(0) { $0 + exp($1 - top) })
      for (column, value) in values.enumerated() {
        let exact = value - top - total
        let width = log(Double(columns)) + Double(columns) / 16
        let bound = (width + 7 + 4 * abs(exact)) * 0x1p-24
        #expect(abs(Double(y[row, column]) - exact) <= bound)
      }
    }
  }
}
