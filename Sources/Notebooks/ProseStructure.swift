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
  func masks() -> [Mask] {
    let hasDollar = source.bytes.contains(UInt8(ascii: "$"))
    guard hasDollar || source.bytes.contains(UInt8(ascii: "|")) else { return [] }
    var found = hasDollar ? displayBlocks(textBlocks(masking: [])) : []
    found = masks(in: textBlocks(masking: found))
    return found
  }

  /// A paragraph or heading.
  private struct TextBlock {
    var segments: [Range<Int>]
    var quotes: Int
    var isParagraph: Bool
  }

  private func textBlocks(masking masks: [Mask]) -> [TextBlock] {
    let text = MaskedText(source, bodyLine: bodyLine, masks: masks, markers: markers)
    var blocks: [TextBlock] = []
    var quotes = 0
    CommonMark.walk(text.bytes, blocksOnly: true) { node, entering in
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
    return TextBlock(segments: segments, quotes: quotes, isParagraph: isParagraph)
  }

  /// Math between lines that start and end with `$$`, where its lines look like other blocks.
  private func displayBlocks(_ blocks: [TextBlock]) -> [Mask] {
    let dollars: [UInt8] = [0x24, 0x24]
    var masks: [Mask] = []
    var end = 0
    for block in blocks where block.isParagraph {
      var scanned: [Mask]?
      for segment in block.segments
      where segment.lowerBound >= end && source.has(dollars, at: segment.lowerBound) {
        let known = scanned ?? MathScanner.masks(source, segments: block.segments)
        scanned = known
        guard !known.contains(where: { $0.range.overlaps(segment) }),
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
      let text = MathScanner.trimmed(source.text(content))
      if text.hasSuffix("$$") {
        return Mask(
          range: first.lowerBound..<content.upperBound, content: .math("", display: true),
          continuations: continuations)
      }
      line += 1
    }
    return nil
  }

  private func masks(in blocks: [TextBlock]) -> [Mask] {
    var masks: [Mask] = []
    for block in blocks {
      var prose = block.segments[...]
      var table: ArraySlice<Range<Int>> = []
      if block.isParagraph,
        let header = PipeTable.headerIndex(
          source, segments: block.segments,
          skipping: { MathScanner.masks(source, segments: [$0]).map(\.range) })
      {
        prose = block.segments[..<header]
        table = block.segments[header...]
      }
      if !prose.isEmpty { masks += MathScanner.masks(source, segments: Array(prose)) }
      if let first = table.first, let last = table.last {
        var inner = table.flatMap { MathScanner.masks(source, segments: [$0]) }
        for index in inner.indices { inner[index].isInTable = true }
        let content = PipeTable(source, segments: table, masks: inner, first: masks.count)
        masks += inner
        masks.append(
          Mask(
            range: first.lowerBound..<last.upperBound, content: .table(content),
            continuations: table.dropFirst().map(\.lowerBound)))
      }
    }
    return masks
  }
}
