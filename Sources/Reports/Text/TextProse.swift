internal import Charts
internal import Notebooks

/// Writes prose as wrapped lines, one event after the other.
struct TextProse {
  let page: ReportPage
  let width: Int
  /// The headings of the outline, by the event that opens them; none in what a cell computed.
  let headings: [Int: ReportOutline.Heading]
  let cell: (Int) -> [String]
  private(set) var text = ""
  private var words = ""
  /// What stands in front of a line, for each open quote and item: in the first line and in others.
  private var indents: [(first: String, rest: String)] = []
  private var lists: [(number: Int?, tight: Bool)] = []
  private var rows: [[String]] = []
  private var links: [Int] = []

  init(
    _ page: ReportPage, width: Int, headings: [Int: ReportOutline.Heading] = [:],
    cell: @escaping (Int) -> [String] = { _ in [] }
  ) {
    self.page = page
    self.width = width
    self.headings = headings
    self.cell = cell
  }

  /// A heading underlined by its level.
  mutating func heading(_ title: String, level: Int) {
    let lines = TextWrap.wrapped(title, width: room)
    let rule = level == 1 ? "═" : level == 2 ? "─" : ""
    let length = lines.map(\.count).max() ?? 0
    block(lines + (rule.isEmpty ? [] : [String(repeating: rule, count: length)]))
  }

  /// Words, wrapped.
  mutating func paragraph(_ words: String) { block(TextWrap.wrapped(words, width: room)) }

  /// Writes events.
  mutating func write(_ events: [Document.Event], skipping skipped: Range<Int>?) {
    for (index, event) in events.enumerated() {
      if let skipped, skipped.contains(index) { continue }
      switch event {
      case .enter(let container, _):
        if let number = headings[index]?.number { words += "\(number) " }
        enter(container)
      case .leave(let container): leave(container)
      case .leaf(let leaf, _): write(leaf)
      }
    }
  }

  /// Writes a caption or what a cell computed, behind some words.
  mutating func write(_ fragment: Document, after start: String) {
    words = start
    if case .enter(.paragraph, _) = fragment.events.first {
    } else if !words.isEmpty {
      endParagraph()
    }
    write(fragment.events, skipping: nil)
  }

  private var room: Int { max(width - indents.reduce(0) { $0 + $1.rest.count }, 20) }

  /// Lines with an empty one in front, behind the signs of the quotes and items they stand in.
  private mutating func block(_ lines: [String], tight: Bool = false) {
    guard !lines.isEmpty else { return }
    if !text.isEmpty, !tight { text += "\n" }
    for line in lines {
      var full = ""
      for index in indents.indices {
        full += indents[index].first
        indents[index].first = indents[index].rest
      }
      full += line
      while full.last == " " { full.removeLast() }
      text += full + "\n"
    }
  }

  private mutating func enter(_ container: Document.Container) {
    switch container {
    case .blockQuote: indents.append(("> ", "> "))
    case .list(let start, let tight):
      if !words.isEmpty { endParagraph() }
      if tight, !text.isEmpty, lists.isEmpty { text += "\n" }
      lists.append((start, tight))
    case .item:
      let sign = lists.last?.number.map { "\($0). " } ?? "• "
      if let number = lists.last?.number { lists[lists.count - 1].number = number + 1 }
      indents.append((sign, String(repeating: " ", count: sign.count)))
    case .link: links.append(words.utf8.count)
    case .image: words += "[image: "
    case .table: rows = []
    case .tableRow: rows.append([])
    case .paragraph, .heading, .emphasis, .strong, .tableCell: break
    }
  }

  private mutating func leave(_ container: Document.Container) {
    switch container {
    case .paragraph: endParagraph()
    case .heading(let level):
      heading(words, level: level)
      words = ""
    case .blockQuote, .item: _ = indents.popLast()
    case .list: _ = lists.popLast()
    case .link(let destination, _):
      let start = links.popLast() ?? 0
      // Counted in bytes, so that many links of one paragraph are not counted again each time.
      let isShown = words.utf8.dropFirst(start).elementsEqual(destination.utf8)
      if LinkAddress.isRemote(destination), !isShown { words += " <\(destination)>" }
    case .image: words += "]"
    case .tableCell:
      if !rows.isEmpty { rows[rows.count - 1].append(words) }
      words = ""
    case .table: endTable()
    case .emphasis, .strong, .tableRow: break
    }
  }

  private mutating func endParagraph() {
    block(TextWrap.wrapped(words, width: room), tight: lists.last?.tight ?? false)
    words = ""
  }

  private mutating func endTable() {
    // A column takes three characters at least, so more than these are cut off in any case.
    guard let head = rows.first?.prefix(room / 2), !head.isEmpty else { return }
    let body = rows.dropFirst().map { row in
      Array(row.prefix(head.count))
        + [String](repeating: "", count: max(head.count - row.count, 0))
    }
    let table = Table(columns: Array(head), rows: body)
    block(TextWrap.lines(of: TextRenderer(width: room).text(.table(table))))
    rows = []
  }

  private mutating func write(_ leaf: Document.Leaf) {
    switch leaf {
    case .text(let part): words += part
    case .softBreak: words += " "
    case .lineBreak: words += "\n"
    case .code(let part): words += "`\(part)`"
    case .codeBlock(_, let part): block(TextWrap.lines(of: part).map { "  │ " + $0 })
    case .htmlBlock, .htmlInline: break
    case .thematicBreak: block([String(repeating: "─", count: min(room, 20))])
    case .cell(let index): block(cell(index))
    case .inlineValue(let index):
      switch page.inlineValue(index) {
      case .computed(let text): words += text
      case .failed(let failure): words += "(value failed: \(failure.summary))"
      case .notComputed: words += "(not computed)"
      }
    case .math(let tex, let display): words += display ? "$$\(tex)$$" : "$\(tex)$"
    case .equation(let tex, let label):
      words += "$$\(tex)$$" + (page.outline.equations[label].map { " (\($0))" } ?? "")
    case .headingLabel: break
    case .crossReference(let label): words += page.outline.targets[label]?.name ?? "@\(label)"
    }
  }
}
