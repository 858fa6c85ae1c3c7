internal import Basics

/// What is in the cells of a heat map: values, masked ones, and those that are not finite.
struct HeatmapCells {
  let heatmap: Heatmap
  let limits: ClosedRange<Double>
  /// The cells with a value, row by row.
  let shown: [(row: Int, column: Int, value: Double)]
  let maskedCount: Int
  let missingCount: Int

  init(_ heatmap: Heatmap) {
    self.heatmap = heatmap
    var shown: [(row: Int, column: Int, value: Double)] = []
    var (masked, missing) = (0, 0)
    for (row, numbers) in heatmap.values.enumerated() {
      for (column, value) in numbers.values.enumerated() {
        if heatmap.mask?[row][column] ?? false {
          masked += 1
        } else if value.isFinite {
          shown.append((row, column, value))
        } else {
          missing += 1
        }
      }
    }
    self.shown = shown
    (maskedCount, missingCount) = (masked, missing)
    let given = heatmap.limits.map { [$0.lowerBound, $0.upperBound] }
    if let limits = heatmap.limits, heatmap.scale == .sequential,
      limits.lowerBound < limits.upperBound
    {
      self.limits = limits
    } else {
      limits = heatmap.scale.limits(for: given ?? shown.map(\.value))
    }
  }

  /// The words of a cell's row and column.
  func name(_ row: Int, _ column: Int) -> String {
    let rowName = heatmap.rows.isEmpty ? "row \(row)" : heatmap.rows[row].visible
    let columnName = heatmap.columns.isEmpty ? "column \(column)" : heatmap.columns[column].visible
    return "\(rowName) → \(columnName)"
  }

  /// What was left out, in words; empty if nothing was.
  var omissions: String {
    missingCount == 0
      ? "" : "Left out: \(missingCount) \(missingCount == 1 ? "value" : "values") not finite."
  }
}
