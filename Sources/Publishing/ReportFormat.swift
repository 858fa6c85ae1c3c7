public import Basics
public import Foundation
public import Notebooks
internal import Reports
public import Runs

/// What a report can be written as.
public enum ReportFormat: String, CaseIterable, Sendable {
  case html, text, markdown, ipynb

  /// Reads `html,text`.
  public static func list(_ text: String) throws(Problem) -> [ReportFormat] {
    let known = allCases.map(\.rawValue)
    var formats: Set<ReportFormat> = []
    for part in text.split(separator: ",") {
      let name = part.trimmingCharacters(in: .whitespaces)
      guard let format = ReportFormat(rawValue: name) else {
        throw Problem(
          .arguments, "--format \(name): there is no such format",
          advice: Suggestion.advice(for: name, among: known, what: "The formats are"))
      }
      formats.insert(format)
    }
    guard !formats.isEmpty else {
      throw Problem(
        .arguments, "--format: no format is named",
        advice: "Name one or several of \(known.joined(separator: ",")).")
    }
    return allCases.filter(formats.contains)
  }

  /// The ending of its files.
  public var ending: String {
    switch self {
    case .html: "html"
    case .text: "txt"
    case .markdown: "md"
    case .ipynb: "ipynb"
    }
  }

  /// The file of a notebook's report.
  public func file(ofNotebook name: String) -> String { "\(name).\(ending)" }

  /// The report's bytes.
  public func render(_ notebook: Notebook, _ result: NotebookResult) throws -> Data {
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
