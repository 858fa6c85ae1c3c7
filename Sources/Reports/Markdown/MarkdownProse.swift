internal import Basics
internal import Notebooks

/// Writes prose as GitHub's Markdown, one event after the other.
struct MarkdownProse {
  /// A stretch of the document.
  enum Part: Equatable {
    /// Markdown without cells.
    case prose(String)
    /// A cell, by its index.
    case cell(Int)
  }

  /// What stands in front of the lines within a quote or an item.
  private struct Indent {
    var first: String
    var rest: String
    var isBegun = false
    var isItem: Bool
  }

  private struct OpenList {
    var marker: Character
    var number: Int?
  }

  let page: ReportPage
  /// The headings of the outline, by the event that opens them; none in what a cell computed.
  let headings: [Int: ReportOutline.Heading]
  /// The blocks of a cell; `nil` ends the stretch of prose at each cell.
  let cell: ((Int) -> [String])?
  /// The address under which an embedded image is found.
  let image: (String) -> String?

  private var parts: [Part] = []
  private var text = ""
  private var words = ""
  /// The words in front of each open link and image.
  private var outerWords: [String] = []
  private var indents: [Indent] = []
  private var lists: [OpenList] = []
  /// Whether blocks follow each other without an empty line, for each open list and quote.
  private var tightness: [Bool] = []
  /// How the next block follows, if it is the first of its container.
  private var firstIsTight: Bool?
  /// The list that ended just before, which a new list must not continue.
  private var lastList: (depth: Int, marker: Character)?
  private var heading: Int?
  private var rows: [[String]] = []
  private var alignments: [Document.Alignment] = []

  init(
    _ page: ReportPage, headings: [Int: ReportOutline.Heading], cell: ((Int) -> [String])?,
    image: @escaping (String) -> String?
  ) {
    self.page = page
    self.headings = headings
    self.cell = cell
    self.image = image
  }

  /// The words of a caption in one line.
  static func inline(_ document: Document, page: ReportPage) -> String {
    var prose = MarkdownProse(page, headings: [:], cell: { _ in [] }, image: { _ in nil })
    for event in document.events {
      switch event {
      case .enter(.paragraph, _), .leave(.paragraph): break
      case .enter(let container, _): prose.enter(container)
      case .leave(let container): prose.leave(container)
      case .leaf(let leaf, _): prose.write(leaf)
      }
    }
    return prose.words.replacing("\n", with: " ")
  }

  /// The stretches written so far; the last one is ended.
  mutating func finish() -> [Part] {
    if !text.isEmpty { parts.append(.prose(text)) }
    text = ""
    return parts
  }

  /// Writes events.
  mutating func write(_ events: [Document.Event], skipping skipped: Range<Int>?) {
    for (index, event) in events.enumerated() {
      if let skipped, skipped.contains(index) { continue }
      switch event {
      case .enter(.heading(let level), _):
        let known = headings[index]
        heading = known?.level ?? min(max(level + 1, 2), 6)
        if let number = known?.number { words += "\(number) " }
      case .enter(let container, _): enter(container)
      case .leave(let container): leave(container)
      case .leaf(let leaf, _): write(leaf)
      }
    }
  }

  /// Writes a caption or what a cell computed, behind some words.
  mutating func write(_ fragment: [Document.Event], after start: String) {
    words = start
    if !start.isEmpty, fragment.first.map(Self.isParagraph) != true {
      block(MarkdownText.paragraph(start))
      words = ""
    }
    write(fragment, skipping: nil)
  }

  private static func isParagraph(_ event: Document.Event) -> Bool {
    if case .enter(.paragraph, _) = event { true } else { false }
  }

  /// A block of lines, behind the signs of the quotes and items it stands in.
  mutating func block(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    let isTight = firstIsTight ?? tightness.last ?? false
    firstIsTight = nil
    lastList = nil
    if !text.isEmpty, !isTight {
      text += Self.trimmed(indents.prefix { $0.isBegun }.map(\.rest).joined()) + "\n"
    }
    for line in lines {
      var full = ""
      for index in indents.indices {
        full += indents[index].isBegun ? indents[index].rest : indents[index].first
        indents[index].isBegun = true
      }
      text += Self.trimmed(full + line) + "\n"
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  private mutating func enter(_ container: Document.Container) {
    switch container {
    case .blockQuote:
      firstIsTight = firstIsTight ?? tightness.last ?? false
      tightness.append(false)
      indents.append(Indent(first: "> ", rest: "> ", isItem: false))
    case .list(let start, let tight):
      firstIsTight = firstIsTight ?? tightness.last ?? false
      tightness.append(tight)
      let markers: (Character, Character) = start == nil ? ("-", "*") : (".", ")")
      let follows = lastList?.depth == indents.count && lastList?.marker == markers.0
      lists.append(OpenList(marker: follows ? markers.1 : markers.0, number: start))
    case .item:
      guard let list = lists.last else { return }
      let sign = list.number.map { "\($0)\(list.marker) " } ?? "\(list.marker) "
      lists[lists.count - 1].number = list.number.map { $0 + 1 }
      let rest = String(repeating: " ", count: sign.count)
      indents.append(Indent(first: sign, rest: rest, isItem: true))
    case .emphasis: words += "*"
    case .strong: words += "**"
    case .link, .image:
      outerWords.append(words)
      words = ""
    case .table(let sides): (rows, alignments) = ([], sides)
    case .tableRow: rows.append([])
    case .heading(let level): heading = level
    case .paragraph, .tableCell: break
    }
  }

  private mutating func leave(_ container: Document.Container) {
    switch container {
    case .paragraph:
      block(MarkdownText.paragraph(words))
      words = ""
    case .heading: endHeading()
    case .blockQuote, .item:
      if indents.last?.isBegun == false { block([""]) }
      _ = indents.popLast()
      if container == .blockQuote { _ = tightness.popLast() }
    case .list:
      _ = tightness.popLast()
      if let list = lists.popLast() { lastList = (indents.count, list.marker) }
    case .emphasis: words += "*"
    case .strong: words += "**"
    case .link(let destination, let title): endLink(destination, title)
    case .image(let destination, let title): endImage(destination, title)
    case .tableCell:
      let cell = words.replacing("\\\n", with: " ").replacing("\n", with: " ")
      if !rows.isEmpty { rows[rows.count - 1].append(cell.replacing("|", with: "\\|")) }
      words = ""
    case .table: endTable()
    case .tableRow: break
    }
  }

  private mutating func endHeading() {
    var line = words.replacing("\\\n", with: " ").replacing("\n", with: " ")
    // A number sign at the end would be taken for the end of the heading.
    if line.hasSuffix("#") { line = line.dropLast() + "\\#" }
    block([String(repeating: "#", count: heading ?? 2) + " " + line])
    (words, heading) = ("", nil)
  }

  private mutating func endLink(_ destination: String, _ title: String) {
    let inner = words
    words = outerWords.popLast() ?? ""
    guard let address = LinkAddress.safe(destination) else {
      words += inner
      return
    }
    // An exclamation mark in front of a link would make it an image.
    if words.hasSuffix("!") {
      words.removeLast()
      words += "\\!"
    }
    words += "[\(inner)](\(MarkdownText.destination(address, title: title)))"
  }

  private mutating func endImage(_ destination: String, _ title: String) {
    let alt = words
    words = outerWords.popLast() ?? ""
    if let address = image(destination) {
      words += "![\(alt)](\(MarkdownText.destination(address, title: title)))"
    } else if let address = LinkAddress.safe(destination) {
      // Nothing is fetched when a report is read, so an image elsewhere becomes a link.
      let name = alt.isEmpty ? MarkdownText.escaped(address) : alt
      words += "[\(name)](\(MarkdownText.destination(address, title: title)))"
    } else {
      words += alt
    }
  }

  private mutating func endTable() {
    guard let head = rows.first, !head.isEmpty else { return }
    let rule = head.indices.map { column in
      switch alignments.indices.contains(column) ? alignments[column] : .none {
      case .none: "---"
      case .left: ":--"
      case .center: ":-:"
      case .right: "--:"
      }
    }
    block(([head, rule] + rows.dropFirst()).map { "| " + $0.joined(separator: " | ") + " |" })
    rows = []
  }

  private mutating func write(_ leaf: Document.Leaf) {
    let allowsHTML = page.notebook.frontMatter.allowsHTML
    switch leaf {
    case .text(let part): words += MarkdownText.escaped(part)
    case .softBreak: words += "\n"
    case .lineBreak: words += "\\\n"
    case .code(let part): words += MarkdownText.code(part)
    case .codeBlock(let info, let part): block(MarkdownText.fence(part, info: info))
    case .htmlBlock(let html): if allowsHTML { block(TextWrap.lines(of: html)) }
    case .htmlInline(let html): if allowsHTML { words += html }
    case .thematicBreak: block(["___"])
    case .cell(let index): write(cell: index)
    case .inlineValue(let index):
      switch page.inlineValue(index) {
      case .computed(let value): words += MarkdownText.escaped(value.replacing("\n", with: " "))
      case .failed(let failure):
        words += "**(value failed: \(MarkdownText.escaped(failure.summary)))**"
      case .notComputed: words += "**(not computed)**"
      }
    case .math(let tex, let display): words += display ? "$$\(tex)$$" : "$\(tex)$"
    case .equation(let tex, let label):
      words += "<a id=\"\(label.escaped)\"></a>"
      let tag = page.outline.equations[label].map { " \\tag{\($0)}" } ?? ""
      words += "$$\(tex)\(MathML.tag(of: tex) == nil ? tag : "")$$"
    case .headingLabel(let label): words += "<a id=\"\(label.escaped)\"></a>"
    case .crossReference(let label):
      words +=
        page.outline.targets[label].map { "[\(MarkdownText.escaped($0.name))](#\($0.id))" }
        ?? MarkdownText.escaped("@" + label)
    }
  }

  private mutating func write(cell index: Int) {
    if let cell { return block(cell(index)) }
    _ = finish()
    parts.append(.cell(index))
    // The stretch below starts anew: it continues no item.
    for place in indents.indices where indents[place].isItem {
      (indents[place].first, indents[place].rest) = ("", "")
    }
  }
}
