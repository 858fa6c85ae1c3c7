internal import Basics

/// Places title, labels, cells and legend of a heat map in a scene.
struct HeatmapLayout {
  private let heatmap: Heatmap
  private let cells: HeatmapCells
  private let width: Double
  private var scene: Scene

  private static let fontSize = 11.0

  /// The scene of a heat map at most so wide, unless it has more columns than that has pixels.
  static func scene(of heatmap: Heatmap, width: Double) -> Scene {
    var layout = HeatmapLayout(
      heatmap: heatmap, cells: HeatmapCells(heatmap), width: max(width, 200),
      scene: Scene(width: max(width, 200), height: 0))
    return layout.compose()
  }

  private mutating func compose() -> Scene {
    var top = ScenePieces.heading(
      title: heatmap.title, subtitle: heatmap.subtitle ?? "", width: width, into: &scene)
    let rowNames = heatmap.rows.map { fitted($0, 110) }
    let rowRoom = (rowNames.map { TextMetrics.width($0, size: Self.fontSize) }.max() ?? -6) + 6
    let left = max(rowRoom, heatmap.columns.isEmpty ? 0 : 8)
    let columnCount = max(heatmap.columnCount, 1)
    let available = (width - left) / Double(columnCount)
    let side = min(max(available.rounded(.down), min(available, 8), 1), 22)
    scene.width = max(width, left + side * Double(columnCount))
    let gridWidth = side * Double(heatmap.columnCount)
    if !heatmap.rowLabel.isEmpty || !heatmap.columnLabel.isEmpty {
      top += 16
      scene.add(axisNames, 0, top - 4) { $0.color = .softInk }
    }
    top = addColumnNames(left: left, top: top + 2, side: side)
    let grid = Scene.Cells(
      origin: Point(x: left, y: top), side: side, columnCount: columnCount,
      levels: levels, scale: heatmap.scale, tooltips: tooltips)
    if !grid.levels.isEmpty { scene.add(.cells(grid)) }
    addMissing(grid)
    let every = max(Int((12 / side).rounded(.up)), 1)
    for (row, name) in rowNames.enumerated() where row % every == 0 {
      let middle = top + (Double(row) + 0.5) * side
      scene.add(name, left - 5, middle + 4) {
        $0.anchor = .end
        $0.size = Self.fontSize
        $0.color = .softInk
        $0.full = name == heatmap.rows[row].visible ? nil : heatmap.rows[row].visible
      }
    }
    let gridHeight = side * Double(heatmap.values.count)
    addFrame(Rect(x: left, y: top, width: gridWidth, height: gridHeight))
    addLegend(left: left, top: top + gridHeight + 14)
    return scene
  }

  private var axisNames: String {
    let rows = heatmap.rowLabel.isEmpty ? "" : "rows: \(heatmap.rowLabel)"
    let columns = heatmap.columnLabel.isEmpty ? "" : "columns: \(heatmap.columnLabel)"
    let both = [rows, columns].filter { !$0.isEmpty }.joined(separator: " · ")
    return TextMetrics.fitted(both, width: width, size: 12)
  }

  private var levels: [Int?] {
    let count = heatmap.scale.levelCount
    var levels = [Int?](repeating: nil, count: heatmap.values.count * heatmap.columnCount)
    for (row, column, value) in cells.shown {
      levels[row * heatmap.columnCount + column] = heatmap.scale.level(
        of: value, in: cells.limits, count: count)
    }
    return levels
  }

  /// Up to 400 cells tell their value, which keeps a page small.
  private var tooltips: [String] {
    let count = heatmap.values.count * heatmap.columnCount
    guard count <= 400 else { return [] }
    var tooltips = [String](repeating: "", count: count)
    for (row, column, value) in cells.shown {
      tooltips[row * heatmap.columnCount + column] =
        "\(cells.name(row, column)): \(NumberText.short(value))"
    }
    return tooltips
  }

  private func fitted(_ text: String, _ limit: Double) -> String {
    TextMetrics.fitted(text.visible, width: limit, size: Self.fontSize)
  }

  /// Names above the columns, upright unless all of them fit; the height at which cells start.
  private mutating func addColumnNames(left: Double, top: Double, side: Double) -> Double {
    guard !heatmap.columns.isEmpty else { return top }
    let names = heatmap.columns.map { fitted($0, 90) }
    let widest = names.map { TextMetrics.width($0, size: Self.fontSize) }.max() ?? 0
    let isUpright = widest > side - 4
    let bottom = top + (isUpright ? widest + 10 : 16)
    let every = isUpright ? max(Int((12 / side).rounded(.up)), 1) : 1
    for (column, name) in names.enumerated() where column % every == 0 {
      let middle = left + (Double(column) + 0.5) * side
      scene.add(name, isUpright ? middle + 4 : middle, bottom - 4) {
        $0.anchor = isUpright ? .start : .middle
        $0.isUpright = isUpright
        $0.size = Self.fontSize
        $0.color = .softInk
        $0.full = name == heatmap.columns[column].visible ? nil : heatmap.columns[column].visible
      }
    }
    return bottom
  }

  /// A cross in each cell whose value is not finite, so that it differs from a masked one.
  private mutating func addMissing(_ grid: Scene.Cells) {
    guard cells.missingCount > 0 else { return }
    var places: [Point] = []
    for (row, numbers) in heatmap.values.enumerated() {
      for (column, value) in numbers.values.enumerated()
      where !value.isFinite && !(heatmap.mask?[row][column] ?? false) {
        places.append(
          Point(
            x: grid.origin.x + (Double(column) + 0.5) * grid.side,
            y: grid.origin.y + (Double(row) + 0.5) * grid.side))
      }
    }
    scene.add(.symbols(places, .cross, .softInk, radius: min(grid.side / 4, 4)))
  }

  private mutating func addFrame(_ frame: Rect) {
    let corners = [
      Point(x: frame.x, y: frame.y), Point(x: frame.right, y: frame.y),
      Point(x: frame.right, y: frame.bottom), Point(x: frame.x, y: frame.bottom),
      Point(x: frame.x, y: frame.y),
    ]
    if frame.width > 0 { scene.add(.line([corners], Scene.Stroke(color: .grid, width: 1))) }
  }

  private mutating func addLegend(left: Double, top: Double) {
    let count = heatmap.scale.levelCount
    let side = 5.0
    let low = NumberText.short(cells.limits.lowerBound, significant: 3)
    let high = NumberText.short(cells.limits.upperBound, significant: 3)
    let lowRoom = TextMetrics.width(low, size: Self.fontSize) + 6
    let barWidth = side * Double(count)
    var start = left + lowRoom
    let rest = barWidth + TextMetrics.width(high, size: Self.fontSize) + 8
    if start + rest > scene.width { start = lowRoom }
    scene.add(low, start - 6, top + 9) { Self.small(&$0, .end) }
    for row in 0..<2 {
      scene.add(
        .cells(
          Scene.Cells(
            origin: Point(x: start, y: top + Double(row) * side), side: side, columnCount: count,
            levels: Array(0..<count), scale: heatmap.scale, tooltips: [])))
    }
    scene.add(high, start + barWidth + 6, top + 9) { Self.small(&$0, .start) }
    var bottom = top + 12
    if heatmap.scale == .diverging {
      scene.add("0", start + barWidth / 2, top + 22) { Self.small(&$0, .middle) }
      bottom += 12
    }
    for text in [heatmap.legend, cells.omissions] where !text.isEmpty {
      for line in TextMetrics.wrapped(text, width: scene.width, size: 11, lines: 2) {
        bottom += 15
        scene.add(line, 0, bottom - 3) { Self.small(&$0, .start) }
      }
    }
    scene.height = bottom + 4
  }

  private static func small(_ label: inout Scene.Label, _ anchor: Scene.Anchor) {
    label.anchor = anchor
    label.size = Self.fontSize
    label.color = .softInk
  }
}

extension ColorScale {
  /// How many colours the scale has on a page.
  var levelCount: Int {
    self == .sequential ? Palette.sequentialCount : Palette.divergingCount
  }
}
