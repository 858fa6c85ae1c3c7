/// Nothing is given back before this call: for tensors that C code reaches by pointer.
///
/// The body reads what it is given, and is never part of its caller, for a reason. With an empty body the
/// optimiser (Swift 6.3) sees that nobody reads the array: the call loses its argument, and the array goes,
/// leaving one release for each tensor in it. Where a tensor's shape was made in the same function, the
/// shape's array is not needed either then; with it goes every instruction that mentions it, and among them
/// is the release of the tensor as a whole. Its memory is never given back: 48 KB in each forward pass of a
/// `GRU(8, 64)` over 64 sequences. `unroll-bench --memory` watches for it.
@inline(never)
func keepAlive(_ tensors: Tensor?...) {
  withExtendedLifetime(tensors) {}
}
