public import Basics

extension Document {
  /// Reads Markdown that is not the text of a notebook: a caption, or what a cell computed.
  ///
  /// It is read as the prose is, with formulas, tables and cross references, except that fences are
  /// shown only and inline values are code.
  ///
  /// - Parameters:
  ///   - labels: what cross references may lead to.
  ///   - location: the place of every event and problem.
  public static func reading(
    markdown: String, labels: Set<String>, at location: SourceLocation
  ) -> (document: Document, problems: [Problem]) {
    let bytes = Array(markdown.replacing("\0", with: "\u{FFFD}").utf8)
    guard let source = try? SourceText(bytes, path: location.file) else {
      // A text of Swift's is always UTF-8.
      return (Document(events: [.leaf(.text(markdown), location)]), [])
    }
    let prose = ProseReader.read(source, bodyLine: 1, isFragment: true)
    var references = CrossReferences(source, labels: labels)
    var document = Document(events: references.resolve(prose.document.events))
    var problems = prose.problems + references.problems
    problems += ProseRemarks.find(in: document, of: source, besides: problems)
    for (index, event) in document.events.enumerated() {
      switch event {
      case .enter(let container, _): document.events[index] = .enter(container, location)
      case .leaf(let leaf, _): document.events[index] = .leaf(leaf, location)
      case .leave: break
      }
    }
    for index in problems.indices { problems[index].location = location }
    return (document, problems)
  }
}
