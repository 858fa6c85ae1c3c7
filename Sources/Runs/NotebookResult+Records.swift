internal import Notebooks

extension NotebookResult {
  /// The result of a run from what its steps gave.
  init(
    _ notebook: Notebook, records: [Int: StepRecord], statuses: [Int: CellResult.Status],
    failures: [Failure]
  ) {
    var cells = [CellResult](
      repeating: CellResult(status: .notRun(.failureAbove)), count: notebook.cells.count)
    var inline = [String?](repeating: nil, count: notebook.inlineValues.count)
    for (index, step) in notebook.steps.enumerated() {
      let record = records[index]
      switch step {
      case .cell(let cell):
        let notRun = CellResult.Status.notRun(.ofStep(index, failed: statuses.keys))
        var status = statuses[index] ?? (record == nil ? notRun : .succeeded)
        if !notebook.cells[cell].options.run { status = .shownOnly }
        if var failure = record?.expectedFailure {
          failure.location?.file = notebook.path
          for note in failure.notes.indices { failure.notes[note].location?.file = notebook.path }
          status = .failed(failure)
        }
        cells[cell] = CellResult(status: status, outputs: record?.outputs ?? [])
      case .inlineValue(let value):
        inline[value] = record?.inlineText
      }
    }
    self.init(
      cells: cells, inlineValues: inline, parameters: notebook.frontMatter.parameters,
      seed: notebook.frontMatter.seed, failures: failures)
  }
}
