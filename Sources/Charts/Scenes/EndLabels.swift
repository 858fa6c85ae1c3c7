/// The names of series at their right ends, in their colours, moved apart where they would touch.
struct EndLabels {
  private struct Entry {
    var mark: any ChartMark
    var style: SeriesStyle
    var text: String
  }

  private let entries: [Entry]
  /// How much the labels take at the right of the frame.
  let room: Double

  init(_ prepared: PreparedChart, width: Double) {
    let hasLegend = prepared.hasLegend
    let limit = max(width * 0.27, 70)
    var known: Set<Int> = []
    var entries: [Entry] = []
    for (mark, style) in prepared.marks where !mark.name.isEmpty && mark.role != .borrowed {
      guard mark.key == .line || mark.key == .symbol else { continue }
      if mark.role == .series && (hasLegend || !known.insert(style.index).inserted) { continue }
      let isLonely = prepared.marks.count == 1 && mark.key == .symbol
      if isLonely { continue }
      let text = TextMetrics.fitted(mark.name, width: limit, size: 12)
      entries.append(Entry(mark: mark, style: style, text: text))
    }
    self.entries = entries
    let widest = entries.map { TextMetrics.width($0.text, size: 12) }.max()
    room = widest.map { $0 + 20 } ?? 10
  }

  func add(_ plot: Plot, to scene: inout Scene) {
    let anchored = entries.compactMap { entry in entry.mark.anchor(on: plot).map { (entry, $0) } }
    let frame = plot.frame
    let spacing = min(15, frame.height / Double(max(anchored.count, 1)))
    let places = LabelColumn.arrange(
      anchored.map { $0.1.y }, spacing: spacing, in: (frame.y + 2)...(frame.bottom - 2))
    for ((entry, anchor), y) in zip(anchored, places) {
      let left = frame.right + 14
      let isMoved = (y - anchor.y).magnitude > 4 || frame.right - anchor.x > 12
      if isMoved && entry.mark.key == .line {
        let stroke = Scene.Stroke(color: entry.style.color, width: 0.75, opacity: 0.6)
        let start = Point(x: min(anchor.x + 3, frame.right + 2), y: anchor.y)
        scene.add(.line([[start, Point(x: left - 3, y: y)]], stroke))
      }
      if entry.mark.key == .symbol {
        let middle = Point(x: left - 7, y: y)
        scene.add(.symbols([middle], entry.style.shape, entry.style.color, radius: 3.5))
      }
      scene.add(entry.text, left, y + 4) {
        $0.color = entry.style.ink
        $0.full = entry.text == entry.mark.name ? nil : entry.mark.name
      }
    }
  }
}
