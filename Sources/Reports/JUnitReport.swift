internal import Basics
public import Runs
public import Notebooks

/// Writes results as JUnit XML, which continuous integration servers show: a suite per notebook, a case
/// per cell. It holds no time.
public enum JUnitReport {
  /// The file for some notebooks.
  public static func render(_ runs: [(notebook: Notebook, result: NotebookResult)]) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    for (notebook, result) in runs {
      var cases = ""
      var (failures, skipped) = (0, 0)
      for (index, cell) in notebook.cells.enumerated() {
        let name = cell.options.label ?? "cell \(index + 1)"
        cases += "    <testcase classname=\"\(notebook.name.escaped)\" name=\"\(name.escaped)\""
        switch result.cells[index].status {
        case .failed(let failure)
        where !cell.options.expectsError
          || failure.kind == .unexpectedSuccess:
          failures += 1
          let place = failure.location.map { "\($0): " } ?? ""
          cases += ">\n      <failure type=\"\(failure.kind.rawValue)\""
          cases +=
            " message=\"\(failure.message.escaped)\">\((place + failure.message).escaped)</failure>\n"
          cases += "    </testcase>\n"
        case .notRun, .shownOnly:
          skipped += 1
          cases += ">\n      <skipped/>\n    </testcase>\n"
        case .failed, .succeeded: cases += "/>\n"
        }
      }
      text += "  <testsuite name=\"\(notebook.name.escaped)\" tests=\"\(notebook.cells.count)\""
      text += " failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\">\n"
      text += cases + "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }
}
