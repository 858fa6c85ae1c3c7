internal import Basics

/// Finds `@fig-loss` in the prose and checks that a cell has the label.
struct CrossReferences {
  private let source: SourceText
  private let labels: [String: SourceLocation]
  private(set) var problems: [Problem] = []
  private var searchStart = 0

  init(_ source: SourceText, labels: [String: SourceLocation]) {
    self.source = source
    self.labels = labels
  }

  /// The events with texts parted at references; links and alternative texts are left alone.
  mutating func resolve(_ events: [Document.Event]) -> [Document.Event] {
    guard source.bytes.contains(UInt8(ascii: "@")) else { return events }
    var result: [Document.Event] = []
    result.reserveCapacity(events.count)
    var linkDepth = 0
    for event in events {
      switch event {
      case .enter(.link, _), .enter(.image, _): linkDepth += 1
      case .leave(.link), .leave(.image): linkDepth -= 1
      case .leaf(.text(let text), let location)
      where linkDepth == 0 && text.utf8.contains(UInt8(ascii: "@")):
        part(Array(text.utf8), location, into: &result)
        continue
      default: break
      }
      result.append(event)
    }
    return result
  }

  private mutating func part(
    _ text: [UInt8], _ location: SourceLocation, into events: inout [Document.Event]
  ) {
    var plain = 0
    var index = 0
    while index < text.count {
      guard text[index] == UInt8(ascii: "@"), index == 0 || !Self.isWord(text[index - 1]),
        let label = label(text, at: index + 1), let place = place(of: label, location, index)
      else {
        index += 1
        continue
      }
      if plain < index {
        events.append(.leaf(.text(String(decoding: text[plain..<index], as: UTF8.self)), location))
      }
      events.append(.leaf(.crossReference(label), place))
      check(label, at: place)
      index += 1 + label.utf8.count
      plain = index
    }
    if plain < text.count {
      events.append(.leaf(.text(String(decoding: text[plain...], as: UTF8.self)), location))
    }
  }

  /// Whether a byte before `@` makes it part of an address or a path.
  private static func isWord(_ byte: UInt8) -> Bool {
    CellOptions.isLabelByte(byte) || byte >= 0x80 || ".+%/@".utf8.contains(byte)
  }

  private func label(_ text: [UInt8], at start: Int) -> String? {
    guard start < text.count, CellOptions.isLetter(text[start]) else { return nil }
    var label = text[start...].prefix(while: CellOptions.isLabelByte)
    while let last = label.last, last == UInt8(ascii: "-") || last == UInt8(ascii: "_") {
      label.removeLast()
    }
    let end = label.endIndex
    // `@fig-a.example` and `@fig-a@b` are addresses; `@fig-a.` ends a sentence.
    if end + 1 < text.count, text[end] == UInt8(ascii: "."),
      CellOptions.isLabelByte(text[end + 1])
    {
      return nil
    }
    if end < text.count, text[end] == UInt8(ascii: "@") { return nil }
    let name = String(decoding: label, as: UTF8.self)
    let isNumbered = ["fig-", "tbl-"].contains { name.hasPrefix($0) && name.utf8.count > 4 }
    return isNumbered || labels[name] != nil ? name : nil
  }

  /// The reference's place, or `nil` if a backslash takes its meaning.
  private mutating func place(
    of label: String, _ text: SourceLocation, _ index: Int
  ) -> SourceLocation? {
    let needle = Array("@\(label)".utf8)
    let hint = source.location(line: text.line, column: text.column + index)
    let found = SourceSearch.offset(of: needle, in: source, near: hint, from: searchStart) {
      let end = $0 + needle.count
      return end >= source.bytes.count || !CellOptions.isLetter(source.bytes[end])
    }
    guard let found else { return hint }
    searchStart = found + needle.count
    if found > 0, source.bytes[found - 1] == UInt8(ascii: "\\") { return nil }
    return source.location(at: found)
  }

  private mutating func check(_ label: String, at location: SourceLocation) {
    guard labels[label] == nil else { return }
    let advice =
      labels.isEmpty
      ? "No cell of this notebook has a label; write `//| label: \(label)` in one."
      : Suggestion.advice(for: label, among: labels.keys.sorted(), what: "Labels are")
    problems.append(
      Problem(.reference, at: location, "no cell has the label `\(label)`", advice: advice))
  }
}
