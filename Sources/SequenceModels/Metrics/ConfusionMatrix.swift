/// How often each class was taken for each other one, and what follows from it.
///
///     precision = right / predicted      recall = right / true      F1 = 2 · right / (predicted + true)
///
/// Where a class was never predicted, or never true, the measure that divides by it is 0.
public struct ConfusionMatrix: Sendable, Equatable {
  /// `counts[target][prediction]`
  public private(set) var counts: [[Int]]

  /// Nothing counted, for so many classes.
  public init(classes: Int) {
    require(classes > 0, "ConfusionMatrix: \(classes) classes; there must be at least one")
    counts = Array(repeating: Array(repeating: 0, count: classes), count: classes)
  }

  /// Counts predictions against targets.
  public init(_ predictions: [Int], _ targets: [Int], classes: Int) {
    self.init(classes: classes)
    require(
      predictions.count == targets.count,
      "ConfusionMatrix: \(predictions.count) predictions for \(targets.count) targets")
    for (prediction, target) in zip(predictions, targets) { add(prediction, target: target) }
  }

  /// Counts one prediction.
  public mutating func add(_ prediction: Int, target: Int) {
    require(
      counts.indices.contains(prediction) && counts.indices.contains(target),
      "ConfusionMatrix: prediction \(prediction) or target \(target) is outside the "
        + "\(counts.count) classes")
    counts[target][prediction] += 1
  }

  private func right(_ label: Int) -> Int { counts[label][label] }
  private func isTrue(_ label: Int) -> Int { counts[label].reduce(0, +) }
  private func isPredicted(_ label: Int) -> Int { counts.reduce(0) { $0 + $1[label] } }
  private var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  private static func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  /// Of what was predicted as a class, the share that is of it.
  public func precision(_ label: Int) -> Double { Self.share(right(label), isPredicted(label)) }
  /// Of what is of a class, the share that was predicted as it.
  public func recall(_ label: Int) -> Double { Self.share(right(label), isTrue(label)) }
  /// The harmonic mean of precision and recall.
  public func f1(_ label: Int) -> Double {
    Self.share(2 * right(label), isPredicted(label) + isTrue(label))
  }

  /// The share of right predictions; with one label per example it is micro-averaged precision,
  /// recall and F1 at once.
  public var accuracy: Double { Self.share(counts.indices.reduce(0) { $0 + right($1) }, total) }
  /// Mean precision over classes.
  public var macroPrecision: Double { mean(precision) }
  /// Mean recall over classes.
  public var macroRecall: Double { mean(recall) }
  /// Mean F1 over classes, each counting the same however rare.
  public var macroF1: Double { mean(f1) }

  private func mean(_ measure: (Int) -> Double) -> Double {
    counts.indices.reduce(0) { $0 + measure($1) } / Double(counts.count)
  }
}
