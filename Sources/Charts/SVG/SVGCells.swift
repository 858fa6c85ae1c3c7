internal import Basics

/// Square cells as strokes one cell high: a run of equal cells costs a few bytes.
enum SVGCells {
  /// One group, in which a cell is one unit wide.
  static func svg(_ cells: Scene.Cells) -> String {
    let top = NumberText.coordinate(cells.origin.y + cells.side / 2)
    let left = NumberText.coordinate(cells.origin.x)
    var text = "<g transform=\"translate(\(left) \(top)) scale(\(SVGPath.decimal(cells.side)))\" "
    text += "class=\"cells\" stroke-width=\"1\" shape-rendering=\"crispEdges\">\n"
    for level in Set(cells.levels.compactMap(\.self)).sorted() {
      let color = SVGWriter.css(.level(cells.scale, level))
      if cells.tooltips.isEmpty {
        text += "<path stroke=\"\(color)\" d=\"\(runs(of: level, in: cells))\"/>\n"
      } else {
        text += "<g stroke=\"\(color)\">"
        for index in cells.levels.indices where cells.levels[index] == level {
          let (row, column) = index.quotientAndRemainder(dividingBy: cells.columnCount)
          text += "<path d=\"M\(column) \(row)h1\"><title>\(cells.tooltips[index].escaped)</title>"
          text += "</path>"
        }
        text += "</g>\n"
      }
    }
    return text + "</g>\n"
  }

  private static func runs(of level: Int, in cells: Scene.Cells) -> String {
    var text = ""
    // Where the last run ended.
    var (x, y) = (0, 0)
    for row in 0..<(cells.levels.count / cells.columnCount) {
      let line = cells.levels[(row * cells.columnCount)..<((row + 1) * cells.columnCount)]
      var index = line.startIndex
      while index < line.endIndex {
        guard line[index] == level else {
          index += 1
          continue
        }
        var end = index
        while end < line.endIndex, line[end] == level { end += 1 }
        let column = index - line.startIndex
        let (dx, dy) = (column - x, row - y)
        text += "m\(dx)" + (dy < 0 ? "" : " ") + "\(dy)h\(end - index)"
        (x, y) = (column + end - index, row)
        index = end
      }
    }
    return text
  }
}
