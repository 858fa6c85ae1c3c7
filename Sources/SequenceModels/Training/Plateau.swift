/// Lowers the learning rate when a loss no longer falls, as PyTorch's `ReduceLROnPlateau` does.
///
///     var plateau = Plateau(factor: 0.5, patience: 2)
///     optimizer.learningRate = rate * plateau.factor(after: validationLoss)
public struct Plateau: Sendable, Equatable {
  /// What the rate is multiplied with.
  public var factor: Float
  /// How many losses may be no better before the rate is lowered.
  public var patience: Int
  /// How much better counts: a loss below best · (1 − threshold).
  public var threshold: Float
  /// The factor does not fall below.
  public var floor: Float
  private var best = Float.infinity
  private var waited = 0
  private var current: Float = 1

  /// PyTorch's threshold; `floor` is relative to the first rate.
  public init(
    factor: Float = 0.1, patience: Int = 10, threshold: Float = 1e-4, floor: Float = 0
  ) {
    require(
      factor > 0 && factor < 1 && patience >= 0,
      "Plateau: factor \(factor) must be between 0 and 1, and patience \(patience) not negative")
    self.factor = factor
    self.patience = patience
    self.threshold = threshold
    self.floor = floor
  }

  /// The factor of the first rate after one more loss.
  public mutating func factor(after loss: Float) -> Float {
    if Double(loss) < Double(best) * (1 - Double(threshold)) {
      best = loss
      waited = 0
    } else {
      waited += 1
    }
    if waited > patience {
      current = max(current * factor, floor)
      waited = 0
    }
    return current
  }
}

// In a checkpoint: the bits of every number.
extension Plateau {
  var text: String {
    let floats = [factor, threshold, floor, best, current].map { "\($0.bitPattern)" }
    return (floats + ["\(patience)", "\(waited)"]).joined(separator: " ")
  }

  init?(text: String) {
    let fields = text.split(separator: " ", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { UInt32($0) }
    guard fields.count == 7, numbers.count == 7 else { return nil }
    let floats = numbers.prefix(5).map { Float(bitPattern: $0) }
    let (factor, threshold, floor, best, current) = (
      floats[0], floats[1], floats[2], floats[3], floats[4]
    )
    guard factor > 0, factor < 1, threshold.isFinite, floor.isFinite, !best.isNaN,
      current >= 0, current.isFinite
    else { return nil }
    self.init(factor: factor, patience: Int(numbers[5]), threshold: threshold, floor: floor)
    (self.best, self.current, waited) = (best, current, Int(numbers[6]))
  }
}
