internal import Notebooks

/// Several steps compiled together: one module, one main program with a mark between the steps.
///
/// Compiling ten small cells as one costs what two cost one by one. Cells stay apart all the same: a
/// batch ends where compiling on would let a cell see what stands below it, or a name declared anew.
struct Batch: Sendable {
  /// The steps, by index in the notebook's list.
  var steps: [Int]
  /// The module's name; decided by the steps above and the first one alone.
  var module: String
  /// Whether the optimiser is used.
  var isOptimised: Bool
  /// Whether the one step of this batch is expected to fail.
  var expectsError: Bool

  private static let most = 32

  /// Shares out the steps of a notebook; what stands below never changes how the steps above are shared.
  static func plan(_ notebook: Notebook, analyses: [CellAnalysis]) -> [Batch] {
    var batches: [Batch] = []
    var words: Set<Substring> = []
    var closed = true
    for (index, step) in notebook.steps.enumerated() {
      var analysis = CellAnalysis()
      var text = ""
      var expectsError = false
      switch step {
      case .cell(let cell):
        guard notebook.cells[cell].options.run else { continue }
        analysis = analyses[cell]
        text = notebook.cells[cell].code
        expectsError = notebook.cells[cell].options.expectsError
      case .inlineValue(let value):
        text = notebook.inlineValues[value].expression
      }
      let alone = expectsError || analysis.isBroken
      let clashes = analysis.declared.contains { words.contains(Substring($0.name)) }
      let heavyChange = !closed && batches.last?.isOptimised != analysis.isHeavy && isCell(step)
      if closed || alone || analysis.mustStart || clashes || heavyChange
        || batches.last.map({ $0.steps.count >= most }) ?? true
      {
        batches.append(
          Batch(
            steps: [], module: "Cell\(index + 1)", isOptimised: analysis.isHeavy,
            expectsError: expectsError))
        words = []
      }
      batches[batches.count - 1].steps.append(index)
      words.formUnion(Words.list(of: text))
      closed = alone || analysis.mustEnd
    }
    return batches
  }

  private static func isCell(_ step: Notebook.Step) -> Bool {
    if case .cell = step { return true }
    return false
  }
}
