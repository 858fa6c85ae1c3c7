import Testing

@testable import Charts

@Suite struct DataTests {
  @Test("Numbers of every type, and missing ones, can be drawn")
  func types() {
    let floats: [Float] = [1, 2]
    let optional: [Double?] = [1, nil]
    let chart = Chart("t").line([UInt8(1), 2], floats).line(0..<2, optional).points(
      [1, 2], [3, 4])
    #expect(chart.marks.count == 3)
    guard case .line(let line) = chart.marks[1] else { return #expect(Bool(false)) }
    #expect(line.y == Numbers([1, .nan]))
  }

  @Test("Unequal lengths stop the program with both counts")
  func unequal() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Chart("Loss").line([1, 2, 3], [1.0, 2], name: "x")
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Chart(\"Loss\").line: x has 3 values and y has 2"))
  }

  @Test("A description tells the ends and the best of a series")
  func description() {
    let chart = Chart("t", x: "step", y: "loss").line([5.5, 3, 1.2, 1.45])
    #expect(
      FigureDescription.text(for: chart.figure)
        == "Loss falls from 5.50 to 1.45 between step 0 and 3; lowest (1.20) at step 2.")
  }

  @Test("Smoothing takes the mean of neighbours and leaves gaps")
  func smoothing() {
    let smooth = MovingAverage.centered([1, 3, .nan, 5, 7], window: 3)
    #expect(Numbers(smooth) == Numbers([2, 2, .nan, 6, 6]))
    #expect(PreparedChart(Chart("t").line([1, 2]).smoothed(window: 25)).subtitle.contains("25"))
  }

  @Test("Left out values are counted by their reason")
  func omissions() {
    let chart = Chart("t").yScale(.log).xRange(0...3).line([1, .nan, 0, 2, 9])
    #expect(
      PreparedChart(chart).omissions
        == "Left out: 1 value not finite (NaN or ∞), 1 value ≤ 0 without a place on a log axis, "
        + "1 value beyond the axes.")
  }

  @Test("Data of series on different places is one table, ordered by place")
  func data() throws {
    let chart = Chart("t", x: "step", y: "loss").line([0, 10], [5, 4], name: "validation")
      .line([0, 5, 10], [3, 2, 1], name: "training").rule(y: 0.5, name: "floor")
    let data = try #require(FigureData(chart.figure))
    #expect(data.header == ["step", "validation", "training", "floor"])
    #expect(
      data.rows == [["0", "5", "3", "0.5"], ["5", "", "2", "0.5"], ["10", "4", "1", "0.5"]])
  }

  @Test("A place that comes twice gives a row for each value")
  func repeated() throws {
    let data = try #require(FigureData(Chart("t").points([1, 1], [2, 3], name: "p").figure))
    #expect(data.header == ["series", "x", "y"])
    #expect(data.rows == [["p", "1", "2"], ["p", "1", "3"]])
  }

  @Test("The best value of a column is bold and has a sign")
  func best() throws {
    let html = try #require(HTMLTableRenderer().table(Samples.table.figure))
    #expect(html.contains("★</span> <strong>4.10</strong>"))
    #expect(html.contains("GRU &lt;new&gt;"))
    #expect(TextRenderer().text(Samples.table.figure).contains("★ 0.520"))
  }

  @Test("Panels of a group share axes and limits")
  func sharing() throws {
    let left = Chart("a").line([1, 2, 3]).figure
    let right = Chart("b").line([0, 10, 4, 7, 9]).figure
    let charts = Figure.sharingScales([left, right]).compactMap { figure in
      if case .chart(let chart) = figure { chart } else { nil }
    }
    #expect(charts[0].x == charts[1].x && charts[0].y == charts[1].y)
    #expect(charts[0].x.range == 0...4)
    let maps = Figure.sharingScales([
      Heatmap("a", values: [[1.0]], scale: .diverging).figure,
      Heatmap("b", values: [[-3.0]], scale: .diverging).figure,
    ]).compactMap { if case .heatmap(let map) = $0 { map.limits } else { nil } }
    #expect(maps == [-3...3, -3...3])
  }

  @Test("Labels that touch are moved apart, in order and within the frame", arguments: 1...12)
  func labelColumn(count: Int) {
    let wished = (0..<count).map { Double(($0 * 7) % 5) }
    let places = LabelColumn.arrange(wished, spacing: 10, in: 0...200)
    let sorted = places.sorted()
    for (first, second) in zip(sorted, sorted.dropFirst()) { #expect(second - first >= 9.999) }
    #expect(sorted.allSatisfy { (0...200).contains($0) })
    for (a, b) in zip(wished.indices, wished.indices.dropFirst()) where wished[a] < wished[b] {
      #expect(places[a] < places[b])
    }
  }
}
