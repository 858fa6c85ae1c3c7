import Charts

/// Figures of every kind, made by fixed formulas.
enum Samples {
  /// A wave with fixed noise.
  static func noisy(_ count: Int, from start: Double, to end: Double, seed: UInt64 = 1) -> [Double]
  {
    var state = seed
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Double(state >> 40) / Double(1 << 24) - 0.5
      let share = Double(index) / Double(max(count - 1, 1))
      let decay = 1 / (1 + 8 * share)
      return end + (start - end) * decay + noise * 0.3
    }
  }

  static let recall = Chart(
    "The LSTM still recalls the first symbol after 80 steps", x: "span (steps)", y: "accuracy"
  )
  .line([5, 10, 20, 40, 80], [1, 0.97, 0.62, 0.2, 0.11], name: "RNN")
  .line([5, 10, 20, 40, 80], [1, 1, 0.99, 0.98, 0.95], name: "LSTM")
  .line([5, 10, 20, 40, 80], [1, 1, 0.99, 0.97, 0.94], name: "GRU")
  .rule(y: 0.1, name: "chance")

  static let loss = Chart(
    "Loss falls below the entropy of single letters", subtitle: "character model, 200 steps",
    x: "step", y: "loss (nats per character)"
  )
  .line(noisy(200, from: 5.5, to: 1.0), name: "training")
  .smoothed(window: 15).best(.lowest)
  .line(
    Array(stride(from: 0, to: 200, by: 20)), noisy(10, from: 5.4, to: 1.2, seed: 9),
    name: "validation"
  )
  .rule(y: 2.3, name: "entropy of the source")

  static let bars = Chart("Perplexity by model", y: "perplexity")
    .bars(
      ["n-gram", "RNN", "LSTM", "GRU", "Transformer"], [9.1, 6.2, 4.1, 4.3, 3.9], name: "validation"
    )
    .bars(
      ["n-gram", "RNN", "LSTM", "GRU", "Transformer"], [4.2, 5.8, 3.9, 4.0, 3.1], name: "training")

  static let points = Chart(
    "Words of one kind lie together", x: "first component", y: "second component"
  )
  .points(
    [1.0, 1.2, 1.1, 0.8], [2.0, 2.1, 1.7, 1.9], name: "animals",
    labels: ["cat", "dog", "horse", "mouse"]
  )
  .points(
    [-1.0, -1.3, -0.7], [-0.5, -0.2, -0.4], name: "numbers", labels: ["one", "two", "three"])

  static let logarithmic = Chart("Gradients fade like a power", x: "steps back", y: "gradient norm")
    .yScale(.log)
    .line(powers(of: 0.72), name: "RNN").line(powers(of: 0.97), name: "LSTM")
    .line(powers(of: 0.9).enumerated().map { $0 % 9 == 4 ? 0 : $1 }, name: "clipped")

  static let mean = (0..<50).map { 2 / (1 + 0.1 * Double($0)) }

  static let spread = Chart("Five seeds agree", x: "step", y: "loss")
    .band(0..<50, low: mean.map { $0 - 0.1 }, high: mean.map { $0 + 0.25 })
    .line(mean, name: "mean of five seeds")

  static let many = (0..<30).reduce(
    Chart(
      "Thirty series with a legend of thirty names, and a title that is far too long for one line of the drawing",
      x: "step", y: "value")
  ) { chart, index in
    let ys = (0..<20).map { step in Double(step) * 0.1 + Double(index) }
    return chart.line(ys, name: "series number \(index)")
  }

  static let tree = Chart("The second best start wins", x: "step", y: "rank")
    .yRange(0.5...3.5).yReversed()
    .links([((0, 1), (1, 3)), ((1, 1), (2, 3))], name: "given up", isPale: true)
    .links([((0, 1), (1, 1)), ((0, 1), (1, 2)), ((1, 2), (2, 1)), ((1, 1), (2, 2))], name: "kept")
    .points(
      [0, 1, 1, 1, 2, 2, 2], [1, 1, 2, 3, 1, 2, 3],
      labels: ["<s>", "the", "a", "it", "dog", "cat", "cow"])

  static let broken = Chart("Missing values are gaps", x: "step", y: "loss")
    .line(
      [1, 2, .nan, 4, 5, .infinity, 2, 3],
      name: "a series with a very long name that cannot stand beside the chart")

  static let attention: Heatmap = {
    let words = ["the", "cat", "sat", "on", "the", "mat", "."]
    let values: [[Double]] = (0..<7).map { row in
      (0..<7).map { column in
        let distance = Double(row - column)
        return 1 / (1 + distance * distance)
      }
    }
    return Heatmap(
      "The decoder looks back one word", values: values, rows: words, columns: words,
      rowLabel: "query", columnLabel: "key",
      mask: (0..<7).map { row in (0..<7).map { $0 > row } }, legend: "attention weight")
  }()

  static let weights: Heatmap = {
    let values: [[Float]] = (0..<24).map { row in
      (0..<40).map { column in
        let step = (row * 7 + column * 13) % 19 - 9
        return Float(step) / 12
      }
    }
    return Heatmap("Recurrent weights", values: values, scale: .diverging, legend: "weight")
  }()

  static let large: Heatmap = {
    let values = noisy(4096, from: 3, to: 0)
    return Heatmap(
      "64 × 64", values: (0..<64).map { row in Array(values[(row * 64)..<(row * 64 + 64)]) },
      legend: "value")
  }()

  static let table = Table(
    "Perplexity on the validation set",
    columns: [
      "model", .number("parameters"), .number("perplexity", decimals: 2, best: .lowest),
      .number("accuracy", best: .highest), "note",
    ],
    rows: [
      ["n-gram", 12_000, 9.137, 0.31, "order 3"], ["LSTM", 48_128, 4.1, 0.52, ""],
      ["GRU <new>", 36_096, 4.25, 0.518, "x & y"],
    ])

  static let coloredText = ColoredText(
    "One unit counts the line", text: "for (i = 0; i < n; i++)\n  total += x[i];",
    values: noisy(40, from: 6, to: -2), legend: "activation of unit 17")

  static let candidates = ColoredText(
    "What comes next", text: "abc", values: [0.1, 0.5, 0.9], scale: .sequential,
    legend: "surprise",
    candidates: [[.init("b", 0.5), .init(" ", 0.2)], [.init("c", 0.9)], [.init("\n", 0.7)]])

  static func powers(of base: Double) -> [Double] {
    var powers = [1.0]
    while powers.count < 60 { powers.append(powers[powers.count - 1] * base) }
    return powers
  }

  /// Every sample by name, in a fixed order.
  static let all: [(name: String, figure: Figure)] = [
    ("recall", recall.figure), ("loss", loss.figure), ("bars", bars.figure),
    ("points", points.figure), ("logarithmic", logarithmic.figure), ("spread", spread.figure),
    ("many", many.figure), ("broken", broken.figure), ("attention", attention.figure),
    ("weights", weights.figure), ("table", table.figure), ("colored-text", coloredText.figure),
    ("candidates", candidates.figure), ("tree", tree.figure),
  ]
}
