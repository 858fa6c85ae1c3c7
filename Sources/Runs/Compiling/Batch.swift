internal import Notebooks

/// Several steps compiled together: one module, one main program with a mark between the steps.
///
/// Compiling ten small cells as one costs what two cost one by one. Cells stay apart all the same: a
/// batch ends where compiling on would let a cell see what stands below it, or a name declared anew.
struct Batch: Sendable, Equatable {
  /// The steps, by index in the notebook's list.
  var steps: [Int]
  /// The module's name; decided by the steps above and the first one alone.
  var module: String
  /// Whether the optimiser is used.
  var isOptimised = false
  /// Whether the one step of this batch is expected to fail.
  var expectsError = false
  /// Whether its one step awaits at its top level.
  var awaits = false
  /// Whether it declares the notebook's parameters.
  var declaresParameters = false

  private static let most = 32

  /// Shares out the steps of a notebook; what stands below never changes how the steps above are shared.
  ///
  /// - Parameter chosen: the steps to run; the others are left out, but for their imports.
  static func plan(
    _ notebook: Notebook, analyses: [CellAnalysis], only chosen: Set<Int>? = nil
  ) -> [Batch] {
    var batches: [Batch] = []
    /// Names in the code of the newest batch: one of them declared below would be seen above.
    var names: Set<String> = []
    var imports: Set<String> = []
    var closed = true
    if !notebook.frontMatter.parameters.isEmpty {
      batches = [Batch(steps: [], module: CellModuleName.of(0), declaresParameters: true)]
      names = ["params", "Parameters"]
      closed = false
    }
    for (index, step) in notebook.steps.enumerated() {
      var analysis = CellAnalysis()
      var expectsError = false
      switch step {
      case .cell(let cell):
        guard notebook.cells[cell].options.run else { continue }
        analysis = analyses[cell]
        expectsError = notebook.cells[cell].options.expectsError
        if let chosen, !chosen.contains(index), !expectsError,
          !imports.isSuperset(of: analysis.imports)
        {
          // Its imports stand above the next module.
          imports.formUnion(analysis.imports)
          closed = true
        }
      case .inlineValue(let value):
        analysis.mentioned = Set(
          Identifiers.list(of: notebook.inlineValues[value].expression).map(\.name))
      }
      guard chosen?.contains(index) ?? true else { continue }
      let alone = expectsError || analysis.isBroken || analysis.awaits
      let clashes = analysis.declared.contains { names.contains($0.name) }
      // A cell starts a module where it would change what stands above it there; beside the parameters
      // alone it changes nothing.
      let hasCode = batches.last.map { !$0.steps.isEmpty } ?? false
      let changesCode =
        alone || analysis.reachesUp || !imports.isSuperset(of: analysis.imports)
        || (isCell(step) && batches.last?.isOptimised != analysis.isHeavy)
      let isFull = batches.last.map { $0.steps.count >= most } ?? true
      if closed || clashes || expectsError || analysis.isBroken || isFull
        || (hasCode && changesCode)
      {
        batches.append(Batch(steps: [], module: CellModuleName.of(index + 1)))
        names = []
      }
      let newest = batches.count - 1
      if batches[newest].steps.isEmpty {
        batches[newest].isOptimised = analysis.isHeavy
        batches[newest].expectsError = expectsError
        batches[newest].awaits = analysis.awaits
      }
      batches[newest].steps.append(index)
      names.formUnion(analysis.mentioned)
      names.formUnion(analysis.declared.map(\.name))
      if !expectsError { imports.formUnion(analysis.imports) }
      // A top-level `defer` runs when its module has run.
      closed = alone || !analysis.defers.isEmpty
    }
    return batches
  }

  private static func isCell(_ step: Notebook.Step) -> Bool {
    if case .cell = step { return true }
    return false
  }
}
