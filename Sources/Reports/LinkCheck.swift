internal import Basics
internal import Foundation
internal import Notebooks

/// Finds links to headings and notebooks that do not exist.
struct LinkCheck {
  private(set) var problems: [Problem] = []
  private let folder: URL
  private let ids: Set<String>
  /// What was found out about an address: `nil` if it leads somewhere.
  private var known: [String: (message: String, advice: String)?] = [:]
  private var idsOfFiles: [String: Set<String>?] = [:]
  /// How many addresses are compared with all others to find what was meant.
  private static let advised = 50

  init(_ notebook: Notebook, _ outline: ReportOutline) {
    folder = URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
    ids = Self.ids(of: notebook, outline)
  }

  mutating func check(_ document: Document) {
    for case .enter(.link(let destination, _), let location) in document.events {
      if known[destination] == nil { known[destination] = .some(finding(destination)) }
      guard let finding = known[destination] ?? nil else { continue }
      problems.append(
        Problem(.link, .warning, at: location, finding.message, advice: finding.advice))
    }
  }

  /// Everything in a notebook's page that a link can lead to.
  private static func ids(of notebook: Notebook, _ outline: ReportOutline) -> Set<String> {
    var ids: Set<String> = ["main", "title", "contents"]
    ids.formUnion(outline.headings.values.map(\.id))
    ids.formUnion(outline.cellIDs)
    ids.formUnion(outline.targets.values.map(\.id))
    guard notebook.frontMatter.allowsHTML else { return ids }
    for event in notebook.document.events {
      switch event {
      case .leaf(.htmlBlock(let html), _), .leaf(.htmlInline(let html), _):
        for match in html.matches(of: /\b(?:id|name)\s*=\s*["']?([^"'\s>]+)/) {
          ids.insert(String(match.output.1))
        }
      default: break
      }
    }
    return ids
  }

  private mutating func finding(_ destination: String) -> (String, String)? {
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.dropFirst().first.map { $0.removingPercentEncoding ?? String($0) } ?? ""
    let path = parts.first.map { $0.prefix { $0 != "?" } } ?? ""
    if path.isEmpty {
      guard !fragment.isEmpty, !ids.contains(fragment) else { return nil }
      return missing(fragment, among: ids, in: "this notebook")
    }
    guard !path.hasPrefix("/"), !path.contains(":"),
      let file = path.removingPercentEncoding
    else { return nil }
    let type = (file as NSString).pathExtension.lowercased()
    guard ["md", "html", "htm"].contains(type) else { return nil }
    return missingFile(file, type) ?? missingPart(fragment, of: file)
  }

  /// A page is there if its notebook is: it may not be rendered yet.
  private func notebookPath(_ file: String) -> String? {
    var name = (file as NSString).deletingPathExtension
    if name.hasSuffix(".volatile") { name.removeLast(".volatile".count) }
    let path = folder.appendingPathComponent(name + ".md").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  private func missingFile(_ file: String, _ type: String) -> (String, String)? {
    let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path)
    let isPage = type != "md" && ((file as NSString).lastPathComponent == "index.html")
    guard !isThere, !isPage, type == "md" || notebookPath(file) == nil else { return nil }
    let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
    let place = folder.appendingPathComponent(file).deletingLastPathComponent().path
    let others = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [])
      .filter { $0.hasSuffix(".md") }.map { ($0 as NSString).deletingPathExtension }.sorted()
    let nearest = Suggestion.nearest(to: name, among: others)
    let question = nearest.map { "Did you mean \($0).\(type)? " } ?? ""
    return (
      "the link leads to `\(file)`, and there is no such notebook",
      question + "Links start at the notebook's folder."
    )
  }

  private mutating func missingPart(_ fragment: String, of file: String) -> (String, String)? {
    guard !fragment.isEmpty, let path = notebookPath(file) else { return nil }
    if idsOfFiles[path] == nil {
      // A notebook that cannot be read tells so itself, when it is rendered.
      idsOfFiles[path] = .some(
        (try? NotebookReader.read(path: path)).map { Self.ids(of: $0, ReportOutline($0)) })
    }
    guard let others = idsOfFiles[path] ?? nil, !others.contains(fragment) else { return nil }
    return missing(fragment, among: others, in: "`\(file)`")
  }

  private func missing(
    _ fragment: String, among ids: Set<String>, in place: String
  ) -> (String, String) {
    let nearest =
      known.count < Self.advised ? Suggestion.nearest(to: fragment, among: ids.sorted()) : nil
    return (
      "the link leads to `#\(fragment)`, and nothing in \(place) has that name",
      (nearest.map { "Did you mean #\($0)? " } ?? "")
        + "Headings are named by their words in small letters, joined by hyphens; cells by their labels."
    )
  }
}
