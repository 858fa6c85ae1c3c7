internal import Basics

/// The cells of a table as text, the same for every renderer.
struct TableText {
  /// One cell, ready to be set.
  struct Cell: Equatable {
    var text: String
    var isBest: Bool
  }

  let rows: [[Cell]]
  let alignments: [Table.Alignment]

  init(_ table: Table) {
    var columns: [[Cell]] = []
    var alignments: [Table.Alignment] = []
    for (index, column) in table.columns.enumerated() {
      let cells = table.rows.map { $0[index] }
      let numbers = cells.map { cell -> Double? in
        if case .number(let number) = cell { number.value } else { nil }
      }
      let isNumeric = numbers.contains { $0 != nil }
      alignments.append(column.alignment ?? (isNumeric ? .right : .left))
      let decimals = column.decimals ?? NumberText.decimals(for: numbers.compactMap(\.self))
      let finite = numbers.compactMap(\.self).filter(\.isFinite)
      let best = column.best.flatMap { $0 == .lowest ? finite.min() : finite.max() }
      columns.append(
        zip(cells, numbers).map { cell, number in
          switch cell {
          case .text(let text): Cell(text: text, isBest: false)
          case .empty: Cell(text: "", isBest: false)
          case .number(let value):
            Cell(
              text: Self.text(value.value, decimals: decimals, isChosen: column.decimals != nil),
              isBest: number != nil && number == best)
          }
        })
    }
    rows = table.rows.indices.map { row in columns.map { $0[row] } }
    self.alignments = alignments
  }

  /// Whether some value is marked, so that the sign needs an explanation.
  var marksBest: Bool { rows.contains { $0.contains(where: \.isBest) } }

  /// The sign beside the best value of a column.
  static let bestSign = "★"

  private static func text(_ value: Double, decimals: Int, isChosen: Bool) -> String {
    let size = value.magnitude
    // A number that its column's decimals would hide is written with a power of ten.
    let isHidden = !isChosen && size > 0 && size < 0.00005 || size >= 1e9
    return isHidden
      ? NumberText.short(value) : NumberText.fixed(value, decimals: decimals)
  }
}
