internal import CKernels

/// The mean over time of each feature.
///
///     y[b,c] = 1/n_b Σ_{t < n_b} x[b,t,c]        x̄[b,t,c] = ȳ[b,c] / n_b for t < n_b, 0 elsewhere
struct MeanOverTime: Operation {
  static let name = "mean over time"
  var lengths: [Int]?

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: (shape: Shape, lengths: [Int])) {
    let x = inputs[0]
    let lengths = checkedLengths(Self.name, self.lengths, x.shape)
    let (time, columns) = (x.shape[1], x.shape[2])
    var y = Tensor(zeros: [x.shape[0], columns])
    let to = y.mutablePointer
    for (b, length) in lengths.enumerated() {
      let sum = to + b * columns
      for t in 0..<length { ck_add_f32(1, columns, sum, x.pointer + (b * time + t) * columns, sum) }
      ck_scale_f32(columns, 1 / Float(length), sum, sum)
    }
    return (y, (x.shape, lengths))
  }

  func backward(_ gradient: Tensor, saved: (shape: Shape, lengths: [Int])) -> [Tensor?] {
    let (time, columns) = (saved.shape[1], saved.shape[2])
    var x = Tensor(zeros: saved.shape)
    let to = x.mutablePointer
    for (b, length) in saved.lengths.enumerated() {
      for t in 0..<length {
        ck_scale_f32(
          columns, 1 / Float(length), gradient.pointer + b * columns, to + (b * time + t) * columns)
      }
    }
    return [x]
  }
}

extension Variable {
  /// The mean over time of each feature: `[batch, time, feature]` becomes `[batch, feature]`.
  ///
  /// - Parameter lengths: steps that count, per sequence; the others are padding.
  public func meanOverTime(lengths: [Int]? = nil) -> Variable {
    MeanOverTime(lengths: lengths)(self)
  }
}
