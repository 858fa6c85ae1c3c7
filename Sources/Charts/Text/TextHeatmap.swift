internal import Basics

/// A heat map as lines of text: two characters a cell, shaded; a diverging one with its sign.
struct TextHeatmap {
  private let heatmap: Heatmap
  private let cells: HeatmapCells
  private let renderer: TextRenderer

  init(_ heatmap: Heatmap, _ renderer: TextRenderer) {
    self.heatmap = heatmap
    self.renderer = renderer
    cells = HeatmapCells(heatmap)
  }

  var lines: [String] {
    let width = renderer.width
    var lines = TextLine.wrapped(heatmap.title, width)
    lines += TextLine.wrapped(heatmap.subtitle ?? "", width)
    let names = [
      heatmap.rowLabel.isEmpty ? "" : "rows: \(heatmap.rowLabel)",
      heatmap.columnLabel.isEmpty ? "" : "columns: \(heatmap.columnLabel)",
    ].filter { !$0.isEmpty }
    lines += TextLine.wrapped(names.joined(separator: " · "), width)
    let rowNames = heatmap.rows.map { TextLine.fitted($0.visible, 14) }
    let indent = (rowNames.map(TextLine.columns).max() ?? -1) + 1
    let room = (width - indent - 2) / 2
    let block = max((max(heatmap.columnCount, 1) + room - 1) / room, 1)
    if block == 1 { lines += columnNames(indent) }
    for row in stride(from: 0, to: heatmap.values.count, by: block) {
      let name = rowNames.isEmpty ? "" : rowNames[row]
      lines.append(TextLine.padded(name, indent, .left) + "│" + shades(row, block) + "│")
    }
    return lines + legend(block)
  }

  private func shades(_ row: Int, _ block: Int) -> String {
    var text = ""
    for column in stride(from: 0, to: heatmap.columnCount, by: block) {
      text += shade(mean(row, column, block))
    }
    return text
  }

  private enum Value {
    case masked, missing
    case number(Double)
  }

  /// The mean of a block of cells, without those that are masked or not finite.
  private func mean(_ row: Int, _ column: Int, _ block: Int) -> Value {
    var (sum, count, missing) = (0.0, 0, 0)
    for y in row..<min(row + block, heatmap.values.count) {
      for x in column..<min(column + block, heatmap.columnCount)
      where !(heatmap.mask?[y][x] ?? false) {
        let value = heatmap.values[y].values[x]
        if value.isFinite {
          sum += value
          count += 1
        } else {
          missing += 1
        }
      }
    }
    if count > 0 { return .number(sum / Double(count)) }
    return missing > 0 ? .missing : .masked
  }

  private var ramp: [String] {
    renderer.isASCII
      ? [".", ":", "-", "=", "+", "*", "#", "%", "@"] : ["·", "░", "▒", "▓", "█"]
  }

  private func shade(_ value: Value) -> String {
    switch value {
    case .masked: return "  "
    case .missing: return "??"
    case .number(let number):
      switch heatmap.scale {
      case .sequential:
        let level = heatmap.scale.level(of: number, in: cells.limits, count: ramp.count) ?? 0
        return ramp[level] + ramp[level]
      case .diverging:
        let size = 0...cells.limits.upperBound
        let level = ColorScale.sequential.level(
          of: number.magnitude, in: size, count: ramp.count + 1)
        guard let level, level > 0 else { return renderer.isASCII ? "0 " : "··" }
        return (number < 0 ? "−" : "+") + ramp[level - 1]
      }
    }
  }

  /// Names over their columns, one letter a line, where they are short enough for that.
  private func columnNames(_ indent: Int) -> [String] {
    guard !heatmap.columns.isEmpty else { return [] }
    let names = heatmap.columns.map { Array(TextLine.fitted($0.visible, 8)) }
    let height = names.map(\.count).max() ?? 0
    if names.allSatisfy({ $0.reduce(0) { $0 + TextLine.columns($1) } <= 2 }) {
      let line = names.map { TextLine.padded(String($0), 2) }.joined()
      return [TextLine.spaces(indent + 1) + line]
    }
    return (0..<height).map { row in
      let letters = names.map { name -> String in
        let index = row - (height - name.count)
        return index < 0 ? "  " : TextLine.padded(String(name[index]), 2)
      }
      return TextLine.spaces(indent + 1) + letters.joined()
    }
  }

  private func legend(_ block: Int) -> [String] {
    let low = NumberText.short(cells.limits.lowerBound, significant: 3)
    let high = NumberText.short(cells.limits.upperBound, significant: 3)
    let legend = heatmap.legend.isEmpty ? "" : heatmap.legend + ": "
    let samples: String
    switch heatmap.scale {
    case .sequential:
      samples = "\(low) " + ramp.map { $0 + $0 }.joined() + " \(high)"
    case .diverging:
      let down = ramp.reversed().map { "−" + $0 }.joined()
      samples = "\(low) \(down) 0 " + ramp.map { "+" + $0 }.joined() + " \(high)"
    }
    var lines = TextLine.wrapped(legend, renderer.width - 48)
    if lines.count == 1, let first = lines.first {
      lines = [TextLine.fitted(first + " " + samples, renderer.width)]
    } else {
      lines.append(samples)
    }
    if block > 1 {
      lines.append("Each shade is the mean of \(block) × \(block) cells.")
    }
    if cells.maskedCount > 0 { lines.append("Blank: masked.") }
    return lines + (cells.omissions.isEmpty ? [] : [cells.omissions + " (??)"])
  }
}
