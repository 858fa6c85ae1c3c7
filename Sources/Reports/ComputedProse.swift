internal import Basics
internal import Notebooks

/// Reads the Markdown of captions and of what cells compute: paragraphs and bullet lists with
/// emphasis, strong words, code, formulas and links.
enum ComputedProse {
  /// The document of a text.
  static func document(of markdown: String) -> Document {
    var events: [Document.Event] = []
    var paragraph: [Substring] = []
    var isInList = false
    func close() {
      guard !paragraph.isEmpty else { return }
      events.append(.enter(.paragraph, place))
      for (index, line) in paragraph.enumerated() {
        if index > 0 { events.append(.leaf(.softBreak, place)) }
        var reader = InlineReader(String(line))
        events += reader.events()
      }
      events.append(.leave(.paragraph))
      paragraph = []
    }
    func endItem() {
      close()
      if isInList { events.append(.leave(.item)) }
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let bare = line.drop { $0 == " " }
      if bare.isEmpty {
        close()
      } else if bare.hasPrefix("- ") || bare.hasPrefix("* ") {
        endItem()
        if !isInList { events.append(.enter(list, place)) }
        isInList = true
        events.append(.enter(.item, place))
        paragraph = [bare.dropFirst(2)]
      } else {
        if isInList, paragraph.isEmpty {
          endItem()
          events.append(.leave(list))
          isInList = false
        }
        paragraph.append(bare)
      }
    }
    endItem()
    if isInList { events.append(.leave(list)) }
    return Document(events: events)
  }

  private static let list = Document.Container.list(start: nil, tight: true)
  static let place = SourceLocation(file: "", line: 1)
}

/// Reads one line of inline Markdown. What does not close is text.
private struct InlineReader {
  private let text: [Character]
  private var position = 0
  private var found: [Document.Event] = []
  private var words = ""
  private var open: [(mark: String, event: Int)] = []

  init(_ text: String) { self.text = Array(text) }

  mutating func events() -> [Document.Event] {
    while position < text.count { step() }
    flush()
    // A mark that never closed is text after all.
    for (mark, index) in open { found[index] = .leaf(.text(mark), ComputedProse.place) }
    return found
  }

  private mutating func step() {
    switch text[position] {
    case "\\" where position + 1 < text.count && text[position + 1].isPunctuation:
      words.append(text[position + 1])
      position += 2
    case "`": leaf(until: "`") { .code($0) }
    case "$": leaf(until: "$") { .math($0, display: false) }
    case "*":
      let isStrong = position + 1 < text.count && text[position + 1] == "*"
      mark(isStrong ? "**" : "*", isStrong ? .strong : .emphasis)
    case "[": link()
    case let character:
      words.append(character)
      position += 1
    }
  }

  private mutating func flush() {
    if !words.isEmpty { found.append(.leaf(.text(words), ComputedProse.place)) }
    words = ""
  }

  private mutating func leaf(
    until end: Character, _ make: (String) -> Document.Leaf
  ) {
    let start = position + 1
    guard start < text.count, let close = text[start...].firstIndex(of: end), close > start else {
      words.append(text[position])
      position += 1
      return
    }
    flush()
    found.append(.leaf(make(String(text[start..<close])), ComputedProse.place))
    position = close + 1
  }

  private mutating func mark(_ mark: String, _ container: Document.Container) {
    position += mark.count
    if open.last?.mark == mark {
      flush()
      open.removeLast()
      found.append(.leave(container))
    } else if position < text.count, !text[position].isWhitespace,
      !open.contains(where: { $0.mark == mark })
    {
      flush()
      open.append((mark, found.count))
      found.append(.enter(container, ComputedProse.place))
    } else {
      words += mark
    }
  }

  private mutating func link() {
    guard let middle = text[position...].firstIndex(of: "]"), middle + 1 < text.count,
      text[middle + 1] == "(", let end = text[middle...].firstIndex(of: ")")
    else {
      words.append("[")
      position += 1
      return
    }
    flush()
    let container = Document.Container.link(
      destination: String(text[(middle + 2)..<end]), title: "")
    found.append(.enter(container, ComputedProse.place))
    found.append(
      .leaf(.text(String(text[(position + 1)..<middle])), ComputedProse.place))
    found.append(.leave(container))
    position = end + 1
  }
}
