internal import CKernels

/// The inputs of a fused recurrence, checked, and the products that all kinds have in common: one for
/// all inputs, one for each weight gradient.
///
/// x `[batch, time, feature]`, W `[gates·hidden, feature]` (or, with a lookup, the products of both,
/// `[tokens that occur, gates·hidden]`), U `[gates·hidden, hidden]`, two biases `[gates·hidden]`,
/// h `[batch, hidden]`.
struct RecurrentCall {
  let rows: SequenceRows
  let hidden: Int
  let source: Source
  let hiddenWeight: Tensor
  let inputBias: Tensor
  let hiddenBias: Tensor
  let start: Tensor
  /// Whether no backward follows.
  let isForInference: Bool

  /// Where W x of every step comes from.
  enum Source {
    case product(x: Tensor, weight: Tensor)
    /// Rows of products that were made before, and which of them belongs to each packed row.
    case rows(of: Tensor, places: [Int])
  }

  /// Wrong sizes stop the program.
  init(
    _ name: String, _ inputs: [Tensor], gates: Int, lengths: [Int]?, reversed: Bool,
    lookup: RecurrentInput.Lookup?, isForInference: Bool
  ) {
    let x = inputs[0]
    let others = Array(inputs[(lookup == nil ? 2 : 1)...])
    let states = others[3...]
    require(
      lookup != nil || x.shape.count == 3,
      "\(name): the input is \(x.shape); it must be [batch, time, feature]")
    let (batch, time) = lookup.map { ($0.batch, $0.time) } ?? (x.shape[0], x.shape[1])
    hiddenWeight = others[0]
    hidden = hiddenWeight.shape[1]
    require(time > 0, "\(name): the sequence is empty; at least one step is needed")
    if lookup == nil {
      require(
        inputs[1].shape == [gates * hidden, x.shape[2]],
        "\(name): the input \(x.shape) has \(x.shape[2]) features, the layer expects "
          + "\(inputs[1].shape[1])")
    }
    for state in states {
      require(
        state.shape == [batch, hidden],
        "\(name): the state is \(states.map { "\($0.shape)" }.joined(separator: " and ")); "
          + "it must be [\(batch), \(hidden)]\(states.count > 1 ? " twice" : "")")
    }
    Self.check(name, lengths, batch: batch, time: time)
    let rows = SequenceRows(batch: batch, time: time, lengths: lengths, reversed: reversed)
    self.rows = rows
    self.isForInference = isForInference
    source =
      if let lookup {
        .rows(of: x, places: rows.places.map { lookup.places[$0] })
      } else if isForInference && rows.isFull {
        .rows(
          of: x.reshaped([batch * time, x.shape[2]]).product(inputs[1], transposed: true),
          places: rows.places)
      } else {
        .product(x: x, weight: inputs[1])
      }
    (inputBias, hiddenBias, start) = (others[1], others[2], others[3])
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

  /// W x of every step, packed: `[Σ lengths, gates·hidden]`; where ``forward(_:_:)`` reads rows that were
  /// made before, only room for the gates: for inference, of one step.
  func inputProducts() -> Tensor {
    switch source {
    case .product(let x, let weight): return rows.packed(x).product(weight, transposed: true)
    case .rows(let products, let places):
      let count = isForInference ? rows.batch : places.count
      return Tensor.filled([count, products.shape[1]]) { _ in }
    }
  }

  /// Runs all steps of a layer that has everything but its inputs.
  func forward(
    _ layer: inout ck_recurrence,
    _ run: (UnsafePointer<ck_sequence>, UnsafePointer<ck_recurrence>) -> Void
  ) {
    layer.for_inference = isForInference ? 1 : 0
    guard case .rows(let products, let places) = source else {
      rows.run { run($0, &layer) }
      return
    }
    places.withUnsafeBufferPointer {
      layer.inputs = products.pointer
      layer.input_places = $0.baseAddress
      rows.run { run($0, &layer) }
    }
    keepAlive(products)
  }

  /// What the steps' states begin with: room for all steps, or for inference for one.
  func states(from start: Tensor) -> Tensor {
    isForInference ? rows.sorted(start) : rows.starting(with: start)
  }

  /// U for the steps: transposed for forward, as stored for backward; some of its rows or all.
  func packedWeights(rows part: Range<Int>? = nil, transposed: Bool) -> Tensor {
    guard let part else { return hiddenWeight.packedOperand(transposed: transposed) }
    let (n, k) = transposed ? (part.count, hidden) : (hidden, part.count)
    return Tensor.filled([ck_gemm_packed_size(n, k)]) {
      ck_gemm_pack_f32(
        transposed ? 1 : 0, n, k, hiddenWeight.pointer + part.lowerBound * hidden, hidden, $0)
    }
  }

  /// Gradients of x (if it is wanted) and W, or of the products.
  ///
  /// - Parameters:
  ///   - gates: gradients of W x + U h + b, packed.
  ///   - turned: how many columns from the end of W's order its first one is, as in gates that stand
  ///     n, r, z; 0 for W's own order.
  ///   - columns: of the gates, those that belong to W x; all by default.
  func inputGradients(
    gates: Tensor, columns: Range<Int>? = nil, turned: Int = 0, _ wanted: Wanted
  ) -> [Tensor?] {
    switch source {
    case .product(let x, let weight):
      let own = turned == 0 ? weight : weight.turned(rows: weight.shape.rows - turned)
      let ofWeight = gates.transposedProduct(rows.packed(x), columns: columns)
      return [
        wanted[0] ? rows.unpacked(gates.product(own, columns: columns)) : nil,
        turned == 0 ? ofWeight : ofWeight.turned(rows: turned),
      ]
    case .rows(let products, let places):
      let sums = gates.summedRows(places, count: products.shape[0], columns: columns)
      return [turned == 0 ? sums : sums.turned(columns: turned)]
    }
  }

  /// Gradients of x (if it is wanted) and W, or of the products; of U and both biases.
  ///
  /// - Parameters:
  ///   - gates: gradients of W x + U h + b, packed.
  ///   - before: h before each step, packed.
  func gradients(gates: Tensor, before: Tensor, _ wanted: Wanted) -> [Tensor?] {
    let (recurrent, bias) = gates.linearGradients(before, bias: true)
    return inputGradients(gates: gates, wanted) + [recurrent, bias, bias]
  }
}

extension Tensor {
  /// x y, or x yᵀ, of matrices; of x only some columns.
  func product(_ y: Tensor, columns: Range<Int>? = nil, transposed: Bool = false) -> Tensor {
    let (m, stride) = (shape[0], shape[1])
    let wide = transposed ? y.shape[0] : y.shape[1]
    guard let part = columns else {
      return Tensor.filled([m, wide]) {
        y.multiply(pointer, rows: m, transposed: transposed, into: $0)
      }
    }
    return Tensor.filled([m, wide]) {
      ck_gemm_f32(
        0, transposed ? 1 : 0, m, wide, part.count, pointer + part.lowerBound, stride, y.pointer,
        y.shape[1], 0, $0, wide)
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

extension Tensor {
  /// The rows of a matrix from one on, and then those before it.
  func turned(rows first: Int) -> Tensor {
    let (rows, columns) = (shape.rows, shape.columns)
    return Tensor.filled(shape) {
      ck_copy_rows_f32(
        rows - first, columns, pointer + first * columns, columns, $0, columns)
      ck_copy_rows_f32(first, columns, pointer, columns, $0 + (rows - first) * columns, columns)
      keepAlive(self)
    }
  }

  /// The columns of a matrix from one on, and then those before it.
  fileprivate func turned(columns first: Int) -> Tensor {
    let (rows, columns) = (shape.rows, shape.columns)
    return Tensor.filled(shape) {
      ck_copy_rows_f32(rows, columns - first, pointer + first, columns, $0, columns)
      ck_copy_rows_f32(rows, first, pointer, columns, $0 + columns - first, columns)
      keepAlive(self)
    }
  }

  /// `count` sums of rows: row i is added to the sum at `places[i]`, in the order of i. Of the rows
  /// only some columns.
  func summedRows(_ places: [Int], count: Int, columns: Range<Int>? = nil) -> Tensor {
    let part = columns ?? 0..<shape.columns
    return Tensor.filled([count, part.count]) {
      ck_sum_rows_f32(
        places.count, part.count, pointer + part.lowerBound, shape.columns, places, count, $0)
    }
  }
}
