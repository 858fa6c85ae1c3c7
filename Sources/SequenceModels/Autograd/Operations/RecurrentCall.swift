internal import CKernels

/// The inputs of a fused recurrence, checked, and the products that all kinds have in common: one for
/// all inputs, one for each weight gradient.
///
/// x `[batch, time, feature]`, W `[gates·hidden, feature]`, U `[gates·hidden, hidden]`, two biases
/// `[gates·hidden]`, h `[batch, hidden]`.
struct RecurrentCall {
  let rows: SequenceRows
  let features: Int
  let hidden: Int
  let x: Tensor
  let inputWeight: Tensor
  let hiddenWeight: Tensor
  let inputBias: Tensor
  let hiddenBias: Tensor
  let start: Tensor

  /// Wrong sizes stop the program.
  init(_ name: String, _ inputs: [Tensor], gates: Int, lengths: [Int]?, reversed: Bool) {
    let (x, w, u) = (inputs[0], inputs[1], inputs[2])
    require(
      x.shape.count == 3, "\(name): the input is \(x.shape); it must be [batch, time, feature]")
    let (batch, time) = (x.shape[0], x.shape[1])
    (features, hidden) = (x.shape[2], u.shape[1])
    require(time > 0, "\(name): the sequence is empty; at least one step is needed")
    require(
      w.shape == [gates * hidden, features],
      "\(name): the input \(x.shape) has \(features) features, the layer expects \(w.shape[1])")
    for state in inputs[5...] {
      require(
        state.shape == [batch, hidden],
        "\(name): the state is \(inputs[5...].map { "\($0.shape)" }.joined(separator: " and ")); "
          + "it must be [\(batch), \(hidden)]\(inputs.count > 6 ? " twice" : "")")
    }
    Self.check(name, lengths, batch: batch, time: time)
    rows = SequenceRows(batch: batch, time: time, lengths: lengths, reversed: reversed)
    (self.x, inputWeight, hiddenWeight) = (x, w, u)
    (inputBias, hiddenBias, start) = (inputs[3], inputs[4], inputs[5])
  }

  private static func check(_ name: String, _ lengths: [Int]?, batch: Int, time: Int) {
    guard let lengths else { return }
    require(
      lengths.count == batch,
      "\(name): there are \(lengths.count) lengths for \(batch) sequences; give one for each")
    for (row, length) in lengths.enumerated() {
      require(
        length > 0,
        "\(name): the length of sequence \(row) is \(length); leave empty sequences out of the batch"
      )
      require(
        length <= time,
        "\(name): the length of sequence \(row) is \(length), but the batch has \(time) steps")
    }
  }

  /// W x of every step, packed: `[Σ lengths, gates·hidden]`.
  func inputProducts() -> Tensor {
    rows.packed(x).product(inputWeight, transposed: true)
  }

  /// U for the steps: transposed for forward, as stored for backward; some of its rows or all.
  func packedWeights(rows part: Range<Int>? = nil, transposed: Bool) -> Tensor {
    let part = part ?? 0..<hiddenWeight.shape[0]
    let (n, k) = transposed ? (part.count, hidden) : (hidden, part.count)
    return Tensor.filled([ck_gemm_packed_size(n, k)]) {
      ck_gemm_pack_f32(
        transposed ? 1 : 0, n, k, hiddenWeight.pointer + part.lowerBound * hidden, hidden, $0)
    }
  }

  /// Gradients of x (if it is wanted), W, U and both biases.
  ///
  /// - Parameters:
  ///   - gates: gradients of W x + U h + b, packed.
  ///   - before: h before each step, packed.
  func gradients(gates: Tensor, before: Tensor, _ wanted: Wanted) -> [Tensor?] {
    let bias = gates.summed(to: [gates.shape[1]])
    return [
      wanted[0] ? rows.unpacked(gates.product(inputWeight)) : nil,
      gates.transposedProduct(rows.packed(x)),
      gates.transposedProduct(before), bias, bias,
    ]
  }
}

extension Tensor {
  /// x y, or x yᵀ, of matrices; of x only some columns.
  func product(_ y: Tensor, columns: Range<Int>? = nil, transposed: Bool = false) -> Tensor {
    let (m, stride) = (shape[0], shape[1])
    let part = columns ?? 0..<stride
    let n = transposed ? y.shape[0] : y.shape[1]
    return Tensor.filled([m, n]) {
      ck_gemm_f32(
        0, transposed ? 1 : 0, m, n, part.count, pointer + part.lowerBound, stride, y.pointer,
        y.shape[1], 0, $0, n)
    }
  }

  /// xᵀ y of matrices; of x only some columns.
  func transposedProduct(_ y: Tensor, columns: Range<Int>? = nil) -> Tensor {
    let part = columns ?? 0..<shape[1]
    let n = y.shape[1]
    return Tensor.filled([part.count, n]) {
      ck_gemm_f32(
        1, 0, part.count, n, shape[0], pointer + part.lowerBound, shape[1], y.pointer, n, 0, $0, n)
    }
  }
}
