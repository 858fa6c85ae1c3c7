internal import CKernels

/// A gradient of some rows of a matrix; all others are 0. What an embedding of a large vocabulary gets.
public struct RowGradient: Sendable {
  /// Which rows, ascending, each once.
  public let rows: [Int]
  /// Their gradients, `[rows.count, width]`.
  public internal(set) var values: Tensor

  /// Rows in any order; `values[i]` belongs to `rows[i]`, and a row may appear more than once.
  init(unsorted rows: [Int], _ values: Tensor) {
    self.rows = rows
    self.values = values
  }

  /// The sum of several, in which a row may appear more than once: its values are added in order.
  init(summing parts: [RowGradient]) {
    let width = parts[0].values.shape[1]
    let order = parts.flatMap { $0.rows }
    // A row and its place as one number: sorting keeps the order of equal rows.
    var keys = order.enumerated().map { UInt64($1) << 32 | UInt64($0) }
    keys.sort()
    var rows: [Int] = []
    var places = [Int](repeating: 0, count: order.count)
    for key in keys {
      let row = Int(key >> 32)
      if rows.last != row { rows.append(row) }
      places[Int(key & 0xFFFF_FFFF)] = rows.count - 1
    }
    var values = Tensor(zeros: [rows.count, width])
    let to = values.mutablePointer
    var place = 0
    for part in parts {
      let from = part.values.pointer
      for row in part.rows.indices {
        let target = to + places[place] * width
        ck_add_f32(1, width, target, from + row * width, target)
        place += 1
      }
    }
    self.rows = rows
    self.values = values
  }

  /// Adds its rows to a whole matrix.
  func add(to matrix: inout Tensor) {
    let width = values.shape[1]
    let (to, from) = (matrix.mutablePointer, values.pointer)
    for (place, row) in rows.enumerated() {
      ck_add_f32(1, width, to + row * width, from + place * width, to + row * width)
    }
  }

  /// The whole matrix, with zeros.
  func matrix(_ shape: Shape) -> Tensor {
    var matrix = Tensor(zeros: shape)
    add(to: &matrix)
    return matrix
  }
}
