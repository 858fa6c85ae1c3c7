/// Ends training when a loss no longer falls, and has the best weights then.
///
///     var stopping = EarlyStopping(model, patience: 3)
///     for step in 1...steps {
///       …
///       if stopping.stops(after: step, loss: validationLoss) { break }
///     }
///     stopping.restoreBest()
public struct EarlyStopping {
  private let parameters: [Parameter]
  private var weights: [Tensor] = []
  private var waited = 0
  /// How many losses may be no better before training ends.
  public let patience: Int
  /// The lowest loss, and the step after which it was measured.
  public private(set) var best: (step: Int, loss: Float)?

  /// Watches a model.
  public init(_ model: some Layer, patience: Int) {
    require(patience > 0, "EarlyStopping: patience \(patience); at least one loss must be awaited")
    parameters = model.distinctParameters
    self.patience = patience
  }

  /// Takes a loss down, and whether training should end.
  public mutating func stops(after step: Int, loss: Float) -> Bool {
    guard loss < best?.loss ?? .infinity else {
      waited += 1
      return waited >= patience
    }
    best = (step, loss)
    weights = parameters.map { $0.value }
    waited = 0
    return false
  }

  /// Gives the model its weights of the lowest loss.
  public func restoreBest() {
    for (parameter, value) in zip(parameters, weights) { parameter.value = value }
  }
}
