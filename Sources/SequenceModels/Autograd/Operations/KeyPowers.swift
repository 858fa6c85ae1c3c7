internal import CKernels

/// What additive scores need of keys k `[sources, time, width]`, computed once for all queries:
/// tanh(q + k) = 1 − 2 / (1 + e²𐞥 e²ᵏ) then costs a division. Where |q| or |k| is above 20, tanh itself
/// is computed.
struct KeyPowers {
  /// e²ᵏ, `[sources, time, width]`; what is behind a source's length is left open.
  let powers: Tensor
  /// The largest |k| of each source, `[sources]`.
  let largest: Tensor

  /// - Parameter lengths: steps of each source.
  init(_ keys: Tensor, lengths: [Int]) {
    let shape = keys.shape
    var largest = Tensor.filled([shape[0]]) { _ in }
    powers = Tensor.filled(shape) { powers in
      lengths.map { Int32($0) }.withUnsafeBufferPointer { lengths in
        guard let lengths = lengths.baseAddress else { return }
        ck_attention_step_keys_f32(
          shape[0], shape[1], shape[2], keys.pointer, lengths, powers, largest.mutablePointer)
      }
    }
    self.largest = largest
    keepAlive(keys, largest)
  }
}
