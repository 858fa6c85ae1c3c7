internal import Basics
internal import Foundation
internal import Notebooks

/// Writes prose as HTML, one event after the other.
struct ProseHTML {
  let page: ReportPage
  /// The headings of the outline, by the event that opens them; none in what a cell computed.
  private let headings: [Int: ReportOutline.Heading]
  /// The block of a cell.
  let cell: (Int) -> String
  private var html = ""
  private var tightLists: [Bool] = []
  private var links: [Bool] = []
  private var tableHasBody = false
  private var image: (depth: Int, start: Int)?

  init(
    _ page: ReportPage, headings: [Int: ReportOutline.Heading] = [:],
    cell: @escaping (Int) -> String = { _ in "" }
  ) {
    self.page = page
    self.headings = headings
    self.cell = cell
  }

  /// The HTML of the notebook's document without the events in `skipped`.
  static func html(
    of page: ReportPage, skipping skipped: Range<Int>?, cell: @escaping (Int) -> String
  ) -> String {
    var writer = ProseHTML(page, headings: page.outline.headings, cell: cell)
    writer.write(page.notebook.document.events, skipping: skipped)
    return writer.html
  }

  /// The HTML of what a cell computed, or of a caption in several blocks.
  static func html(_ fragment: Document, page: ReportPage) -> String {
    var writer = ProseHTML(page)
    writer.write(fragment.events, skipping: nil)
    return writer.html
  }

  /// The HTML of a title or a caption in one paragraph: the content alone.
  static func inline(_ events: some Sequence<Document.Event>, page: ReportPage) -> String {
    var writer = ProseHTML(page)
    let content = events.filter {
      switch $0 {
      case .enter(.paragraph, _), .leave(.paragraph): false
      default: true
      }
    }
    writer.write(content, skipping: nil)
    return writer.html
  }

  private mutating func write(_ events: [Document.Event], skipping skipped: Range<Int>?) {
    for (index, event) in events.enumerated() {
      if let skipped, skipped.contains(index) { continue }
      if let image, !closes(image, event) { continue }
      switch event {
      case .enter(let container, _): enter(container, at: index)
      case .leave(let container): leave(container, at: index, events)
      case .leaf(let leaf, _): write(leaf)
      }
    }
  }

  /// Counts images within an image's alternative text; true at the end of the outermost.
  private mutating func closes(
    _ open: (depth: Int, start: Int), _ event: Document.Event
  ) -> Bool {
    switch event {
    case .enter(.image, _): image = (open.depth + 1, open.start)
    case .leave(.image):
      if open.depth == 1 { return true }
      image = (open.depth - 1, open.start)
    default: break
    }
    return false
  }

  private mutating func enter(_ container: Document.Container, at index: Int) {
    switch container {
    case .paragraph: if tightLists.last != true { html += "<p>" }
    case .heading(let level):
      let heading = headings[index]
      openHeadings.append((heading?.level ?? min(max(level + 1, 2), 6), heading?.id))
      html += "<h\(openHeadings.last?.level ?? 2)"
      html += (heading?.id).map { " id=\"\($0.escaped)\">" } ?? ">"
      if let number = heading?.number { html += "\(number) " }
    case .blockQuote:
      tightLists.append(false)
      html += "<blockquote>\n"
    case .list(let start, let tight):
      tightLists.append(tight)
      html += start.map { $0 == 1 ? "<ol>\n" : "<ol start=\"\($0)\">\n" } ?? "<ul>\n"
    case .item: html += "<li>"
    case .emphasis: html += "<em>"
    case .strong: html += "<strong>"
    case .link(let destination, let title): open(destination, title)
    case .image: image = (1, index)
    case .table:
      tableHasBody = false
      html += "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">\n<table>\n"
    case .tableRow(let isHeader):
      if !isHeader, !tableHasBody {
        tableHasBody = true
        html += "<tbody>\n"
      }
      cellTag = isHeader ? "th" : "td"
      html += isHeader ? "<thead>\n<tr>" : "<tr>"
    case .tableCell(let alignment):
      html += cellTag == "th" ? "<th scope=\"col\"" : "<td"
      switch alignment {
      case .none: html += ">"
      case .left: html += " class=\"left\">"
      case .center: html += " class=\"center\">"
      case .right: html += " class=\"right\">"
      }
    }
  }

  private var cellTag = "td"
  private var openHeadings: [(level: Int, id: String?)] = []

  private mutating func leave(
    _ container: Document.Container, at index: Int, _ events: [Document.Event]
  ) {
    switch container {
    case .paragraph: html += tightLists.last == true ? "\n" : "</p>\n"
    case .heading:
      guard let heading = openHeadings.popLast() else { return }
      if let id = heading.id {
        html += " <a class=\"anchor\" href=\"#\(id.escaped)\" aria-label=\"Link here\">#</a>"
      }
      html += "</h\(heading.level)>\n"
    case .blockQuote:
      _ = tightLists.popLast()
      html += "</blockquote>\n"
    case .list(let start, _):
      _ = tightLists.popLast()
      html += start == nil ? "</ul>\n" : "</ol>\n"
    case .item: html += "</li>\n"
    case .emphasis: html += "</em>"
    case .strong: html += "</strong>"
    case .link: html += links.popLast() == true ? "</a>" : "</span>"
    case .image(let destination, let title):
      let start = image?.start ?? index
      image = nil
      write(imageAt: destination, title, PlainText.of(events[start..<index]))
    case .table: html += tableHasBody ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n"
    case .tableRow(let isHeader): html += isHeader ? "</tr>\n</thead>\n" : "</tr>\n"
    case .tableCell: html += "</\(cellTag)>"
    }
  }

  private mutating func open(_ destination: String, _ title: String) {
    guard let address = LinkAddress.safe(destination) else {
      links.append(false)
      html += "<span class=\"no-link\">"
      return
    }
    links.append(true)
    html += "<a href=\"\(address.escaped)\""
    html += title.isEmpty ? ">" : " title=\"\(title.escaped)\">"
  }

  private mutating func write(imageAt destination: String, _ title: String, _ alt: String) {
    let titled = title.isEmpty ? "" : " title=\"\(title.escaped)\""
    if let image = page.notebook.images[destination] {
      let data = image.bytes.base64EncodedString()
      html +=
        "<img src=\"data:\(image.mediaType.escaped);base64,\(data)\" alt=\"\(alt.escaped)\"\(titled)>"
    } else if let address = LinkAddress.safe(destination) {
      // Nothing is fetched when a report is read, so an image elsewhere becomes a link.
      html +=
        "<a href=\"\(address.escaped)\"\(titled)>\(alt.isEmpty ? address.escaped : alt.escaped)</a>"
    } else {
      html += alt.escaped
    }
  }

  private mutating func write(_ leaf: Document.Leaf) {
    switch leaf {
    case .text(let text): html += text.escaped
    case .softBreak: html += "\n"
    case .lineBreak: html += "<br>\n"
    case .code(let text): html += "<code>\(text.escaped)</code>"
    case .codeBlock(let info, let text):
      let words = info.split { " {}.".contains($0) }
      let language = words.first.map(String.init) ?? ""
      html += "<pre class=\"shown\" tabindex=\"0\"><code>"
      html += Highlighter.html(code: text, language: language) + "</code></pre>\n"
    case .htmlBlock(let text), .htmlInline(let text):
      html += page.notebook.frontMatter.allowsHTML ? text : "<!-- raw HTML omitted -->"
    case .thematicBreak: html += "<hr>\n"
    case .cell(let index): html += cell(index)
    case .inlineValue(let index): write(inlineValue: index)
    case .math(let tex, let display):
      let math = MathML.render(tex: tex, display: display)
      html += display ? "<span class=\"display-math\" tabindex=\"0\">\(math)</span>" : math
    case .equation(let tex, let label):
      let math = MathML.render(
        tex: tex, display: true, number: page.outline.equations[label])
      html += "<span class=\"display-math\" id=\"\(label.escaped)\" tabindex=\"0\">\(math)</span>"
    case .headingLabel: break
    case .crossReference(let label):
      if let target = page.outline.targets[label] {
        html += "<a class=\"ref\" href=\"#\(target.id.escaped)\">\(target.name.escaped)</a>"
      } else {
        html += "<span class=\"missing\">@\(label.escaped)</span>"
      }
    }
  }

  private mutating func write(inlineValue index: Int) {
    switch page.inlineValue(index) {
    case .computed(let text): html += "<span class=\"value\">\(text.escaped)</span>"
    case .notComputed: html += "<span class=\"value missing\">not computed</span>"
    case .failed(let failure):
      let title = [failure.location?.place, failure.message].compactMap { $0 }
        .joined(separator: ": ")
      html += "<span class=\"value missing\" id=\"value-\(index + 1)\" title=\"\(title.escaped)\">"
      html += "value failed: \(failure.summary.escaped)</span>"
    }
  }
}
