internal import Basics

/// A mark on an axis.
struct Tick: Equatable {
  var value: Double
  var label: String
}

/// Few marks at round numbers.
enum Ticks {
  /// About `count` multiples of 1, 2 or 5 times a power of ten; whole numbers only if asked for.
  static func linear(_ low: Double, _ high: Double, count: Int, integral: Bool = false) -> [Tick] {
    let rough = (high / Double(count) - low / Double(count))
    guard rough > 0, rough.isFinite else { return [tick(low)] }
    var exponent = Int(Logarithm.log10(rough).rounded(.down))
    var factor = 10
    for candidate in [1, 2, 5] where step(candidate, exponent) >= rough * 0.75 {
      factor = candidate
      break
    }
    if factor == 10 { (factor, exponent) = (1, exponent + 1) }
    if integral && exponent < 0 { (factor, exponent) = (1, 0) }
    let size = step(factor, exponent)
    let first = (low / size - 1e-9).rounded(.up)
    let last = (high / size + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000, first.magnitude < 1e15, last.magnitude < 1e15 else {
      return [tick(low), tick(high)]
    }
    return (Int(first)...Int(last)).map { index in
      let value = product(index * factor, exponent)
      return Tick(value: value, label: label(value, decimals: max(-exponent, 0), largest: high))
    }
  }

  /// Powers of ten, or 1, 2 and 5 times them where few fit; round numbers within one decade.
  static func log(_ low: Double, _ high: Double, count: Int) -> [Tick] {
    let first = Int((Logarithm.log10(low) - 1e-9).rounded(.up))
    let last = Int((Logarithm.log10(high) + 1e-9).rounded(.down))
    let powers = max(last - first + 1, 0)
    if powers >= 3 {
      let stride = max((powers + count - 1) / count, 1)
      let shown = (first...last).filter { $0.isMultiple(of: stride) }
      // Powers of ten are all written alike.
      let isPlain = first >= -3 && last <= 6
      return shown.map { exponent in
        let value = Logarithm.power(exponent)
        let power = exponent == 0 ? "1" : DecimalDigits(value).scientific()
        return isPlain ? tick(value) : Tick(value: value, label: power)
      }
    }
    var ticks: [Tick] = []
    for exponent in (first - 1)...max(last, first - 1) {
      for factor in [1, 2, 5] {
        let value = product(factor, exponent)
        if value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9) { ticks.append(tick(value)) }
      }
    }
    return ticks.count >= 2 ? ticks : linear(low, high, count: count)
  }

  private static func tick(_ value: Double) -> Tick {
    Tick(value: value, label: NumberText.short(value))
  }

  private static func step(_ factor: Int, _ exponent: Int) -> Double { product(factor, exponent) }

  /// count × 10ᵉ without the error of a negative power of ten.
  private static func product(_ count: Int, _ exponent: Int) -> Double {
    exponent >= 0
      ? Double(count) * Logarithm.power(exponent) : Double(count) / Logarithm.power(-exponent)
  }

  private static func label(_ value: Double, decimals: Int, largest: Double) -> String {
    let isPlain = decimals <= 4 && max(value.magnitude, largest.magnitude) < 1e7
    return isPlain
      ? NumberText.fixed(value, decimals: decimals) : NumberText.short(value, significant: 12)
  }
}
