internal import Foundation

/// What one timing found: a line of JSON or of the table.
struct Measurement: Sendable {
  /// Which of the workload's parts, such as one shape of a product.
  var part: String?
  var timing: Timing
  /// Tokens (of word2vec: words) that one step reads.
  var tokens: Double?
  /// Floating-point operations of one step's matrix products.
  var operations: Double?
  /// Anything else worth saying, in order: `percent_of_peak`.
  var others: [(name: String, value: Double)] = []

  var tokensPerSecond: Double? { tokens.map { $0 / timing.median } }
  var gigaflops: Double? { operations.map { $0 / timing.median / 1e9 } }

  /// One line of JSON.
  func json(workload: String, threads: Int) -> String {
    var fields = ["\"workload\": \"\(workload)\""]
    if let part { fields.append("\"part\": \"\(part)\"") }
    fields.append("\"threads\": \(threads)")
    func add(_ name: String, _ value: Double?) {
      guard let value else { return }
      fields.append("\"\(name)\": " + String(format: "%.6g", value))
    }
    add("tokens_per_s", tokensPerSecond)
    add("seconds_per_step", timing.median)
    add("median", timing.median)
    add("spread", timing.spread)
    fields.append("\"samples\": \(timing.sorted.count)")
    add("gflops", gigaflops)
    for (name, value) in others { add(name, value) }
    add("peak_rss_mb", Memory.peakMegabytes)
    return "{" + fields.joined(separator: ", ") + "}"
  }

  static let tableHead =
    "workload".padded(20) + " thr" + "tokens/s".padded(-12) + "ms/step".padded(-12)
    + "spread".padded(-8) + "GFLOP/s".padded(-9) + "peak MB".padded(-9)

  /// One line of the table under `tableHead`.
  func row(workload: String, threads: Int) -> String {
    func cell(_ value: Double?, _ format: String, _ width: Int) -> String {
      (value.map { String(format: format, $0) } ?? "").padded(-width)
    }
    return (part.map { "  " + $0 } ?? workload).padded(20) + "\(threads)".padded(-4)
      + cell(tokensPerSecond, "%.0f", 12) + cell(timing.median * 1e3, "%.4g", 12)
      + cell(timing.spread * 100, "%.0f %%", 8) + cell(gigaflops, "%.1f", 9)
      + cell(Memory.peakMegabytes, "%.0f", 9)
      + others.map { "  \($0.name) " + String(format: "%.4g", $0.value) }.joined()
  }
}

extension String {
  /// Filled with spaces on the right, or on the left where the width is negative.
  func padded(_ width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? spaces + self : self + spaces
  }
}
