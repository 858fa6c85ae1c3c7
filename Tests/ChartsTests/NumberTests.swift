import Basics
import Foundation
import Testing

@testable import Charts

@Suite struct NumberTests {
  @Test(
    "Numbers are written short",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (1.45, "1.45"), (1.005, "1.005"), (123_456, "123500"),
      (0.000_15, "0.00015"), (1.5e-7, "1.5×10⁻⁷"), (1e-12, "10⁻¹²"), (1e300, "10³⁰⁰"),
      (-2.5, "−2.5"), (9.9999, "10"), (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"),
      (Double.leastNonzeroMagnitude, "5×10⁻³²⁴"), (Double(Float(0.1)), "0.1"),
    ])
  func short(value: Double, text: String) { #expect(NumberText.short(value) == text) }

  @Test(
    "Numbers are written with a number of decimals",
    arguments: [
      (1.005, 2, "1.01"), (5.5, 2, "5.50"), (-0.004, 2, "0.00"), (0.995, 2, "1.00"),
      (99.5, 0, "100"), (0.05, 1, "0.1"), (1e22, 1, "10²²"), (12, 3, "12.000"), (0.0004, 2, "0.00"),
    ])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "Numbers in data tables can be read back exactly", arguments: [0.1, -3, 1e-7, 1e21, 2.0 / 3])
  func exact(value: Double) {
    #expect(Double(NumberText.exact(value)) == value)
    #expect(NumberText.exact(Double(Float(0.3))) == "0.3")
  }

  @Test("Logarithms are exact for powers of ten", arguments: -307...308)
  func powers(exponent: Int) {
    #expect(Logarithm.log10(Logarithm.power(exponent)) == Double(exponent))
    #expect(Logarithm.exp10(Double(exponent)) == Logarithm.power(exponent))
  }

  @Test("Logarithms and powers agree with the C library's within a few units of the last place")
  func accuracy() {
    for step in 1...2000 {
      let x = Double(step) * 0.731 * (step.isMultiple(of: 3) ? 1e-9 : 1)
      #expect(
        abs(Logarithm.log10(x) - Foundation.log10(x)) <= 4e-16 * max(1, abs(Foundation.log10(x)))
          * 4)
      let y = Double(step - 1000) * 0.11
      #expect(abs(Logarithm.exp10(y) / Foundation.pow(10, y) - 1) < 1e-13)
    }
  }

  @Test("Rounding agrees with the standard library's")
  func rounding() {
    let rules: [FloatingPointRoundingRule] = [.up, .down, .towardZero]
    for value in [0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 1e18, -1e18, .infinity, 7.3]
    {
      var nearest = value
      nearest.round(.toNearestOrAwayFromZero)
      #expect(value.rounded() == nearest)
      for rule in rules {
        var other = value
        other.round(rule)
        #expect(value.rounded(rule) == other)
      }
    }
  }

  @Test(
    "Ticks are few, round, inside, and named apart",
    arguments: [
      (0.0, 1.0), (0.0, 200.0), (-3.2, 7.9), (1e-9, 3e-9), (1e12, 5e12), (0.93, 0.931),
      (-1e-3, 1e3),
      (0, 1.7e308), (5, 5.000001),
    ])
  func linear(low: Double, high: Double) {
    let ticks = Ticks.linear(low, high, count: 5)
    #expect((2...11).contains(ticks.count))
    #expect(Set(ticks.map(\.label)).count == ticks.count)
    for tick in ticks {
      #expect(tick.value >= low - (high - low) * 1e-6 && tick.value <= high * 1.000001)
    }
    let steps = zip(ticks, ticks.dropFirst()).map { $1.value - $0.value }
    let first = steps.first.map { DecimalDigits($0).rounded(significant: 3).digits } ?? []
    #expect([[1], [2], [5]].contains(first))
  }

  @Test("Ticks of a log axis are powers of ten, or their doubles and fives", arguments: 1...40)
  func logarithmic(decades: Int) {
    let ticks = Ticks.log(1e-20, Logarithm.power(decades - 20), count: 6)
    #expect((2...9).contains(ticks.count))
    for tick in ticks {
      #expect([[1], [2], [5]].contains(DecimalDigits(tick.value).digits), "\(tick.value)")
    }
  }
}
