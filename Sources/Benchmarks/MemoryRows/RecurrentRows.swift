internal import SequenceModels

extension MemoryRow {
  static var recurrentRows: [MemoryRow] {
    stack(["RNN", "RNNSequence"]) { RNN(8, 6, layers: $0, bidirectional: $1, using: &$2) }
      + stack(["RNN", "RNNSequence"], "relu") {
        RNN(8, 6, layers: $0, activation: .relu, bidirectional: $1, using: &$2)
      }
      + stack(["LSTM", "LSTMSequence"]) { LSTM(8, 8, layers: $0, bidirectional: $1, using: &$2) }
      + stack(["GRU", "GRUSequence"]) { GRU(8, 6, layers: $0, bidirectional: $1, using: &$2) }
      + stack(["GRU", "GRUSequence"], "reset before") {
        GRU(8, 6, layers: $0, reset: .beforeProduct, bidirectional: $1, using: &$2)
      }
      + layer(["GRU"], "64 sequences", calls: 50, x: [64, 20, 8], { GRU(8, 64, using: &$0) }) {
        $0($1).output
      }
      + cell("RNNCell") { RNNCell(8, 6, using: &$0) }
      + cell("LSTMCell") { LSTMCell(8, 8, using: &$0) }
      + cell("GRUCell") { GRUCell(8, 6, using: &$0) }
      + cell("GRUCell", "reset before") { GRUCell(8, 6, reset: .beforeProduct, using: &$0) }
  }

  /// A recurrent layer over whole batches and uneven ones, in one direction and in two, in layers, one
  /// step at a time, and what is drawn of it.
  private static func stack<L: StackedRecurrence>(
    _ covers: [String], _ kind: String = "",
    _ make: @escaping (_ layers: Int, _ bidirectional: Bool, inout SplitMix64) -> L
  ) -> [MemoryRow] {
    let whole = layer(covers, kind, x: [4, 5, 8], { make(1, false, &$0) }) { $0($1).output }
    let uneven = layer(
      covers, name(kind, "uneven, two layers, two directions"), x: [4, 5, 8],
      { make(2, true, &$0) }
    ) { layer, x in
      let (output, state) = layer(x, lengths: [5, 1, 3, 2])
      return output.sum() + concatenate(state.hidden, axis: 1).sum()
    }
    let steps = layer(covers, name(kind, "step by step"), x: [4, 5, 8], { make(1, false, &$0) }) {
      let first = $0($1.slice(axis: 1, 0..<1))
      let second = $0($1.slice(axis: 1, 1..<2), first.state)
      return second.output + $0($1.slice(axis: 1, 2..<3), second.state.detached).output
    }
    let drawn = [
      plain(covers, name(kind, "trace"), calls: 300) {
        var generator = SplitMix64(seed: 1)
        let (layer, x) = (make(2, false, &generator), numbers([1, 5, 8]))
        return { _ = layer.trace(x, layer: 1).signals }
      },
      plain(covers, name(kind, "gradients of its states"), calls: 300) {
        var generator = SplitMix64(seed: 1)
        let (layer, x) = (make(1, false, &generator), numbers([2, 5, 8]))
        return { _ = layer.hiddenStateGradientNorms(x) { $0.sum() } }
      },
    ]
    return whole + uneven + steps + drawn
  }

  /// Two steps of a cell, and its fused sequence.
  private static func cell<C: RecurrentCell>(
    _ covers: String, _ variant: String = "",
    _ make: @escaping (inout SplitMix64) -> C
  ) -> [MemoryRow] {
    layer([covers], variant, x: [4, 8], make) { cell, x in
      let first = cell(x, cell.initialState(batch: 4)).state
      return cell(x, first).state.hidden
    }
      + layer([covers], name(variant, "sequence"), x: [4, 3, 8], make) { cell, x in
        cell.run(x, cell.initialState(batch: 4), lengths: [3, 1, 2, 3], reversed: true).output
      }
  }
}
