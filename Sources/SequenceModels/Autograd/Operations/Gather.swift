/// Rows of a table by index.
///
///     y[i] = W[indices[i]]        W̄[indices[i]] += ȳ[i], in the order of i
struct Gather: Operation {
  static let name = "embedding"
  var indices: [Int]
  var leading: [Int]

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: [Int]) {
    let table = inputs[0]
    let (rows, width) = (table.shape[0], table.shape[1])
    let output = Tensor.filled(leading + [width]) { to in
      for (place, index) in indices.enumerated() {
        require(
          index >= 0 && index < rows,
          "embedding: token \(index) at place \(place) is outside the vocabulary of \(rows)")
        (to + place * width).update(from: table.pointer + index * width, count: width)
      }
    }
    return (output, table.shape)
  }

  func backward(_ gradient: Tensor, saved shape: [Int]) -> [Tensor?] {
    var table = Tensor(zeros: shape)
    let to = table.mutablePointer
    for (place, index) in indices.enumerated() {
      for column in 0..<shape[1] {
        to[index * shape[1] + column] += gradient.pointer[place * shape[1] + column]
      }
    }
    return [table]
  }
}
