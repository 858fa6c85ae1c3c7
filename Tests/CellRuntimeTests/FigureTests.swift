import CellRuntime
import Testing

@Suite struct FigureTests {
  @Test("A history shows training, smoothed, and validation with its best step in the title")
  func history() throws {
    var history = History()
    history.losses = (0..<100).map { 3 - Float($0) / 50 }
    history.validation = [(50, 2.1), (75, 1.5), (100, 1.75)]
    let chart = history.chart()
    #expect(chart.title == "Validation loss 1.500 after 75 steps")
    #expect(chart.marks.count == 2)
    let lines = chart.marks.compactMap { mark -> LineMark? in
      if case .line(let line) = mark { return line }
      return nil
    }
    #expect(lines.map(\.name) == ["training", "validation"])
    #expect(lines.first?.window == 4 && lines.first?.x.values.first == 1)
    #expect(lines.last?.best == .lowest && lines.last?.window == 1)
    #expect(history.chart("Mine").title == "Mine")
    #expect(History().chart().marks.isEmpty)
  }

  @Test("A history without validation tells the mean of its last losses")
  func trainingAlone() {
    var history = History()
    history.losses = [Float](repeating: 2, count: 50) + [1, 0]
    #expect(history.chart().title == "Training loss 0.500 after 52 steps")
  }

  @Test("A trace shows six maps, rows by unit, gates from 0 to 1 and states around 0")
  func trace() throws {
    var generator = SplitMix64(seed: 1)
    let lstm = LSTM(2, 3, using: &generator)
    let trace = lstm.trace(Tensor(repeating: 0.5, shape: [1, 4, 2]))
    guard case .group(let panels, columns: 2) = trace.figure(labels: ["a", "b", "c", "d"]) else {
      Issue.record("not a group")
      return
    }
    let maps = panels.compactMap { panel -> Heatmap? in
      if case .heatmap(let map) = panel { return map }
      return nil
    }
    #expect(maps.count == 6)
    #expect(maps.allSatisfy { $0.values.count == 3 && $0.columns == ["a", "b", "c", "d"] })
    #expect(maps[1].limits == 0...1 && maps[1].values[2].values[3] == Double(trace.forget[3][2]))
    #expect(maps.map(\.title) == ["input", "forget", "candidate", "output", "cell", "hidden"])
    #expect(maps[4].scale == .diverging && maps[2].limits == nil && maps[3].limits == 0...1)
    let gru = GRU(2, 3, using: &generator).trace(Tensor(repeating: 0.5, shape: [1, 4, 2]))
    guard case .group(let others, columns: 2) = gru.figure else {
      Issue.record("not a group")
      return
    }
    #expect(others.count == 4)
  }

  @Test("A causal attention map leaves what lies ahead blank")
  func attention() throws {
    let map = AttentionMap(
      [[1, 0], [0.25, 0.75]], queries: ["x", "y"], keys: ["a", "b"], isCausal: true)
    guard case .heatmap(let heatmap) = map.figure else {
      Issue.record("not a heat map")
      return
    }
    #expect(heatmap.mask == [[false, true], [false, false]])
    #expect(heatmap.rows == ["x", "y"] && heatmap.columns == ["a", "b"])
  }

  @Test("The rate of a gradient that shrinks by a fixed factor is that factor")
  func gradientRate() {
    let norms = (0..<30).map { step in (0..<step).reduce(Float(2)) { norm, _ in norm * 0.8 } }
    #expect(abs(GradientFlow.rate(norms) - 0.8) < 1e-6)
    #expect(abs(GradientFlow.rate(norms + [0, .nan]) - 0.8) < 1e-6)
    #expect(GradientFlow.rate([1]) == 0)
    let turned = GradientFlow(fromFirstStep: [("RNN", norms.reversed().map { Double($0) })])
    #expect(turned.series[0].norms == norms)
    guard case .chart(let chart) = GradientFlow(["RNN": norms]).figure else {
      Issue.record("not a chart")
      return
    }
    #expect(chart.y.scale == .log)
  }

  @Test("Perplexities are those of the mean cross-entropy, beside the spread of the runs")
  func perplexities() {
    let text = [0, 1, 0, 1, 0, 1, 0, 1]
    let bigram = NGramModel(order: 2, text, vocabularySize: 2)
    let table = PerplexityTable(["bigram": bigram], on: text, per: "letter")
      .row("LSTM", [0.5, 0.75], parameters: 10)
    #expect(table["LSTM"] == 0.625 && table["none"] == nil)
    #expect(table["bigram"] == bigram.crossEntropy(of: text))
    guard case .table(let drawn) = table.figure else {
      Issue.record("not a table")
      return
    }
    #expect(
      drawn.columns.map(\.name) == [
        "model", "parameters", "nats per letter", "spread", "bits per letter", "perplexity",
      ])
    #expect(drawn.rows[0][3] == .empty && drawn.rows[1][3] == 0.25.tableCell)
    #expect(drawn.rows[1][5] == perplexity(crossEntropy: 0.625).tableCell)
  }

  @Test("A summary of runs tells mean, lowest and highest")
  func summary() {
    let summary = Summary([0.5, 0.25, 0.75] as [Float])
    #expect(summary.mean == 0.5 && summary.low == 0.25 && summary.high == 0.75)
    #expect(summary.spread == 0.5 && summary.text(1) == "0.5 (0.3 to 0.8)")
  }
}
