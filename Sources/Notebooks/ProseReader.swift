internal import Basics

/// Turns libcmark's nodes into the events of a ``Document``, cells and inline values.
struct ProseReader {
  let source: SourceText
  private let text: MaskedText
  private let masks: [Mask]
  private let markers: Markers
  /// Whether the text is a caption or a cell's: it holds neither cells nor inline values.
  let isFragment: Bool
  private var cellReader: CellReader
  var labels = LabelRegistry()

  var events: [Document.Event] = []
  private(set) var cells: [Cell] = []
  private(set) var inlineValues: [InlineValue] = []
  var problems: [Problem] = []
  /// Events of the tables' cells, which libcmark is given first.
  private var tableCells: [[Document.Event]] = []
  private var nextTableCell = 0
  private var isInTableCell = false
  /// A table has taken the rest of the paragraph.
  private var isSwallowing = false
  private var imageDepth = 0
  private var searchStart = 0

  /// What a notebook's text holds.
  struct Result {
    var document: Document
    var cells: [Cell]
    var inlineValues: [InlineValue]
    var steps: [Notebook.Step]
    var labels: [String: SourceLocation]
    /// Where captions stand, by index of the cell.
    var captions: [Int: SourceLocation] = [:]
    var problems: [Problem]
  }

  /// Reads the text from a line on.
  static func read(_ source: SourceText, bodyLine: Int, isFragment: Bool = false) -> Result {
    guard let markers = Markers(for: source) else {
      return Result(
        document: Document(events: []), cells: [], inlineValues: [], steps: [], labels: [:],
        problems: [
          Problem(
            .encoding, at: source.location(line: 1, column: 1),
            "the text uses all characters of Unicode's private use area",
            advice: "Four of them are needed to read the text; remove some.")
        ])
    }
    var problems: [Problem] = []
    let masks = ProseStructure(source, bodyLine: bodyLine, markers: markers)
      .masks(problems: &problems)
    var reader = ProseReader(
      source, bodyLine: bodyLine, masks: masks, markers: markers, isFragment: isFragment)
    reader.problems = problems
    CommonMark.walk(reader.text.bytes) { node, entering in reader.visit(node, entering) }
    return reader.result()
  }

  private init(
    _ source: SourceText, bodyLine: Int, masks: [Mask], markers: Markers, isFragment: Bool
  ) {
    self.source = source
    self.isFragment = isFragment
    self.masks = masks
    self.markers = markers
    text = MaskedText(source, bodyLine: bodyLine, masks: masks, markers: markers)
    cellReader = CellReader(source)
  }

  private mutating func result() -> Result {
    var steps: [Notebook.Step] = []
    var ordered: [InlineValue] = []
    for index in events.indices {
      switch events[index] {
      case .leaf(.cell(let cell), _): steps.append(.cell(cell))
      case .leaf(.inlineValue(let found), let location):
        steps.append(.inlineValue(ordered.count))
        events[index] = .leaf(.inlineValue(ordered.count), location)
        ordered.append(inlineValues[found])
      default: break
      }
    }
    return Result(
      document: Document(events: events), cells: cells, inlineValues: ordered, steps: steps,
      labels: labels.labels, captions: cellReader.captions, problems: problems)
  }

  private mutating func visit(_ node: CommonMark.Node, _ entering: Bool) {
    let location = text.location(line: node.line, column: node.column)
    if case .document = node.kind { return }
    if case .paragraph = node.kind, node.line <= text.leadingLines {
      isInTableCell = entering
      if !entering {
        tableCells.append(events)
        events = []
        searchStart = 0
      }
      return
    }
    if entering, node.kind.isBlock, !isInTableCell {
      cellReader.blockStarts(onLine: location.line, problems: &problems)
    }
    if isSwallowing {
      if case .paragraph = node.kind { isSwallowing = false }
      return
    }
    if let container = container(node.kind) {
      if case .image = container { imageDepth += entering ? 1 : -1 }
      if case .heading = container, !entering { readHeadingLabel() }
      events.append(entering ? .enter(container, location) : .leave(container))
    } else {
      leaf(node.kind, location)
    }
  }

  private func container(_ kind: CommonMark.Kind) -> Document.Container? {
    switch kind {
    case .blockQuote: .blockQuote
    case .item: .item
    case .paragraph: .paragraph
    case .emphasis: .emphasis
    case .strong: .strong
    case .list(let start, let tight): .list(start: start, tight: tight)
    case .heading(let level): .heading(level: level)
    case .link(let destination, let title):
      .link(destination: restored(destination), title: restored(title))
    case .image(let destination, let title):
      .image(destination: restored(destination), title: restored(title))
    default: nil
    }
  }

  private mutating func leaf(_ kind: CommonMark.Kind, _ location: SourceLocation) {
    switch kind {
    case .thematicBreak: events.append(.leaf(.thematicBreak, location))
    case .softBreak: events.append(.leaf(.softBreak, location))
    case .lineBreak: events.append(.leaf(.lineBreak, location))
    case .htmlBlock(let html): events.append(.leaf(.htmlBlock(restored(html)), location))
    case .htmlInline(let html): events.append(.leaf(.htmlInline(restored(html)), location))
    case .codeBlock(let info, let code):
      codeBlock(Fence(info: info), info, code, location)
    case .code(let code): self.code(restored(code), location)
    case .text(let text): self.text(text, location)
    default: break
    }
  }

  private mutating func codeBlock(
    _ fence: Fence, _ info: String, _ code: String, _ location: SourceLocation
  ) {
    if let warning = fence.warning, !isFragment {
      problems.append(
        Problem(.markdown, .warning, at: location, warning.message, advice: warning.advice))
    }
    if fence.isCell, !isFragment {
      events.append(.leaf(.cell(cells.count), location))
      cells.append(
        cellReader.cell(at: location, text: code, labels: &labels, problems: &problems))
    } else {
      let block = Document.Leaf.codeBlock(info: restored(info), text: restored(code))
      events.append(.leaf(block, location))
    }
  }

  private mutating func code(_ code: String, _ location: SourceLocation) {
    let code = isInTableCell ? code.replacing("\\|", with: "|") : code
    let inline = InlineCode(code)
    if let warning = inline.warning {
      problems.append(Problem(.markdown, .warning, at: location, warning))
    }
    guard let expression = inline.expression, imageDepth == 0 else {
      events.append(.leaf(.code(code), location))
      return
    }
    guard !isFragment else {
      events.append(.leaf(.code(code), location))
      problems.append(
        Problem(
          .markdown, .warning, at: location, "an inline value is computed in the prose only",
          advice: "Move `\(code)` to a sentence of the notebook's text."))
      return
    }
    let place = inlineValueLocation(near: location)
    guard !expression.isEmpty else {
      problems.append(
        Problem(
          .markdown, at: place, "the inline value has no expression",
          advice: "Write for instance `{swift} loss`."))
      return
    }
    events.append(.leaf(.inlineValue(inlineValues.count), place))
    inlineValues.append(InlineValue(expression: expression, location: place))
  }

  /// Where the expression of an inline value starts; libcmark's columns are only a hint.
  private mutating func inlineValueLocation(near hint: SourceLocation) -> SourceLocation {
    let prefix = Array("{swift}".utf8)
    let found = SourceSearch.offset(
      of: prefix, in: source, near: hint, from: searchStart, ignoringCase: true
    ) { offset in
      var before = offset - 1
      while before >= 0, source.bytes[before] <= 0x20 { before -= 1 }
      return before >= 0 && source.bytes[before] == UInt8(ascii: "`")
    }
    guard var offset = found else { return hint }
    offset += prefix.count
    searchStart = offset
    while offset < source.bytes.count, source.bytes[offset] <= 0x20 { offset += 1 }
    return source.location(at: offset)
  }

  private mutating func text(_ text: String, _ location: SourceLocation) {
    guard text.utf8.contains(where: { $0 == 0xEE || $0 == 0xEF }) else {
      events.append(.leaf(.text(text), location))
      return
    }
    var plain = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    if isInTableCell, scalars.first == markers.cell { scalars = scalars.dropFirst(2) }
    while let scalar = scalars.popFirst() {
      if scalar == markers.continuation {
        dropBreak()
      } else if scalar == markers.open, let mask = mask(&scalars) {
        if !plain.isEmpty { events.append(.leaf(.text(String(plain)), location)) }
        plain = .init()
        emit(mask)
        if isSwallowing { return }
      } else {
        plain.append(scalar)
      }
    }
    if !plain.isEmpty { events.append(.leaf(.text(String(plain)), location)) }
  }

  private mutating func dropBreak() {
    switch events.last {
    case .leaf(.softBreak, _), .leaf(.lineBreak, _): events.removeLast()
    default: break
    }
  }

  /// Reads a placeholder's index and closing marker.
  private func mask(_ scalars: inout String.UnicodeScalarView.SubSequence) -> Mask? {
    var digits = ""
    while let scalar = scalars.popFirst(), scalar != markers.close {
      digits.unicodeScalars.append(scalar)
    }
    return Int(digits).flatMap { masks.indices.contains($0) ? masks[$0] : nil }
  }

  private mutating func emit(_ mask: Mask) {
    let location = source.location(at: mask.range.lowerBound)
    switch mask.content {
    case .math(let tex, let display):
      events.append(.leaf(.math(tex, display: display), location))
    case .equation(let tex, let label): equation(tex, label, location)
    case .rule: break
    case .table(let table):
      dropBreak()
      if case .enter(.paragraph, _) = events.last {
        events.removeLast()
      } else {
        events.append(.leave(.paragraph))
      }
      emit(table, location)
      isSwallowing = true
    }
  }

  private mutating func equation(_ tex: String, _ label: String, _ location: SourceLocation) {
    guard !isFragment else {
      events.append(.leaf(.math(tex, display: true), location))
      problems.append(
        Problem(
          .reference, .warning, at: location, "the label `\(label)` names nothing here",
          advice: "Only formulas in the notebook's text are numbered."))
      return
    }
    events.append(.leaf(.equation(tex, label: label), location))
    labels.register(label, .equation, at: location, problems: &problems)
  }

  private mutating func emit(_ table: PipeTable, _ location: SourceLocation) {
    let container = Document.Container.table(alignments: table.alignments)
    events.append(.enter(container, location))
    for (number, row) in table.rows.enumerated() {
      let isHeader = number == 0
      events.append(.enter(.tableRow(isHeader: isHeader), source.location(at: row.offset)))
      for (cell, alignment) in zip(table.cells[row.cells], table.alignments) {
        events.append(
          .enter(.tableCell(alignment), source.location(at: cell.range.lowerBound)))
        if !cell.range.isEmpty {
          if nextTableCell < tableCells.count { events += tableCells[nextTableCell] }
          nextTableCell += 1
        }
        events.append(.leave(.tableCell(alignment)))
      }
      events.append(.leave(.tableRow(isHeader: isHeader)))
    }
    events.append(.leave(container))
  }

  /// A text in which the file's own characters stand for placeholders again.
  private func restored(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0xEE || $0 == 0xEF }) else { return text }
    var result = ""
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar == markers.open, let mask = mask(&scalars) {
        result += source.text(mask.range)
      } else if scalar != markers.continuation, scalar != markers.cell {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
