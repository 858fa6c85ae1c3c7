internal import Basics
public import Notebooks
public import Runs

/// Writes results as JUnit XML, which continuous integration servers show: a suite per notebook, a case
/// per cell and for everything else that went wrong. It holds no time.
public enum JUnitReport {
  /// What is told of one notebook.
  public struct Suite: Sendable, Equatable {
    /// What became of one cell, or of what failed beside the cells.
    public struct Case: Sendable, Equatable {
      /// How it ended.
      public enum Outcome: Sendable, Equatable {
        case passed, skipped
        /// A cell or value failed: kind and message, and the message with its place.
        case failed(type: String, message: String, text: String)
        /// Nothing could be run or shown.
        case error(String)
      }

      /// The name.
      public var name: String
      /// How it ended.
      public var outcome: Outcome
    }

    /// The notebook's name.
    public var name: String
    /// Its cells, and what failed beside them.
    public var cases: [Case]
    /// Warnings that count as errors, ready to print.
    public var problems: [String] = []

    /// A notebook that gave no results.
    public init(unreadable name: String, problem: String) {
      self.name = name
      cases = [Case(name: "notebook", outcome: .error(problem))]
    }

    /// A notebook with its results.
    public init(_ notebook: Notebook, _ result: NotebookResult) {
      name = notebook.name
      let page = ReportPage(notebook, result)
      var told: [Failure] = []
      cases = notebook.cells.indices.map { index in
        let outcome: Case.Outcome
        switch page.result(ofCell: index).status {
        case .failed(let failure) where !failure.isExpected:
          told.append(failure)
          outcome = Self.outcome(failure)
        case .notRun, .shownOnly: outcome = .skipped
        case .failed, .succeeded: outcome = .passed
        }
        return Case(
          name: notebook.cells[index].options.label ?? "cell \(index + 1)", outcome: outcome)
      }
      // What failed and is no cell's: inline values.
      for failure in result.failures where !told.contains(failure) {
        let place = failure.location.map { "inline value in line \($0.line)" } ?? "inline value"
        cases.append(Case(name: place, outcome: Self.outcome(failure)))
      }
    }

    private static func outcome(_ failure: Failure) -> Case.Outcome {
      let place = failure.location.map { "\($0): " } ?? ""
      return .failed(
        type: failure.kind.rawValue, message: failure.message, text: place + failure.message)
    }
  }

  /// The file for some notebooks.
  public static func render(_ suites: [Suite]) -> String {
    let body = suites.map { suite in
      let warnings = suite.problems.enumerated().map {
        Suite.Case(name: "warning \($0 + 1)", outcome: .error($1))
      }
      let cases = suite.cases + warnings
      let counts = cases.reduce(into: (failures: 0, errors: 0, skipped: 0)) { counts, test in
        switch test.outcome {
        case .passed: break
        case .skipped: counts.skipped += 1
        case .failed: counts.failures += 1
        case .error: counts.errors += 1
        }
      }
      return "  <testsuite name=\"\(suite.name.escaped)\" tests=\"\(cases.count)\""
        + " failures=\"\(counts.failures)\" errors=\"\(counts.errors)\""
        + " skipped=\"\(counts.skipped)\">\n"
        + cases.map { element($0, in: suite.name) }.joined() + "  </testsuite>\n"
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n" + body.joined()
      + "</testsuites>\n"
  }

  private static func element(_ test: Suite.Case, in suite: String) -> String {
    let head =
      "    <testcase classname=\"\(suite.escaped)\" name=\"\(test.name.escaped)\""
    let content: String
    switch test.outcome {
    case .passed: return head + "/>\n"
    case .skipped: content = "<skipped/>"
    case .failed(let type, let message, let text):
      content =
        "<failure type=\"\(type.escaped)\" message=\"\(message.escaped)\">\(text.escaped)</failure>"
    case .error(let message):
      content = "<error message=\"\(message.escaped)\">\(message.escaped)</error>"
    }
    return head + ">\n      \(content)\n    </testcase>\n"
  }
}
