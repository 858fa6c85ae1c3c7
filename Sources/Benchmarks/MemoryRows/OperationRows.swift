internal import SequenceModels

extension MemoryRow {
  static var operationRows: [MemoryRow] {
    [
      unary("Tanh") { $0.tanh() }, unary("Sigmoid") { $0.sigmoid() }, unary("ReLU") { $0.relu() },
      unary("GELU") { $0.gelu() }, unary("Exponential") { $0.exp() },
      unary("Log") { ($0 * $0 + 1).log() }, unary("Softmax") { $0.softmax() },
      unary("LogSoftmax") { $0.logSoftmax() }, unary("Sum") { $0.sum() * $0.mean() },
      unary("SumAxis") { $0.sum(axis: 1) + $0.mean(axis: 1) },
      unary("Reshape") { $0.reshaped([20, 8]) }, unary("Scale") { $0 * 3 },
      unary("Slice") { $0.step(2) + $0.slice(axis: 1, 1..<2).reshaped([4, 8]) },
      unary("Add") { $0 + $0 + $0.step(1).slice(axis: 0, 0..<1).reshaped([8]) },
      unary("Subtract") { 1 - ($0 - $0.tanh()) }, unary("Multiply") { $0 * $0 },
      unary("Concatenate") { concatenate([$0, $0], axis: 2) * concatenate([$0, $0], axis: 2) },
      unary("MatMul") { $0.matmul($0.step(0), transposed: true) },
      unary("MatMul", "as stored") { $0.matmul($0.reshaped([20, 8]).slice(axis: 0, 0..<8)) },
      unary("Affine") { $0.linear($0.step(0), $0.step(1).sum(axis: 1)) },
      unary("Gather") { $0.reshaped([20, 8]).selecting(rows: [3, 0, 3, 19]) },
      unary("SoftmaxCrossEntropy") {
        $0.crossEntropy((0..<20).map { $0 % 8 }, weights: (0..<20).map { Float($0 % 3) })
      },
      unary("MaxOverTime") { $0.maxOverTime(lengths: [5, 1, 3, 2]) + $0.maxOverTime() },
      unary("MeanOverTime") { $0.meanOverTime(lengths: [5, 1, 3, 2]) + $0.meanOverTime() },
      unary("LayerNormalization") {
        $0 + $0.layerNorm(scale: $0.step(0).step(2, of: 4), shift: $0.step(1).step(1, of: 4))
      },
      unary("DropoutMask") { x in
        var generator = SplitMix64(seed: 3)
        return x.dropout(0.4, using: &generator)
      },
    ].flatMap { $0 }
  }

  /// An operation on x `[4, 5, 8]`.
  private static func unary(
    _ covers: String, _ variant: String = "",
    _ apply: @escaping (Variable) -> Variable
  ) -> [MemoryRow] {
    layer([covers], variant, x: [4, 5, 8], { _ in Nothing() }) { apply($1) }
  }
}

/// A layer that adds nothing to an operation.
private struct Nothing: Layer {}

extension Variable {
  /// A row of a matrix of so many.
  fileprivate func step(_ row: Int, of rows: Int) -> Variable {
    slice(axis: 0, row..<(row + 1)).reshaped([shape[1]])
  }
}
