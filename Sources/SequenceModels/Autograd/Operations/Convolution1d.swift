internal import CKernels

/// Convolution over time (a cross-correlation, as everywhere in the field).
///
///     y[b,t,o] = b[o] + Σ_k Σ_c x[b, t·stride + k·dilation − before, c] W[o,c,k]
///     x̄[b, t·stride + k·dilation − before, c] += ȳ[b,t,o] W[o,c,k]
///     W̄[o,c,k] += ȳ[b,t,o] x[b, t·stride + k·dilation − before, c]        b̄[o] = Σ ȳ[b,t,o]
///
/// x `[batch, time, channels]` with zeros around it, W `[outputs, channels / groups, width]`,
/// b `[outputs]`, y `[batch, steps, outputs]`. An output sees the channels of its group.
struct Convolution1d: Operation {
  static let name = "conv1d"
  var stride = 1
  var dilation = 1
  var groups = 1
  /// Zeros before the first step and after the last.
  var before = 0
  var after = 0

  struct Saved {
    /// With the zeros around it.
    var x: Tensor
    /// W as `[outputs, width, channels / groups]`.
    var w: Tensor
    var sizes: ck_convolution
    var biasShape: Shape?
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let bias = inputs.count > 2 ? inputs[2] : nil
    let sizes = self.sizes(inputs[0].shape, inputs[1].shape, bias?.shape)
    let saved = Saved(
      x: padded(inputs[0]), w: Self.swapped(inputs[1]), sizes: sizes, biasShape: bias?.shape)
    let y = Tensor.filled([sizes.batch, sizes.steps, sizes.outputs]) { y in
      Self.withScratch(sizes) {
        ck_convolution_f32($0, saved.x.pointer, saved.w.pointer, bias?.pointer, y, $1)
      }
    }
    return (y, saved)
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    var w̄ = Tensor.filled(saved.w.shape) { _ in }
    let x̄ = Tensor.filled(saved.x.shape) { x̄ in
      Self.withScratch(saved.sizes) {
        ck_convolution_backward_f32(
          $0, saved.x.pointer, saved.w.pointer, gradient.pointer, x̄, w̄.mutablePointer, $1)
      }
    }
    let gradients = [cropped(x̄), Self.swapped(w̄)]
    return saved.biasShape.map { gradients + [gradient.summed(to: $0)] } ?? gradients
  }

  /// How many outputs a sequence of `time` steps gives; none if it is shorter than the window.
  func steps(_ time: Int, width: Int) -> Int {
    let room = time + before + after - (width - 1) * dilation
    return room > 0 ? (room - 1) / stride + 1 : 0
  }

  private func sizes(_ x: Shape, _ w: Shape, _ bias: Shape?) -> ck_convolution {
    require(x.count == 3, "conv1d: the input is \(x); it must be [batch, time, channels]")
    require(
      w.count == 3 && w[0] % groups == 0 && x[2] == w[1] * groups,
      "conv1d: the input \(x) has \(x[2]) channels, weights \(w) in \(groups) groups expect "
        + "\(w.count == 3 ? w[1] * groups : 0)")
    require(
      bias == nil || bias == [w[0]],
      "conv1d: the bias is \(bias ?? []); it must be [\(w[0])]")
    let steps = self.steps(x[1], width: w[2])
    require(
      steps > 0,
      "conv1d: \(x[1]) steps with \(before) + \(after) zeros around them are shorter than the "
        + "window of \((w[2] - 1) * dilation + 1); pad the input or choose a smaller width")
    return ck_convolution(
      batch: x[0], time: x[1] + before + after, channels: x[2], steps: steps, outputs: w[0],
      taps: w[2], stride: stride, dilation: dilation, groups: groups)
  }

  private static func withScratch(
    _ sizes: ck_convolution,
    _ body: (UnsafePointer<ck_convolution>, UnsafeMutablePointer<Float>) -> Void
  ) {
    withUnsafePointer(to: sizes) { sizes in
      _ = Tensor.filled([ck_convolution_scratch_size(sizes)]) { body(sizes, $0) }
    }
  }

  /// `[n, a, b]` as `[n, b, a]`.
  private static func swapped(_ tensor: Tensor) -> Tensor {
    let (n, a, b) = (tensor.shape[0], tensor.shape[1], tensor.shape[2])
    let from = tensor.pointer
    return Tensor.filled([n, b, a]) { to in
      for part in Swift.stride(from: 0, to: n * a * b, by: Swift.max(a * b, 1)) {
        for j in 0..<b {
          for i in 0..<a { to[part + j * a + i] = from[part + i * b + j] }
        }
      }
    }
  }

  private func padded(_ x: Tensor) -> Tensor {
    guard before + after > 0 else { return x }
    let (batch, row) = (x.shape[0], x.shape[1] * x.shape[2])
    var result = Tensor(zeros: [batch, x.shape[1] + before + after, x.shape[2]])
    let (to, wide) = (result.mutablePointer, result.shape[1] * x.shape[2])
    for b in 0..<batch {
      (to + b * wide + before * x.shape[2]).update(from: x.pointer + b * row, count: row)
    }
    return result
  }

  private func cropped(_ x: Tensor) -> Tensor {
    guard before + after > 0 else { return x }
    return Slice(axis: 1, range: before..<(x.shape[1] - after)).forward([x]).output
  }
}
