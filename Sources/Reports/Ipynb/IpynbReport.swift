public import Basics
internal import Foundation
public import Runs
public import Notebooks

/// Writes a notebook with its results as a Jupyter notebook in format 4.5.
///
/// Ids are the cells' labels and running numbers, so that the same notebook gives the same bytes.
public enum IpynbReport {
  /// The JSON text.
  public static func render(
    _ notebook: Notebook, _ result: NotebookResult
  ) throws(Problem) -> String {
    var writer = IpynbWriter(ReportPage(notebook, result))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(writer.document()), as: UTF8.self) + "\n"
    } catch {
      throw Problem(
        .file, at: nil, "\(notebook.path): the results cannot be written as JSON",
        advice: "Write another format: --format html.", underlying: "\(error)")
    }
  }
}

/// Puts the cells of a Jupyter notebook in order.
private struct IpynbWriter {
  let page: ReportPage
  private var cells: [IpynbDocument.Cell] = []
  private var ids = UniqueNames()
  private var count = 0

  init(_ page: ReportPage) { self.page = page }

  mutating func document() -> IpynbDocument {
    let attachments = attachments
    var prose = MarkdownProse(page, headings: page.outline.headings, cell: nil) { destination in
      attachments[destination].map { "attachment:\($0.name)" }
    }
    for block in MarkdownReport.head(of: page) { prose.block(block) }
    prose.write(page.notebook.document.events, skipping: page.outline.titleEvents)
    for part in prose.finish() {
      switch part {
      case .prose(let text): markdown("text", text, attachments)
      case .cell(let index): code(index)
      }
    }
    let authors = page.notebook.frontMatter.author.map {
      [IpynbDocument.Author(name: ControlCharacters.visible($0))]
    }
    return IpynbDocument(
      cells: cells,
      metadata: .init(title: ControlCharacters.visible(page.outline.title), authors: authors))
  }

  private typealias Attachment = (name: String, data: [String: String])

  /// The embedded images by destination, under names without folders.
  private var attachments: [String: Attachment] {
    let images = page.notebook.images.sorted { $0.key < $1.key }
    return Dictionary(
      uniqueKeysWithValues: images.enumerated().map { number, entry -> (String, Attachment) in
        let data = [entry.value.mediaType: entry.value.bytes.base64EncodedString()]
        return (entry.key, ("image-\(number + 1)", data))
      })
  }

  private mutating func markdown(
    _ name: String, _ text: String, _ attachments: [String: Attachment] = [:]
  ) {
    var source = text
    while source.last == "\n" { source.removeLast() }
    let used = attachments.values.filter { source.contains("(attachment:\($0.name)") }
    cells.append(
      .markdown(
        id: id(name), source: source,
        attachments: Dictionary(uniqueKeysWithValues: used.map { ($0.name, $0.data) })))
  }

  private mutating func code(_ index: Int) {
    let cell = page.notebook.cells[index]
    let markdownCell = MarkdownCell(page: page)
    let outputs = IpynbOutputs(page: page).outputs(of: index)
    // A cross reference leads here whether there is something to see or not.
    var caption = cell.options.label.map { "<a id=\"\($0.escaped)\"></a>" } ?? ""
    if let lines = markdownCell.caption(of: cell) { caption += lines.joined(separator: "\n") }
    let stands = !caption.isEmpty
    let isAbove = markdownCell.isTable(cell)
    if stands, isAbove { markdown("caption", caption) }
    var number: Int?
    switch page.result(ofCell: index).status {
    case .succeeded, .failed:
      count += 1
      number = count
    case .notRun, .shownOnly: break
    }
    var source = cell.code
    while source.last == "\n" { source.removeLast() }
    cells.append(
      .code(
        id: id(page.outline.cellIDs[index]), source: source, about: metadata(of: cell),
        count: number, outputs: outputs))
    if stands, !isAbove { markdown("caption", caption) }
  }

  private func metadata(of cell: Cell) -> IpynbDocument.CellMetadata {
    var tags: [String] = []
    if cell.options.expectsError { tags.append("raises-exception") }
    if cell.options.isVolatile { tags.append("volatile") }
    return IpynbDocument.CellMetadata(
      name: cell.options.label, tags: tags.isEmpty ? nil : tags,
      jupyter: cell.options.echo == .shown ? nil : .init())
  }

  /// A unique id of the characters and the length that the format allows.
  private mutating func id(_ name: String) -> String {
    let allowed = name.unicodeScalars.map { scalar -> Character in
      let isAllowed =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
          || scalar == "_")
      return isAllowed ? Character(scalar) : "-"
    }
    let base = String(allowed.prefix(56))
    return ids.unique(base.isEmpty ? "cell" : base)
  }
}
