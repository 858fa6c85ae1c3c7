/// Elman layers over whole sequences, by a fused operation; the equations are ``RNNCell``'s.
///
/// Input `[batch, time, inputSize]`, output `[batch, time, hiddenSize]`, twice as wide where
/// bidirectional.
public struct RNN: StackedRecurrence {
  /// h of each layer.
  public typealias State = HiddenState

  /// "rnn".
  public static let name = "rnn"
  /// One cell per layer; of a bidirectional layer forward, then backward.
  public let cells: [RNNCell]
  /// Whether each layer reads in both directions.
  public let bidirectional: Bool
  /// Between layers, in calls with `using:`.
  public let dropout: Dropout

  /// Layers of one width; see ``RNNCell`` for how weights start.
  public init(
    _ inputSize: Int, _ hiddenSize: Int, layers: Int = 1,
    activation: RNNCell.Activation = .tanh, bidirectional: Bool = false, dropout: Float = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    cells = Self.makeCells(inputSize, hiddenSize, layers: layers, bidirectional: bidirectional) {
      RNNCell($0, hiddenSize, activation: activation, using: &generator)
    }
    self.bidirectional = bidirectional
    self.dropout = Dropout(dropout)
  }
}
