extension Workload {
  static let notebookWarm = Workload("notebook-warm", "ten small cells and a chart, unchanged") {
    try NotebookCase.measure(cold: false, $0)
  }
}
