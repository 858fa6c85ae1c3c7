internal import Basics

/// Finds `@fig-loss` in the prose and checks that something has the label.
///
/// `@Fig-loss` at the start of a sentence means the same, and so does `[@fig-loss]`.
struct CrossReferences {
  private let source: SourceText
  private let labels: Set<String>
  private(set) var problems: [Problem] = []
  private var searchStart = 0
  /// The bracket behind a reference is left out, as the one in front of it was.
  private var dropsBracket = false
  private var events: [Document.Event] = []
  private lazy var sortedLabels = labels.sorted()
  private var adviceByLabel: [String: String] = [:]

  init(_ source: SourceText, labels: Set<String>) {
    self.source = source
    self.labels = labels
  }

  /// The events with texts parted at references; links and alternative texts are left alone.
  mutating func resolve(_ events: [Document.Event]) -> [Document.Event] {
    guard source.bytes.contains(UInt8(ascii: "@")) else { return events }
    self.events.reserveCapacity(events.count)
    var linkDepth = 0
    for event in events {
      switch event {
      case .enter(.link, _), .enter(.image, _): linkDepth += 1
      case .leave(.link), .leave(.image): linkDepth -= 1
      case .leaf(.text(let text), let location)
      where linkDepth == 0 && (dropsBracket || text.utf8.contains(UInt8(ascii: "@"))):
        part(Array(text.utf8), location)
        continue
      default: break
      }
      self.events.append(event)
    }
    return self.events
  }

  private mutating func part(_ text: [UInt8], _ location: SourceLocation) {
    var plain = 0
    if dropsBracket {
      plain = text.first == UInt8(ascii: "]") ? 1 : 0
      dropsBracket = false
    }
    func words(upTo end: Int) -> Document.Event? {
      plain < end
        ? .leaf(.text(String(decoding: text[plain..<end], as: UTF8.self)), location) : nil
    }
    var index = plain
    while index < text.count {
      guard text[index] == UInt8(ascii: "@"), !Self.endsWord(text[..<index]),
        let spelling = spelling(text, at: index + 1),
        let place = place(of: spelling, location, index)
      else {
        index += 1
        continue
      }
      guard let label = label(spelling) else {
        warn(of: spelling, in: text, at: index, place)
        index += 1
        continue
      }
      if let words = words(upTo: index) { events.append(words) }
      let isBracketed = isBracketed(spelling, at: source.offset(of: place))
      if isBracketed { dropOpeningBracket() }
      events.append(.leaf(.crossReference(label), place))
      check(label, at: place)
      index += 1 + spelling.utf8.count
      plain = index
      if isBracketed {
        if index < text.count {
          plain += 1
        } else {
          dropsBracket = true
        }
      }
    }
    if let words = words(upTo: text.count) { events.append(words) }
  }

  /// Whether a text before `@` makes it part of an address or a path.
  private static func endsWord(_ text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.last else { return false }
    if last < 0x80 { return CellOptions.isLabelByte(last) || ".+%/@=&#".utf8.contains(last) }
    // Quotation marks and dashes stand beside a reference, letters within a word.
    let scalar = String(decoding: text.suffix(4), as: UTF8.self).unicodeScalars.last
    return scalar?.properties.isXIDContinue ?? true
  }

  /// The word behind `@`.
  private func spelling(_ text: [UInt8], at start: Int) -> String? {
    guard start < text.count, CellOptions.isLetter(text[start]) else { return nil }
    var word = text[start...].prefix(while: CellOptions.isLabelByte)
    while let last = word.last, last == UInt8(ascii: "-") || last == UInt8(ascii: "_") {
      word.removeLast()
    }
    let end = word.endIndex
    // `@fig-a.example` and `@fig-a@b` are addresses; `@fig-a.` ends a sentence.
    if end + 1 < text.count, text[end] == UInt8(ascii: "."),
      CellOptions.isLabelByte(text[end + 1])
    {
      return nil
    }
    if end < text.count, text[end] == UInt8(ascii: "@") { return nil }
    return String(decoding: word, as: UTF8.self)
  }

  /// The label that a word means, if it means one.
  private func label(_ spelling: String) -> String? {
    if labels.contains(spelling) { return spelling }
    let label = spelling.prefix(1).lowercased() + spelling.dropFirst()
    return ReferenceKind(label: label) == nil ? nil : label
  }

  /// The reference's place, or `nil` if a backslash takes its meaning or it stands in an address.
  private mutating func place(
    of spelling: String, _ text: SourceLocation, _ index: Int
  ) -> SourceLocation? {
    let needle = Array("@\(spelling)".utf8)
    let hint = source.location(line: text.line, column: text.column + index)
    let found = SourceSearch.offset(of: needle, in: source, near: hint, from: searchStart) {
      let end = $0 + needle.count
      return end >= source.bytes.count || !CellOptions.isLetter(source.bytes[end])
    }
    guard let found else { return hint }
    searchStart = found + needle.count
    if found > 0, source.bytes[found - 1] == UInt8(ascii: "\\") { return nil }
    if source.isInAddress(found) { return nil }
    return source.location(at: found)
  }

  private func isBracketed(_ spelling: String, at offset: Int) -> Bool {
    let end = offset + 1 + spelling.utf8.count
    guard offset > 0, source.has([UInt8(ascii: "[")], at: offset - 1),
      source.has([UInt8(ascii: "]")], at: end)
    else { return false }
    return !source.has([UInt8(ascii: "\\")], at: offset - 2)
  }

  private mutating func dropOpeningBracket() {
    guard case .leaf(.text(var text), let location) = events.last, text.hasSuffix("[") else {
      return
    }
    text.removeLast()
    events.removeLast()
    if !text.isEmpty { events.append(.leaf(.text(text), location)) }
  }

  private mutating func check(_ label: String, at location: SourceLocation) {
    guard !labels.contains(label), let kind = ReferenceKind(label: label) else { return }
    // Searching the nearest takes time, and one answer serves for all of a name.
    let advice = adviceByLabel[label] ?? advice(for: label, kind)
    adviceByLabel[label] = advice
    problems.append(
      Problem(
        .reference, at: location, "no \(kind.owner) has the label `\(label)`", advice: advice))
  }

  private mutating func advice(for label: String, _ kind: ReferenceKind) -> String {
    guard !labels.isEmpty else {
      return "No \(kind.owner) of this notebook has a label; \(kind.advice(for: label))."
    }
    guard adviceByLabel.count < Self.advised, labels.count <= Self.listed else {
      return "To have one, \(kind.advice(for: label))."
    }
    return Suggestion.advice(for: label, among: sortedLabels, what: "Labels are")
  }

  /// How many names get an advice that compares them with all labels, and how many labels are listed.
  private static let (advised, listed) = (50, 200)

  /// Tells of references as other tools write them.
  private mutating func warn(
    of spelling: String, in text: [UInt8], at index: Int, _ location: SourceLocation
  ) {
    let lower = spelling.lowercased()
    let end = index + 1 + spelling.utf8.count
    let names = ReferenceKind.allCases.map { $0.rawValue.dropLast() }
    let hasColon =
      end + 1 < text.count && text[end] == UInt8(ascii: ":")
      && CellOptions.isLetter(text[end + 1]) && names.contains { $0 == lower }
    if hasColon {
      problems.append(
        Problem(
          .reference, .warning, at: location, "`@\(spelling):` starts no reference",
          advice: "Write a hyphen: `@\(lower)-name`."))
    } else if ReferenceKind.unknown.contains(where: lower.hasPrefix) {
      let known = ReferenceKind.allCases.map { "@" + $0.rawValue }.joined(separator: ", ")
      problems.append(
        Problem(
          .reference, .warning, at: location,
          "`@\(spelling)` stands as typed: nothing has that label",
          advice: "References are \(known) and the labels of cells."))
    }
  }
}

extension SourceText {
  /// Whether a word with `://` in it goes on at an offset.
  func isInAddress(_ offset: Int) -> Bool {
    var start = offset
    // Longer addresses are taken for text, so that many references cost no more than their bytes.
    while start > max(0, offset - 300), bytes[start - 1] > 0x20, bytes[start - 1] != 0x3C {
      start -= 1
    }
    // The colon of `://` has two bytes behind it.
    while start + 2 < offset {
      if bytes[start] == 0x3A, bytes[start + 1] == 0x2F, bytes[start + 2] == 0x2F { return true }
      start += 1
    }
    return false
  }
}
