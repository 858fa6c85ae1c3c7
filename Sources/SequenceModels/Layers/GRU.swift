/// GRU layers over whole sequences, by a fused operation; the equations are ``GRUCell``'s.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, hiddenSize]`, twice as wide where
/// bidirectional.
public struct GRU: StackedRecurrence {
  /// h of each layer.
  public typealias State = HiddenState

  /// "gru".
  public static let name = "gru"
  /// One cell per layer; of a bidirectional layer forward, then backward.
  public let cells: [GRUCell]
  /// Whether each layer reads in both directions.
  public let bidirectional: Bool
  /// Between layers, in calls with `using:`.
  public let dropout: Dropout

  /// Layers of one width; see ``GRUCell`` for how weights start.
  public init(
    _ inputSize: Int, _ hiddenSize: Int, layers: Int = 1,
    reset: GRUCell.Reset = .afterProduct, bidirectional: Bool = false, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    cells = Self.makeCells(inputSize, hiddenSize, layers: layers, bidirectional: bidirectional) {
      GRUCell($0, hiddenSize, reset: reset, using: &generator)
    }
    self.bidirectional = bidirectional
    self.dropout = Dropout(dropout)
  }
}
