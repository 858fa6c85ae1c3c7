internal import Basics

/// The data of a figure as rows of text, for a table that opens beside it.
public struct FigureData: Sendable, Equatable {
  /// The names of the columns.
  public var header: [String]
  /// The rows, each with as many cells as the header.
  public var rows: [[String]]

  /// The data of a figure; `nil` for text, for tables, which are their own data, and for groups,
  /// whose panels have data each.
  public init?(_ figure: Figure) {
    switch figure {
    case .text, .markdown, .table, .group: return nil
    case .chart(let chart): self.init(chart)
    case .heatmap(let heatmap): self.init(heatmap)
    case .coloredText(let text):
      self.init(
        header: ["piece", text.legend.isEmpty ? "value" : text.legend],
        rows: zip(text.pieces, text.values.values).map { [$0.visible, NumberText.exact($1)] })
    }
  }

  private init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  private init(_ heatmap: Heatmap) {
    let numbered = (0..<heatmap.columnCount).map(String.init)
    let columns = heatmap.columns.isEmpty ? numbered : heatmap.columns
    header = [heatmap.rowLabel] + columns.map(\.visible)
    rows = heatmap.values.enumerated().map { row, numbers in
      let cells = numbers.values.enumerated().map { column, value in
        heatmap.mask?[row][column] ?? false ? "" : NumberText.exact(value)
      }
      return [heatmap.rows.isEmpty ? String(row) : heatmap.rows[row].visible] + cells
    }
  }

  private init(_ chart: Chart) {
    let marks = chart.marks.map(\.content)
    let parts = marks.map(\.columns)
    let isWide = parts.allSatisfy { Set($0.keys).count == $0.keys.count }
    let keyName = chart.x.label.isEmpty ? "x" : chart.x.label
    let valueName = chart.y.label.isEmpty ? "y" : chart.y.label
    if isWide {
      self.init(wide: parts, keyName: keyName, valueName: valueName)
    } else {
      self.init(long: parts, keyName: keyName, valueName: valueName)
    }
  }

  /// A row for each place, a column for each series.
  private init(wide parts: [MarkColumns], keyName: String, valueName: String) {
    let all = parts.flatMap(\.columns)
    header = [keyName] + all.map { $0.name.isEmpty ? valueName : $0.name }
    var places: [String: Int] = [:]
    var keys: [String] = []
    for key in parts.flatMap(\.keys) where places[key] == nil {
      places[key] = keys.count
      keys.append(key)
    }
    rows = keys.map { [$0] + [String](repeating: "", count: all.count) }
    var column = 1
    for part in parts {
      for (_, values) in part.columns {
        if part.keys.isEmpty {
          for row in rows.indices { rows[row][column] = values.first ?? "" }
        }
        for (key, value) in zip(part.keys, values) {
          if let row = places[key] { rows[row][column] = value }
        }
        column += 1
      }
    }
    let numbers = keys.map(Double.init)
    if numbers.allSatisfy({ $0.map(\.isFinite) ?? false }) {
      let order = keys.indices.sorted { ((numbers[$0] ?? 0), $0) < ((numbers[$1] ?? 0), $1) }
      rows = order.map { rows[$0] }
    }
  }

  /// A row for each value, where a series comes to a place more than once.
  private init(long parts: [MarkColumns], keyName: String, valueName: String) {
    header = ["series", keyName, valueName]
    rows = []
    for part in parts {
      for (name, values) in part.columns {
        for (index, value) in values.enumerated() {
          rows.append([name, part.keys.isEmpty ? "" : part.keys[index], value])
        }
      }
    }
  }
}
