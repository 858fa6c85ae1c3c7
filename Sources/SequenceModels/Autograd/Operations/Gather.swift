internal import CKernels

/// Rows of a table by index.
///
///     y[i] = W[indices[i]]        W̄[indices[i]] += ȳ[i], in the order of i
struct Gather: Operation {
  static let name = "embedding"
  var indices: [Int]
  var leading: Shape

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Shape) {
    let table = inputs[0]
    let (rows, width) = (table.shape[0], table.shape[1])
    for (place, index) in indices.enumerated() {
      require(
        index >= 0 && index < rows,
        "embedding: token \(index) at place \(place) is outside the vocabulary of \(rows)")
    }
    let output = Tensor.filled(leading + [width]) {
      ck_gather_rows_f32(indices.count, width, table.pointer, indices, $0)
    }
    return (output, table.shape)
  }

  func backward(_ gradient: Tensor, saved shape: Shape) -> [Tensor?] {
    let width = shape[1]
    let from = gradient.pointer
    var table = Tensor(zeros: shape)
    let to = table.mutablePointer
    for (place, index) in indices.enumerated() {
      ck_add_f32(1, width, to + index * width, from + place * width, to + index * width)
    }
    return [table]
  }

  /// Applies the operation; a parameter's gradient stays in rows.
  func callAsFunction(_ table: Variable) -> Variable {
    Tape.append(self, table, forward([table.value]).output)
  }
}

extension Variable {
  /// Some rows of a matrix `[rows, width]`, in the given order; a row may appear more than once.
  public func selecting(rows: [Int]) -> Variable {
    require(
      shape.count == 2, "selecting: the value is \(shape); rows are selected from a matrix")
    return Gather(indices: rows, leading: [rows.count])(self)
  }
}
