/// Finds `$...$` and `$$...$$` in the content of a paragraph or heading, by pandoc's rules.
///
/// An opening `$` is not followed by a blank; a closing one is neither preceded by a blank nor
/// followed by a digit; `\$` is a dollar; code spans and addresses are left alone. Linear in the
/// content's length.
struct MathScanner {
  let source: SourceText
  /// The content of each line, without container markers and line ends.
  private let segments: [Range<Int>]
  /// Starts of backtick runs by length, ascending.
  private var runs: [Int: [Int]] = [:]
  /// Where a `$$` stands that nothing closes; no display formula follows it.
  private(set) var unclosed: Int?

  /// The masks of all math in these lines, in order.
  static func masks(_ source: SourceText, segments: [Range<Int>]) -> [Mask] {
    scan(source, segments: segments).masks
  }

  /// The masks of all math in these lines, and the `$$` that nothing closes, if there is one.
  static func scan(
    _ source: SourceText, segments: [Range<Int>]
  ) -> (masks: [Mask], unclosed: Int?) {
    var scanner = MathScanner(source, segments: segments)
    let masks = scanner.scan()
    return (masks, scanner.unclosed)
  }

  private init(_ source: SourceText, segments: [Range<Int>]) {
    self.source = source
    self.segments = segments
  }

  private mutating func scan() -> [Mask] {
    let dollar = UInt8(ascii: "$")
    guard segments.contains(where: { source.bytes[$0].contains(dollar) }) else { return [] }
    collectRuns()
    var masks: [Mask] = []
    var place = Place(segment: 0, offset: segments[0].lowerBound)
    while let byte = byte(at: &place) {
      switch byte {
      case UInt8(ascii: "\\"): advance(&place, by: 2)
      case UInt8(ascii: "`"): skipCode(&place)
      case dollar:
        if let (mask, after) = math(from: place) {
          masks.append(mask)
          place = after
        } else {
          advance(&place, by: isDollar(place.offset + 1, place) ? 2 : 1)
        }
      case _ where isAddressMark(byte):
        let end = addressEnd(from: place.offset, in: segments[place.segment])
        advance(&place, by: max(end - place.offset, 1))
      default: advance(&place, by: 1)
      }
    }
    return masks
  }

  private struct Place {
    var segment: Int
    var offset: Int
  }

  /// The byte at a place, which moves over line ends; `nil` at the end.
  private func byte(at place: inout Place) -> UInt8? {
    while place.offset >= segments[place.segment].upperBound {
      guard place.segment + 1 < segments.count else { return nil }
      place.segment += 1
      place.offset = segments[place.segment].lowerBound
    }
    return source.bytes[place.offset]
  }

  private func advance(_ place: inout Place, by count: Int) {
    place.offset = min(place.offset + count, segments[place.segment].upperBound)
  }

  private func isDollar(_ offset: Int, _ place: Place) -> Bool {
    offset < segments[place.segment].upperBound && source.bytes[offset] == UInt8(ascii: "$")
  }

  private func runLength(_ offset: Int, end: Int) -> Int {
    var end = end
    var index = offset
    while index < end {
      if source.bytes[index] != UInt8(ascii: "`") { end = index }
      index += 1
    }
    return end - offset
  }

  private mutating func collectRuns() {
    for segment in segments {
      var offset = segment.lowerBound
      while offset < segment.upperBound {
        let length = runLength(offset, end: segment.upperBound)
        if length > 0 { runs[length, default: []].append(offset) }
        offset += max(length, 1)
      }
    }
    // The last comes first, so that runs passed by can be dropped from the end.
    for key in runs.keys { runs[key]?.reverse() }
  }

  /// Moves behind a code span, or behind the backticks if nothing closes them.
  private mutating func skipCode(_ place: inout Place) {
    let length = runLength(place.offset, end: segments[place.segment].upperBound)
    while let next = runs[length]?.last, next <= place.offset { runs[length]?.removeLast() }
    if let closing = runs[length]?.last {
      while closing >= segments[place.segment].upperBound { place.segment += 1 }
      place.offset = closing
    }
    advance(&place, by: length)
  }

  private mutating func math(from start: Place) -> (Mask, Place)? {
    let display = isDollar(start.offset + 1, start)
    guard !(display && unclosed != nil) else { return nil }
    let width = display ? 2 : 1
    var place = start
    advance(&place, by: width)
    if !display {
      guard place.offset < segments[place.segment].upperBound,
        !isBlank(source.bytes[place.offset])
      else { return nil }
    }
    var previous: UInt8 = UInt8(ascii: "$")
    var segment = place.segment
    while let byte = byte(at: &place) {
      if place.segment != segment {
        previous = UInt8(ascii: "\n")
        segment = place.segment
      }
      if byte == UInt8(ascii: "`"), !display { return nil }
      if byte == UInt8(ascii: "$"), !display || isDollar(place.offset + 1, place) {
        guard display || closes(place, after: previous) else { return nil }
        return mask(from: start, to: place, width: width, display: display)
      }
      previous = byte
      advance(&place, by: byte == UInt8(ascii: "\\") ? 2 : 1)
    }
    if display { unclosed = start.offset }
    return nil
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
  }

  private func closes(_ place: Place, after previous: UInt8) -> Bool {
    guard !isBlank(previous) else { return false }
    let next = place.offset + 1
    return next >= segments[place.segment].upperBound
      || !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source.bytes[next])
  }

  private func mask(
    from start: Place, to end: Place, width: Int, display: Bool
  ) -> (Mask, Place)? {
    var lines: [String] = []
    for index in start.segment...end.segment {
      let segment = segments[index]
      let from = index == start.segment ? start.offset + width : segment.lowerBound
      let to = index == end.segment ? end.offset : segment.upperBound
      lines.append(source.text(from..<max(from, to)))
    }
    let tex = Self.trimmed(lines.joined(separator: "\n"))
    guard !tex.isEmpty else { return nil }
    var after = end
    after.offset += width
    var content = Mask.Content.math(tex, display: display)
    if display,
      let label = EquationLabel(source, in: after.offset..<segments[end.segment].upperBound)
    {
      after.offset = label.end
      content = .equation(tex, label: label.name)
    }
    let further = segments[start.segment...end.segment].dropFirst().map(\.lowerBound)
    return (
      Mask(range: start.offset..<after.offset, content: content, continuations: further), after
    )
  }

  /// Without blanks and line ends around it.
  static func trimmed(_ text: String) -> String {
    var bytes = Substring(text).utf8
    while let first = bytes.first, first == 0x20 || first == 0x09 || first == 0x0A {
      bytes.removeFirst()
    }
    while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0A {
      bytes.removeLast()
    }
    return String(Substring(bytes))
  }
}
