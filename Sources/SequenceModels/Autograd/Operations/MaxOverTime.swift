internal import CKernels

/// The largest value over time of each feature (Collobert et al., 2011; Kim, 2014).
///
///     y[b,c] = max_{t < lengths[b]} x[b,t,c]        x̄[b,t,c] = ȳ[b,c] at the first such t, 0 elsewhere
struct MaxOverTime: Operation {
  static let name = "max over time"
  var lengths: [Int]?

  struct Saved {
    var shape: Shape
    var places: [Int32]
  }

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved) {
    let x = inputs[0]
    let lengths = checkedLengths(Self.name, self.lengths, x.shape).map(Int32.init)
    let (batch, time, columns) = (x.shape[0], x.shape[1], x.shape[2])
    var places = [Int32](repeating: 0, count: batch * columns)
    let y = Tensor.filled([batch, columns]) {
      ck_max_over_time_f32(batch, time, columns, x.pointer, lengths, $0, &places)
    }
    return (y, Saved(shape: x.shape, places: places))
  }

  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?] {
    let (time, columns) = (saved.shape[1], saved.shape[2])
    var x = Tensor(zeros: saved.shape)
    let (from, to) = (gradient.pointer, x.mutablePointer)
    for b in 0..<saved.shape[0] {
      for c in 0..<columns {
        let t = Int(saved.places[b * columns + c])
        to[(b * time + t) * columns + c] = from[b * columns + c]
      }
    }
    return [x]
  }
}

/// One length per sequence of `[batch, time, feature]`, all of them `time` where none are given.
func checkedLengths(_ name: String, _ lengths: [Int]?, _ shape: Shape) -> [Int] {
  require(shape.count == 3, "\(name): the input is \(shape); it must be [batch, time, feature]")
  require(shape[1] > 0, "\(name): the sequence is empty; at least one step is needed")
  let lengths = lengths ?? Array(repeating: shape[1], count: shape[0])
  require(
    lengths.count == shape[0],
    "\(name): \(lengths.count) lengths for the \(shape[0]) sequences of \(shape); one each is "
      + "needed")
  for (row, length) in lengths.enumerated() {
    require(
      length > 0 && length <= shape[1],
      "\(name): length \(length) of sequence \(row) is not in 1 ... \(shape[1])")
  }
  return lengths
}

extension Variable {
  /// The largest value over time of each feature: `[batch, time, feature]` becomes `[batch, feature]`.
  ///
  /// Of equal values the first counts, and the gradient goes to it alone.
  /// - Parameter lengths: steps that count, per sequence; the others are padding.
  public func maxOverTime(lengths: [Int]? = nil) -> Variable { MaxOverTime(lengths: lengths)(self) }
}
