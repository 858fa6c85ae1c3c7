extension Workload {
  static let notebookCold = Workload("notebook-cold", "ten small cells and a chart, nothing cached")
  {
    try NotebookCase.measure(cold: true, $0)
  }
}
