internal import Basics
internal import ArgumentParser
internal import Foundation
internal import Runs
internal import Notebooks
internal import Reports

/// What a report can be written as.
enum ReportFormat: String, CaseIterable, Sendable {
  case html, text, markdown, ipynb

  /// Reads `html,text`.
  static func list(_ text: String) throws -> [ReportFormat] {
    let names = text.split(separator: ",").map(String.init)
    let formats = try names.map { name -> ReportFormat in
      if let format = ReportFormat(rawValue: name) { return format }
      let known = allCases.map(\.rawValue)
      let nearest = Suggestion.nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
      throw ValidationError(
        "--format \(name): use one or several of \(known.joined(separator: ",")).\(nearest)")
    }
    guard !formats.isEmpty else { throw ValidationError("--format: name at least one format.") }
    return allCases.filter(formats.contains)
  }

  /// The ending of its files.
  var ending: String {
    switch self {
    case .html: "html"
    case .text: "txt"
    case .markdown: "md"
    case .ipynb: "ipynb"
    }
  }

  /// The report's bytes.
  func render(_ notebook: Notebook, _ result: NotebookResult) throws -> Data {
    let text =
      switch self {
      case .html: HTMLReport.render(notebook, result, facts: ReportFacts(of: notebook))
      case .text: TextReport.render(notebook, result, width: 80)
      case .markdown: MarkdownReport.render(notebook, result)
      case .ipynb: try IpynbReport.render(notebook, result)
      }
    return Data(text.utf8)
  }
}
