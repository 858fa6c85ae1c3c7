internal import Basics

/// What a series does, in words.
enum SeriesSummary {
  /// `"loss falls from 5.50 to 1.45 over 200 steps; lowest at step 199"`.
  static func sentence(name: String, x: [Double], y: [Double], xName: String) -> String? {
    let pairs = zip(x, y).filter { $0.isFinite && $1.isFinite }
    let name = name.isEmpty ? "the series" : name
    guard let first = pairs.first, let last = pairs.last else { return "\(name) has no values" }
    let values = pairs.map { $0.1 }
    let write = { (value: Double) in written(value, among: values) }
    let places = place(xName)
    if pairs.count == 1 { return "\(name) is \(write(first.1)) at \(places) \(text(first.0))" }
    guard let low = index(of: .lowest, in: values), let high = index(of: .highest, in: values)
    else { return nil }
    if values[low] == values[high] {
      return "\(name) stays at \(write(first.1)) from \(places) \(text(first.0)) to \(text(last.0))"
    }
    let verb = last.1 < first.1 ? "falls" : last.1 > first.1 ? "rises" : "returns"
    var sentence =
      "\(name) \(verb) from \(write(first.1)) to \(write(last.1)) "
      + "between \(places) \(text(first.0)) and \(text(last.0))"
    let isFall = last.1 < first.1
    let (inner, word) = isFall ? (low, "lowest") : (high, "highest")
    sentence += "; \(word)"
    if values[inner] != last.1 { sentence += " (\(write(values[inner])))" }
    return sentence + " at \(places) \(text(pairs[inner].0))"
  }

  /// The first of the lowest or highest values that are finite.
  static func index(of best: Best, in values: [Double]) -> Int? {
    let finite = values.indices.filter { values[$0].isFinite }
    return best == .lowest
      ? finite.min { values[$0] < values[$1] } : finite.max { values[$0] < values[$1] }
  }

  /// With two decimals where that shows the difference, else with four digits.
  static func written(_ value: Double, among values: [Double]) -> String {
    let sizes = values.lazy.filter(\.isFinite).map(\.magnitude)
    let (least, most) = (values.filter(\.isFinite).min() ?? 0, values.filter(\.isFinite).max() ?? 0)
    let isWhole = values.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
    let isMedium = (sizes.max() ?? 0) < 1000 && most - least >= 0.05 && !isWhole
    let isVisible = value == 0 || value.magnitude >= 0.01
    return isMedium && isVisible ? NumberText.fixed(value, decimals: 2) : NumberText.short(value)
  }

  private static func text(_ value: Double) -> String { NumberText.short(value, significant: 6) }

  /// The name of a place: the axis' label without its unit, `step` for `steps`.
  private static func place(_ label: String) -> String {
    let words = label.prefix { $0 != "(" && $0 != "[" }
    let name = words.split(separator: " ").joined(separator: " ")
    return name.isEmpty ? "x" : name
  }
}
