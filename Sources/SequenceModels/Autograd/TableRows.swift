/// That a value is rows of a table, as an embedding's output is: a layer that starts with a matrix
/// product may multiply the table's rows instead, each once.
final class TableRows {
  /// The table, `[rows, width]`.
  let table: Variable
  /// The table's row at each place of the value.
  let indices: [Int]

  init(_ table: Variable, _ indices: [Int]) { (self.table, self.indices) = (table, indices) }

  /// The rows that occur, ascending, and which of them stands at each place; `nil` where that would
  /// not halve the work.
  var distinct: (rows: [Int], places: [Int])? {
    var place = [Int](repeating: -1, count: table.shape[0])
    for index in indices { place[index] = 0 }
    var rows: [Int] = []
    for row in place.indices where place[row] == 0 {
      place[row] = rows.count
      rows.append(row)
    }
    guard 2 * rows.count <= indices.count else { return nil }
    return (rows, indices.map { place[$0] })
  }
}
