internal import Basics

/// A bar chart as lines of text: a lying bar for each category and series.
enum TextBars {
  static func lines(_ prepared: PreparedChart, width: Int) -> [String] {
    let series = prepared.marks.filter { !$0.mark.categories.isEmpty }.map(\.mark)
    let isGrouped = series.count > 1
    let nameRoom = min(
      (isGrouped ? series.map(\.name) : prepared.categories).map(TextLine.columns).max() ?? 0, 24)
    let indent = isGrouped ? 2 : 0
    let texts = series.flatMap(\.pairs).map { NumberText.short($0.y) }
    let valueRoom = texts.map(TextLine.columns).max() ?? 0
    let room = max(width - indent - nameRoom - valueRoom - 4, 8)
    var lines =
      prepared.chart.y.label.isEmpty ? [] : [TextLine.fitted(prepared.chart.y.label, width)]
    for category in prepared.categories {
      if isGrouped { lines.append(TextLine.fitted(category, width)) }
      for mark in series {
        for (index, name) in mark.categories.enumerated() where name == category {
          let value = mark.pairs[index].y
          let label = TextLine.fitted(isGrouped ? mark.name : category, nameRoom)
          lines.append(
            TextLine.spaces(indent) + TextLine.padded(label, nameRoom) + " │"
              + bar(value, prepared.y, room) + " " + NumberText.short(value))
        }
      }
    }
    for (mark, _) in prepared.marks where mark.role == .neutral {
      if let summary = mark.summary(of: prepared.chart) { lines.append("(\(summary))") }
    }
    if !prepared.chart.x.label.isEmpty {
      lines.append(TextLine.fitted("by " + prepared.chart.x.label, width))
    }
    return lines
  }

  /// A bar in eighths of a character, after spaces if the axis begins below zero.
  private static func bar(_ value: Double, _ scale: AxisScale, _ room: Int) -> String {
    guard let share = scale.share(value) else { return "" }
    let zero = min(max(scale.share(0) ?? 0, 0), 1)
    let (low, high) = (min(share, zero), min(max(share, zero), 1))
    let start = Int((max(low, 0) * Double(room)).rounded())
    let eighths = Int(((high - max(low, 0)) * Double(room) * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return TextLine.spaces(start) + String(repeating: "█", count: eighths / 8)
      + parts[eighths % 8]
  }
}
