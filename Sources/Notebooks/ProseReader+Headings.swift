internal import Basics

/// Labels at the end of headings, as Quarto and pandoc write them.
extension ProseReader {
  /// Reads `{#sec-method}` at the end of the heading that is about to end.
  mutating func readHeadingLabel() {
    var first = events.count
    var words = ""
    while first > 0, case .leaf(.text(let part), _) = events[first - 1] {
      first -= 1
      words = part + words
    }
    guard words.hasSuffix("}"), let open = words.lastIndex(of: "{"),
      first > 0, case .leaf(.text, let start) = events[first]
    else { return }
    let attributes = words[words.index(after: open)...].dropLast()
    let place = SourceSearch.offset(
      of: Array(words[open...].utf8), in: source, near: start, from: 0, accept: { _ in true })
    if let place, place > 0, source.bytes[place - 1] == UInt8(ascii: "\\") { return }
    let location = place.map(source.location(at:)) ?? start
    guard let mark = attributes.first, "#.-".contains(mark) else { return }
    let label = String(attributes.dropFirst())
    guard mark == "#", CellOptions.isLabel(label), !isFragment else {
      problems.append(
        Problem(
          .reference, .warning, at: location, "`{\(attributes)}` is not read, and stands as typed",
          advice: "A heading of the notebook can have a label, `{#sec-name}`, and nothing else."))
      return
    }
    let rest = MathScanner.trimmed("x" + words[..<open]).dropFirst()
    events.removeSubrange(first...)
    if !rest.isEmpty { events.append(.leaf(.text(String(rest)), start)) }
    events.append(.leaf(.headingLabel(label), location))
    labels.register(label, .heading, at: location, problems: &problems)
  }
}
