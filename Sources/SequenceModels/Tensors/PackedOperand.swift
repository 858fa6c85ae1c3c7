internal import CKernels

/// A matrix in the order in which the matrix product reads its second operand. Made once for all
/// products that use it: the steps of a recurrence, the tokens of a decoder, the batches of a test.
extension Tensor {
  /// The matrix `[k, n]` packed (`[n, k]` where `transposed`); kept until the tensor changes.
  func packedOperand(transposed: Bool) -> Tensor {
    require(shape.count == 2, "packed: \(shape) is not a matrix")
    let (n, k) = transposed ? (shape[0], shape[1]) : (shape[1], shape[0])
    return packedForm(transposed: transposed) {
      Tensor.filled([ck_gemm_packed_size(n, k)]) {
        ck_gemm_pack_f32(transposed ? 1 : 0, n, k, pointer, shape[1], $0)
      }
    }
  }

  /// output[rows, n] = x[rows, k] · W + bias, where W is this matrix `[k, n]` (`[n, k]` where
  /// `transposed`); every sum starts from the bias, or from 0, and ends with an addend `[rows, n]`, if any.
  /// From the second product on, the packed form is used; no bit depends on it.
  func multiply(
    _ x: UnsafePointer<Float>, rows: Int, transposed: Bool,
    into output: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>? = nil,
    addend: UnsafePointer<Float>? = nil
  ) {
    let (n, k) = transposed ? (shape[0], shape[1]) : (shape[1], shape[0])
    if isUsedAgain(transposed: transposed) {
      let packed = packedOperand(transposed: transposed)
      ck_affine_packed_f32(rows, n, k, x, k, packed.pointer, bias, addend, output, n)
    } else {
      ck_affine_f32(
        transposed ? 1 : 0, rows, n, k, x, k, pointer, shape[1], bias, addend, output, n)
    }
  }
}

/// What is remembered beside a tensor's memory until it changes.
struct PackedForms: Sendable {
  /// One per way to store the matrix.
  private var forms: [Tensor?] = [nil, nil]
  private var used = [false, false]

  /// Whether this was asked before.
  mutating func isUsedAgain(transposed: Bool) -> Bool {
    defer { used[transposed ? 1 : 0] = true }
    return used[transposed ? 1 : 0]
  }

  subscript(transposed: Bool) -> Tensor? {
    get { forms[transposed ? 1 : 0] }
    set { forms[transposed ? 1 : 0] = newValue }
  }
}
