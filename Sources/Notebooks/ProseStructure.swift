internal import Basics

/// Finds what libcmark must not read as Markdown: math, and the tables it does not know.
struct ProseStructure {
  private let source: SourceText
  private let bodyLine: Int
  private let markers: Markers

  init(_ source: SourceText, bodyLine: Int, markers: Markers) {
    self.source = source
    self.bodyLine = bodyLine
    self.markers = markers
  }

  /// The masks of the whole text: sorted, those within tables before their table.
  func masks(problems: inout [Problem]) -> [Mask] {
    let hasDollar = source.bytes.contains(UInt8(ascii: "$"))
    guard hasDollar || source.bytes.contains(UInt8(ascii: "|")) else { return [] }
    let displayed = hasDollar ? displayBlocks(textBlocks(masking: [])) : []
    var blocks = textBlocks(masking: displayed)
    let rules = blocks.compactMap(ruleBelowTable)
    if !rules.isEmpty {
      let found = (displayed + rules).sorted { $0.range.lowerBound < $1.range.lowerBound }
      blocks = textBlocks(masking: found)
    }
    var unclosed: [Int] = []
    let masks = masks(in: blocks, rules: rules, unclosed: &unclosed)
    problems += UnclosedDisplay.problems(source, at: unclosed)
    return masks
  }

  /// A paragraph or heading.
  private struct TextBlock {
    var line: Int
    var segments: [Range<Int>]
    var quotes: Int
    var isParagraph: Bool
  }

  private func textBlocks(masking masks: [Mask]) -> [TextBlock] {
    let text = MaskedText(source, bodyLine: bodyLine, masks: masks, markers: markers)
    var blocks: [TextBlock] = []
    var quotes = 0
    CommonMark.walk(text.bytes, blocksOnly: true) { node, entering in
      // libcmark lets a heading end on the line after its underline.
      if entering, let last = blocks.last, last.line + last.segments.count > node.line {
        blocks[blocks.count - 1].segments.removeLast(
          min(last.line + last.segments.count - node.line, last.segments.count - 1))
      }
      switch node.kind {
      case .blockQuote: quotes += entering ? 1 : -1
      case .paragraph where entering: blocks.append(block(node, quotes, isParagraph: true))
      case .heading where entering: blocks.append(block(node, quotes, isParagraph: false))
      default: break
      }
    }
    return blocks
  }

  private func block(_ node: CommonMark.Node, _ quotes: Int, isParagraph: Bool) -> TextBlock {
    let last = min(max(node.endLine, node.line), source.lineCount)
    let segments = (node.line...max(last, node.line)).map { line in
      let range = source.line(line)
      let start =
        line == node.line
        ? min(range.lowerBound + max(node.column, 1) - 1, range.upperBound)
        : source.contentStart(ofLine: line, quotes: quotes)
      return start..<range.upperBound
    }
    return TextBlock(
      line: node.line, segments: segments, quotes: quotes, isParagraph: isParagraph)
  }

  /// Math between lines that start and end with `$$`, where its lines look like other blocks.
  private func displayBlocks(_ blocks: [TextBlock]) -> [Mask] {
    let dollars: [UInt8] = [0x24, 0x24]
    var masks: [Mask] = []
    var end = 0
    // A line `=` or `-` in a formula makes a heading of the lines above it.
    for block in blocks {
      var scanned: ArraySlice<Mask>?
      for segment in block.segments
      where segment.lowerBound >= end && source.has(dollars, at: segment.lowerBound) {
        var known = scanned ?? MathScanner.masks(source, segments: block.segments)[...]
        while let first = known.first, first.range.upperBound <= segment.lowerBound {
          known.removeFirst()
        }
        scanned = known
        guard known.first?.range.overlaps(segment) != true,
          let mask = displayBlock(at: segment, quotes: block.quotes)
        else { continue }
        masks.append(mask)
        end = mask.range.upperBound
      }
    }
    return masks
  }

  private func displayBlock(at first: Range<Int>, quotes: Int) -> Mask? {
    var continuations: [Int] = []
    var line = source.line(at: first.lowerBound) + 1
    while line <= source.lineCount {
      let start = source.contentStart(ofLine: line, quotes: quotes)
      let content = start..<source.line(line).upperBound
      guard !content.isEmpty else { return nil }
      continuations.append(start)
      if endsFormula(content) {
        return Mask(
          range: first.lowerBound..<content.upperBound, content: .math("", display: true),
          continuations: continuations)
      }
      line += 1
    }
    return nil
  }

  /// Whether a line ends with `$$`, or with a label behind it.
  private func endsFormula(_ line: Range<Int>) -> Bool {
    let text = source.bytes[line]
    let blanks: [UInt8] = [0x20, 0x09]
    guard let end = text.lastIndex(where: { !blanks.contains($0) }) else { return false }
    var last = end
    if text[end] == UInt8(ascii: "}"), let open = text[...end].lastIndex(of: UInt8(ascii: "{")),
      EquationLabel(source, in: open..<line.upperBound) != nil
    {
      last = text[..<open].lastIndex { !blanks.contains($0) } ?? line.lowerBound
    }
    return last > line.lowerBound && source.has([0x24, 0x24], at: last - 1)
  }

  /// The underline of what libcmark takes for a heading, though it is a table.
  private func ruleBelowTable(_ block: TextBlock) -> Mask? {
    guard !block.isParagraph, block.segments.count > 2 else { return nil }
    let isUnderline = { (segment: Range<Int>) in
      let bytes = self.source.bytes[segment]
      return !bytes.isEmpty && bytes.allSatisfy { "-= \t".utf8.contains($0) }
    }
    guard let underline = block.segments.lastIndex(where: isUnderline), underline > 1 else {
      return nil
    }
    let text = Array(block.segments[..<underline])
    guard text.contains(where: { source.bytes[$0].contains(UInt8(ascii: "|")) }),
      headerIndex(text) != nil
    else { return nil }
    return Mask(range: block.segments[underline], content: .rule)
  }

  private func headerIndex(_ segments: [Range<Int>]) -> Int? {
    PipeTable.headerIndex(source, segments: segments) {
      MathScanner.masks(source, segments: [$0]).map(\.range)
    }
  }

  private func masks(
    in blocks: [TextBlock], rules: [Mask], unclosed: inout [Int]
  ) -> [Mask] {
    var masks: [Mask] = []
    var rules = rules[...]
    func scan(_ segments: [Range<Int>]) -> [Mask] {
      let found = MathScanner.scan(source, segments: segments)
      if let open = found.unclosed { unclosed.append(open) }
      return found.masks
    }
    for block in blocks {
      let start = block.segments.first?.lowerBound ?? 0
      while let rule = rules.first, rule.range.lowerBound < start {
        masks.append(rule)
        rules.removeFirst()
      }
      var prose = block.segments[...]
      var table: ArraySlice<Range<Int>> = []
      if block.isParagraph, let header = headerIndex(block.segments) {
        prose = block.segments[..<header]
        table = block.segments[header...]
      }
      if !prose.isEmpty { masks += scan(Array(prose)) }
      if let first = table.first, let last = table.last {
        var inner = table.flatMap { scan([$0]) }
        for index in inner.indices { inner[index].isInTable = true }
        let content = PipeTable(source, segments: table, masks: inner, first: masks.count)
        masks += inner
        masks.append(
          Mask(
            range: first.lowerBound..<last.upperBound, content: .table(content),
            continuations: table.dropFirst().map(\.lowerBound)))
      }
    }
    return masks + rules
  }
}
