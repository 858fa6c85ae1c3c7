internal import Basics

/// A chart as lines of text: axes and ticks around a canvas, names at the right ends.
struct TextChart {
  private let prepared: PreparedChart
  private let renderer: TextRenderer

  init(_ chart: Chart, _ renderer: TextRenderer) {
    prepared = PreparedChart(chart)
    self.renderer = renderer
  }

  var lines: [String] {
    let width = renderer.width
    var lines = TextLine.wrapped(prepared.chart.title, width)
    lines += TextLine.wrapped(prepared.subtitle, width)
    if prepared.categories.isEmpty {
      if !prepared.chart.y.label.isEmpty {
        lines.append(TextLine.fitted(prepared.chart.y.label, width))
      }
      lines += body
    } else {
      lines += TextBars.lines(prepared, width: width)
    }
    if prepared.hasLegend && prepared.categories.isEmpty { lines += legend }
    return lines + TextLine.wrapped(prepared.omissions, width)
  }

  private var body: [String] {
    let names = prepared.hasLegend ? [] : endNames
    let nameRoom = names.map { TextLine.columns($0.text) + 1 }.max() ?? 0
    let yTicks = ticks(prepared.y, count: max(renderer.height / 3, 2))
    let tickRoom = yTicks.map { TextLine.columns($0.label) }.max() ?? 0
    let columns = max(renderer.width - tickRoom - 2 - nameRoom, 10)
    var canvas = Canvas(columns: columns, rows: renderer.height, isASCII: renderer.isASCII)
    let frame = Rect(x: 0, y: 0, width: canvas.width - 1, height: canvas.height - 1)
    let plot = prepared.plot(in: frame, resolution: 0.5, unit: 0.3)
    var scene = Scene(width: frame.width, height: frame.height)
    for (mark, style) in prepared.marks { mark.draw(on: plot, style: style, into: &scene) }
    canvas.draw(scene)
    var left = [String](repeating: TextLine.spaces(tickRoom) + " │", count: renderer.height)
    for tick in yTicks {
      guard let row = row(plot.y.share(tick.value)) else { continue }
      left[row] = TextLine.padded(tick.label, tickRoom, .right) + " ┤"
    }
    let right = placed(names, on: plot)
    var lines = zip(left, canvas.lines).enumerated().map { row, parts in
      parts.0 + parts.1 + (right[row].map { " " + $0 } ?? "")
    }
    lines += xAxis(plot, columns: columns, indent: tickRoom + 1)
    return lines
  }

  private func ticks(_ scale: AxisScale, count: Int) -> [Tick] {
    scale.ticks(count: count).map { Tick(value: $0.value, label: renderer.written($0.label)) }
  }

  /// Names with what tells their lines apart.
  private var endNames: [(text: String, mark: any ChartMark)] {
    var known: Set<Int> = []
    return prepared.marks.compactMap { mark, style in
      guard !mark.name.isEmpty, mark.key == .line || mark.key == .symbol else { return nil }
      if mark.role == .series && !known.insert(style.index).inserted { return nil }
      let text = renderer.written(sign(mark, style) + mark.name.visible)
      return (TextLine.fitted(text, renderer.width / 3), mark)
    }
  }

  private func sign(_ mark: any ChartMark, _ style: SeriesStyle) -> String {
    if renderer.isASCII { return "\(TextSeries.asciiSign(style.color)) " }
    return mark.role == .series && style.pointCount <= 60 || mark.key == .symbol
      ? TextSeries.sign(style.shape) + " " : ""
  }

  private func row(_ share: Double?) -> Int? {
    guard let share, (0...1).contains(share) else { return nil }
    return Int(((1 - share) * Double(renderer.height - 1)).rounded())
  }

  /// The name of each row, moved apart where two wish the same.
  private func placed(_ names: [(text: String, mark: any ChartMark)], on plot: Plot) -> [Int:
    String]
  {
    let anchored = names.compactMap { name in
      name.mark.anchor(on: plot).map { (name.text, $0.y / 4 - 0.4) }
    }
    let rows = LabelColumn.arrange(
      anchored.map(\.1), spacing: 1, in: 0...Double(renderer.height - 1))
    var result: [Int: String] = [:]
    for ((text, _), wished) in zip(anchored, rows) {
      var row = min(max(Int(wished.rounded()), 0), renderer.height - 1)
      while result[row] != nil && row < renderer.height - 1 { row += 1 }
      result[row] = text
    }
    return result
  }

  private func xAxis(_ plot: Plot, columns: Int, indent: Int) -> [String] {
    var axis = [Character](repeating: "─", count: columns)
    var labels = [Character](repeating: " ", count: columns + indent + 1)
    var end = -1
    for tick in ticks(plot.x, count: max(columns / 12, 2)) {
      guard let share = plot.x.share(tick.value), (0...1).contains(share) else { continue }
      let column = Int((share * Double(columns - 1)).rounded())
      let text = Array(tick.label)
      let start = min(
        max(column + indent + 1 - text.count / 2, 0), max(labels.count - text.count, 0))
      guard start > end, start + text.count <= labels.count else { continue }
      axis[column] = "┬"
      labels.replaceSubrange(start..<(start + text.count), with: text)
      end = start + text.count
    }
    var lines = [TextLine.spaces(indent) + "└" + String(axis), String(labels)]
    if !prepared.chart.x.label.isEmpty {
      let label = TextLine.fitted(prepared.chart.x.label, renderer.width)
      let room = (columns - TextLine.columns(label)) / 2
      lines.append(
        TextLine.spaces(min(indent + 1 + max(room, 0), renderer.width - TextLine.columns(label)))
          + label)
    }
    return lines
  }

  private var legend: [String] {
    var known: Set<Int> = []
    let names = prepared.marks.compactMap { mark, style -> String? in
      guard mark.role == .series, !mark.name.isEmpty, known.insert(style.index).inserted else {
        return nil
      }
      return sign(mark, style) + mark.name
    }
    return TextLine.wrapped(
      names.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: "  "), renderer.width
    )
    .map { $0.replacing("\u{A0}", with: " ") }
  }
}
