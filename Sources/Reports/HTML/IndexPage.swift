internal import Basics
internal import Foundation
internal import Charts
public import Runs
public import Notebooks

/// What the index says of one notebook.
public struct IndexEntry: Sendable, Equatable, Codable {
  /// The notebook's title.
  public var title: String
  /// One or two sentences, if its author wrote them.
  public var description: String?
  /// The file name of its report, beside the index.
  public var file: String
  /// A drawing of the first chart as SVG.
  public var thumbnail: String?
  /// Whether a cell failed.
  public var hasFailed: Bool

  /// An entry.
  public init(
    title: String, description: String? = nil, file: String, thumbnail: String? = nil,
    hasFailed: Bool = false
  ) {
    self.title = title
    self.description = description
    self.file = file
    self.thumbnail = thumbnail
    self.hasFailed = hasFailed
  }

  /// The entry of a notebook whose report is `NAME.escaped`.
  public init(_ notebook: Notebook, _ result: NotebookResult) {
    let page = ReportPage(notebook, result)
    self.init(
      title: page.outline.title, description: notebook.frontMatter.description,
      file: notebook.name + ".html", thumbnail: Self.thumbnail(of: page),
      hasFailed: !page.failedCells.isEmpty)
  }

  private static func thumbnail(of page: ReportPage) -> String? {
    let renderer = SVGRenderer(size: .panel)
    for index in page.notebook.cells.indices {
      let options = page.notebook.cells[index].options
      guard options.output, !options.isVolatile else { continue }
      for case .figure(let figure) in page.result(ofCell: index).outputs {
        for leaf in FigureHTML.leaves(of: figure) {
          let prefix = page.notebook.name + "-" + page.outline.cellIDs[index]
          if let svg = renderer.svg(leaf, idPrefix: prefix.addressSegment) { return svg }
        }
      }
    }
    return nil
  }
}

/// Writes `index.html`, the list of notebooks.
public enum IndexPage {
  /// The page of some notebooks, in the order of their files' names.
  public static func render(_ entries: [IndexEntry], title: String = "Notebooks") -> String {
    let cards = Dictionary(entries.map { ($0.file, card($0)) }) { _, last in last }
    var body =
      "<header class=\"wide\">\n<h1 id=\"title\">\(title.escaped)</h1>\n</header>\n<ul class=\"cards wide\">\n"
    for (_, card) in cards.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      body += card
    }
    body += "</ul>\n"
    if cards.isEmpty { body += "<p>There are no notebooks yet.</p>\n" }
    return PageHTML.html(
      title: title, description: nil, author: nil, isSealed: true, body: body)
  }

  private static func card(_ entry: IndexEntry) -> String {
    let address = entry.file.split(separator: "/", omittingEmptySubsequences: false)
      .map { String($0).addressSegment }.joined(separator: "/")
    var card = "<li data-report=\"\(address)\">\n"
    card += "<h2><a href=\"\(address)\">\(entry.title.escaped)</a></h2>\n"
    if entry.hasFailed { card += "<p class=\"banner\"><strong>A cell failed.</strong></p>\n" }
    if let description = entry.description { card += "<p>\(description.escaped)</p>\n" }
    if let svg = entry.thumbnail { card += "<div class=\"drawing\">\(svg)</div>\n" }
    return card + "</li>\n"
  }
}
