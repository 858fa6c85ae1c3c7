internal import Basics

/// Finds what is left in the prose of syntax that is not understood: footnotes, labels in a place where
/// they name nothing, inline values that are not closed.
struct ProseRemarks {
  private let source: SourceText
  private var searchStart = 0
  private var remarks: [Problem] = []

  /// The warnings of a document, in the order of the text, without those at places of known problems.
  static func find(
    in document: Document, of source: SourceText, besides known: [Problem]
  ) -> [Problem] {
    let marks = ["[^", "{#", "`{"]
    guard marks.contains(where: { source.bytes.contains($0.utf8) }) else { return [] }
    var finder = ProseRemarks(source: source)
    finder.read(document.events)
    let places = Set(known.map(\.location))
    return finder.remarks.filter { !places.contains($0.location) }
  }

  /// A warning at the first of the elements that are left out because the front matter does not allow
  /// raw HTML. Comments say nothing to a reader in any case.
  static func leftOutHTML(in document: Document) -> [Problem] {
    let places = document.events.compactMap { event -> SourceLocation? in
      switch event {
      case .leaf(.htmlBlock(let html), let location), .leaf(.htmlInline(let html), let location):
        html.drop { $0.isWhitespace }.hasPrefix("<!--") ? nil : location
      default: nil
      }
    }
    guard let first = places.first else { return [] }
    let others = places.count > 1 ? " (and in \(places.count - 1) more places)" : ""
    return [
      Problem(
        .markdown, .warning, at: first, "raw HTML is left out of the report\(others)",
        advice: "Write `html: allow` in the front matter to pass it on, or `\\<` for the sign.")
    ]
  }

  private mutating func read(_ events: [Document.Event]) {
    var linkDepth = 0
    var isLinkStart = false
    for event in events {
      switch event {
      case .enter(.link, _): linkDepth += 1
      case .leave(.link): linkDepth -= 1
      // A footnote's definition of one word makes a link of every reference to it.
      case .leaf(.text(let text), let location) where isLinkStart && text.hasPrefix("^"):
        warn(.footnote, near: location, offset: -1)
      case .leaf(.text(let text), let location) where linkDepth == 0: read(text, location)
      default: break
      }
      if case .enter(.link, _) = event { isLinkStart = true } else { isLinkStart = false }
    }
  }

  /// Something that looks like syntax, by the mark it begins with.
  private enum Remark: String, CaseIterable {
    case footnote = "[^"
    case label = "{#"
    case inlineValue = "`{"

    /// Whether what follows the mark makes it look so.
    func isMeant(_ rest: Substring) -> Bool {
      switch self {
      case .footnote:
        let name = rest.prefix { !$0.isWhitespace && $0 != "]" }
        return !name.isEmpty && rest.dropFirst(name.count).first == "]"
      case .label: return rest.first?.isLetter == true
      case .inlineValue: return rest.lowercased().hasPrefix("swift}")
      }
    }

    var message: String {
      switch self {
      case .footnote: "footnotes are not read, and stand as typed"
      case .label: "this label names nothing, and stands as typed"
      case .inlineValue: "the inline value is not closed, and stands as typed"
      }
    }

    var advice: String {
      switch self {
      case .footnote: "Put the words in parentheses, or in a sentence of their own."
      case .label:
        "Labels stand at the end of a heading, `{#sec-name}`, or behind a display formula on its "
          + "line, `$$ … $$ {#eq-name}`."
      case .inlineValue: "Write a backtick behind its expression."
      }
    }
  }

  private mutating func read(_ text: String, _ location: SourceLocation) {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "{") }) else {
      return
    }
    let bytes = Array(text.utf8)
    for index in bytes.indices.dropLast(2) where "[{`".utf8.contains(bytes[index]) {
      let pair = String(decoding: bytes[index...index + 1], as: UTF8.self)
      guard let remark = Remark(rawValue: pair) else { continue }
      // Names longer than this are none.
      let rest = String(decoding: bytes[(index + 2)...].prefix(100), as: UTF8.self)
      if remark.isMeant(rest[...]) { warn(remark, near: location, offset: index) }
    }
  }

  /// Warns of a mark so many bytes behind a place, unless a backslash takes its meaning.
  private mutating func warn(_ remark: Remark, near location: SourceLocation, offset: Int) {
    // libcmark's columns are a hint.
    let hint = source.location(line: location.line, column: location.column + offset)
    let found = SourceSearch.offset(
      of: Array(remark.rawValue.utf8), in: source, near: hint, from: searchStart,
      accept: { _ in true })
    guard let found else { return }
    searchStart = found + remark.rawValue.utf8.count
    if found > 0, source.bytes[found - 1] == UInt8(ascii: "\\") { return }
    remarks.append(
      Problem(
        .markdown, .warning, at: source.location(at: found), remark.message,
        advice: remark.advice))
  }
}
