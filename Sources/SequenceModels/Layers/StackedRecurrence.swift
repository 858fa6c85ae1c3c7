/// Layers of one kind of cell, each on the output of the one below; in one direction or in both.
///
/// A bidirectional layer (Schuster and Paliwal, 1997) has a second cell that reads each sequence from
/// its last step to its first; outputs are concatenated, forward | backward.
public protocol StackedRecurrence: RecurrentLayer {
  /// The cell of all layers.
  associatedtype Cell: RecurrentCell
  /// What the cell did, step by step.
  associatedtype Trace: RecurrentTrace where Trace.Cell == Cell

  /// One cell per layer; of a bidirectional layer forward, then backward.
  var cells: [Cell] { get }
  /// Whether each layer reads in both directions.
  var bidirectional: Bool { get }
  /// Between layers, in calls with `using:`.
  var dropout: Dropout { get }

  /// The state of all cells from those of each.
  static func state(of cells: [Cell.State]) -> State
  /// The state of one cell.
  static func cell(_ index: Int, of state: State) -> Cell.State
}

extension StackedRecurrence {
  /// Cells of one layer.
  var directions: Int { bidirectional ? 2 : 1 }

  /// How many layers there are.
  public var layerCount: Int { cells.count / directions }

  /// Width of the output.
  public var outputSize: Int { directions * cells[0].hiddenSize }

  /// Its parameters, named as PyTorch names them (`weight_ih_l0`, `weight_ih_l0_reverse`, …).
  public var parameters: [(name: String, parameter: Parameter)] {
    cells.enumerated().flatMap { place, cell in
      let suffix = place % directions == 1 ? "_reverse" : ""
      return cell.parameters.map { ("\($0.name)_l\(place / directions)\(suffix)", $0.parameter) }
    }
  }

  /// All zeros.
  public func initialState(batch: Int) -> State {
    Self.state(of: cells.map { $0.initialState(batch: batch) })
  }

  /// Runs all layers over the sequence; `nil` starts from zeros.
  public func callAsFunction(
    _ x: Variable, _ state: State?
  ) -> (output: Variable, state: State) {
    run(x, state, lengths: nil) { $0 }
  }

  /// The same over a padded batch.
  public func callAsFunction(
    _ x: Variable, _ state: State?, lengths: [Int]
  ) -> (output: Variable, state: State) {
    run(x, state, lengths: lengths) { $0 }
  }

  /// Runs all layers, with dropout between them.
  public func callAsFunction(
    _ x: Variable, _ state: State?, using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    run(x, state, lengths: nil) { dropout($0, using: &generator) }
  }

  /// Runs all layers over a padded batch, with dropout between them.
  public func callAsFunction(
    _ x: Variable, _ state: State?, lengths: [Int],
    using generator: inout some RandomNumberGenerator
  ) -> (output: Variable, state: State) {
    run(x, state, lengths: lengths) { dropout($0, using: &generator) }
  }

  private func run(
    _ x: Variable, _ start: State?, lengths: [Int]?, between: (Variable) -> Variable
  ) -> (output: Variable, state: State) {
    var states = cellStates(start, batch: x.shape.first ?? 1)
    var output = x
    for layer in 0..<layerCount {
      if layer > 0 { output = between(output) }
      output = run(layer, output, &states, lengths: lengths)
    }
    return (output, Self.state(of: states))
  }

  /// One layer over the sequence.
  func run(
    _ layer: Int, _ x: Variable, _ states: inout [Cell.State], lengths: [Int]? = nil
  ) -> Variable {
    let outputs = (0..<directions).map { direction in
      let place = layer * directions + direction
      let (output, next) = cells[place].run(
        x, states[place], lengths: lengths, reversed: direction == 1)
      states[place] = next
      return output
    }
    return directions == 1 ? outputs[0] : concatenate(outputs, axis: 2)
  }

  /// The state of each cell.
  func cellStates(_ start: State?, batch: Int) -> [Cell.State] {
    let state = start ?? initialState(batch: batch)
    require(
      state.hidden.count == cells.count,
      "\(Self.name): the state has \(state.hidden.count) layers, not \(cells.count)")
    return cells.indices.map { Self.cell($0, of: state) }
  }

  /// The cells of some layers, from below.
  static func makeCells(
    _ inputSize: Int, _ hiddenSize: Int, layers: Int, bidirectional: Bool, _ make: (Int) -> Cell
  ) -> [Cell] {
    require(layers > 0, "\(name): \(layers) layers; at least one is needed")
    let directions = bidirectional ? 2 : 1
    return (0..<(layers * directions)).map {
      make($0 < directions ? inputSize : directions * hiddenSize)
    }
  }
}
