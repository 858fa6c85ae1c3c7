/// The share of places at which the prediction is the target.
///
/// - Parameter weights: 0 leaves a place out (padding), 1 counts it; `nil` counts all.
public func accuracy(_ predictions: [Int], _ targets: [Int], weights: [Float]? = nil) -> Double {
  require(
    predictions.count == targets.count && (weights?.count ?? targets.count) == targets.count,
    "accuracy: \(predictions.count) predictions, \(targets.count) targets, "
      + "\(weights?.count ?? targets.count) weights; the numbers must be equal")
  var (right, all) = (0, 0)
  for place in targets.indices where (weights?[place] ?? 1) != 0 {
    all += 1
    if predictions[place] == targets[place] { right += 1 }
  }
  require(all > 0, "accuracy: there is no place to count")
  return Double(right) / Double(all)
}

/// The share of whole sequences that are predicted without a mistake.
public func exactMatch<Sequence: Equatable>(
  _ predictions: [Sequence], _ targets: [Sequence]
) -> Double {
  require(
    predictions.count == targets.count && !targets.isEmpty,
    "exactMatch: \(predictions.count) predictions and \(targets.count) targets; the numbers must be "
      + "equal and not 0")
  return Double(zip(predictions, targets).count { $0 == $1 }) / Double(targets.count)
}

extension Tensor {
  /// The place of the largest element in each row of the last axis; of equal ones the first.
  public var argmax: [Int] {
    let columns = shape.columns
    require(columns > 0, "argmax: the tensor \(shape) has no columns")
    return (0..<(count / columns)).map { row in
      let start = row * columns
      var best = 0
      for column in 1..<max(columns, 1) where pointer[start + column] > pointer[start + best] {
        best = column
      }
      return best
    }
  }
}
