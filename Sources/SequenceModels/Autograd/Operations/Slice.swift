/// A range of the last axis.
///
///     y = x[…, range]        x̄ = ȳ in the range, 0 elsewhere
struct Slice: Operation {
  static let name = "slice"
  var range: Range<Int>

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: [Int]) {
    let x = inputs[0]
    let columns = x.shape.last ?? 1
    require(
      range.lowerBound >= 0 && range.upperBound <= columns,
      "slice: \(range) is outside the last axis of \(x.shape)")
    let rows = x.count / max(columns, 1)
    let output = Tensor.filled(x.shape.dropLast() + [range.count]) { to in
      for row in 0..<rows {
        (to + row * range.count).update(
          from: x.pointer + row * columns + range.lowerBound, count: range.count)
      }
    }
    return (output, x.shape)
  }

  func backward(_ gradient: Tensor, saved shape: [Int]) -> [Tensor?] {
    let columns = shape.last ?? 1
    var x = Tensor(zeros: shape)
    let to = x.mutablePointer
    for row in 0..<(x.count / max(columns, 1)) {
      (to + row * columns + range.lowerBound).update(
        from: gradient.pointer + row * range.count, count: range.count)
    }
    return [x]
  }
}

/// One step of a sequence.
///
///     y = x[:, t, :]        x̄[:, t, :] = ȳ, 0 elsewhere
///
/// x `[batch, time, feature]`, y `[batch, feature]`.
struct Step: Operation {
  static let name = "step"
  var time: Int

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: [Int]) {
    let x = inputs[0]
    require(
      x.shape.count == 3 && time >= 0 && time < x.shape[1],
      "step: \(time) is outside the time axis of \(x.shape)")
    let (batch, steps, features) = (x.shape[0], x.shape[1], x.shape[2])
    let output = Tensor.filled([batch, features]) { to in
      for row in 0..<batch {
        (to + row * features).update(
          from: x.pointer + (row * steps + time) * features, count: features)
      }
    }
    return (output, x.shape)
  }

  func backward(_ gradient: Tensor, saved shape: [Int]) -> [Tensor?] {
    var x = Tensor(zeros: shape)
    let to = x.mutablePointer
    for row in 0..<shape[0] {
      (to + (row * shape[1] + time) * shape[2]).update(
        from: gradient.pointer + row * shape[2], count: shape[2])
    }
    return [x]
  }
}

extension Variable {
  /// A range of the last axis.
  public func columns(_ range: Range<Int>) -> Variable { tape.apply(Slice(range: range), [self]) }
  /// One step of `[batch, time, feature]`: `[batch, feature]`.
  public func step(_ time: Int) -> Variable { tape.apply(Step(time: time), [self]) }
}
