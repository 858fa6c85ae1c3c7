internal import Basics

/// Finds what is left in the prose of syntax that is not understood: footnotes, labels in a place where
/// they name nothing, inline values that are not closed.
struct ProseRemarks {
  private let source: SourceText
  private var searchStart = 0
  private var remarks: [Problem] = []

  /// The warnings of a document, in the order of the text.
  static func find(in document: Document, of source: SourceText) -> [Problem] {
    let marks = ["[^", "{#", "`{"]
    guard marks.contains(where: { source.bytes.contains($0.utf8) }) else { return [] }
    var finder = ProseRemarks(source: source)
    finder.read(document.events)
    return finder.remarks
  }

  private mutating func read(_ events: [Document.Event]) {
    var before: UInt8 = 0
    for event in events {
      switch event {
      case .leaf(.text(let text), let location):
        read(text, after: before, location)
        before = text.utf8.last ?? 0
      // A footnote's definition of one word makes a link of every reference to it.
      case .enter(.link, _): before = UInt8(ascii: "[")
      case .enter, .leave, .leaf: before = 0
      }
    }
  }

  private mutating func read(_ text: String, after before: UInt8, _ location: SourceLocation) {
    if before == UInt8(ascii: "["), text.hasPrefix("^"), text.utf8.count > 1,
      text.dropFirst().first?.isWhitespace == false
    {
      warn(
        "[^", near: location, "footnotes are not read, and stand as typed",
        "Put the words in parentheses, or in a sentence of their own.")
    }
    if text.utf8.contains("{#".utf8),
      text.ranges(of: "{#").contains(where: { text[$0.upperBound...].first?.isLetter == true })
    {
      warn(
        "{#", near: location, "this label names nothing, and stands as typed",
        "Labels stand at the end of a heading, `{#sec-name}`, or behind a display formula on its line,"
          + " `$$ … $$ {#eq-name}`.")
    }
    if before == UInt8(ascii: "`"), text.lowercased().hasPrefix("{swift}") {
      warn(
        "`{", near: location, "the inline value is not closed, and stands as typed",
        "Write a backtick behind its expression.")
    }
  }

  private mutating func warn(
    _ mark: String, near location: SourceLocation, _ message: String, _ advice: String
  ) {
    // libcmark's columns are a hint: the mark may begin in the text before this one.
    var hint = location
    hint.column = max(location.column - 1, 1)
    let found = SourceSearch.offset(
      of: Array(mark.utf8), in: source, near: hint, from: searchStart, accept: { _ in true })
    if let found {
      searchStart = found + mark.utf8.count
      if found > 0, source.bytes[found - 1] == UInt8(ascii: "\\") { return }
    }
    let place = found.map(source.location(at:)) ?? location
    remarks.append(Problem(.markdown, .warning, at: place, message, advice: advice))
  }
}
