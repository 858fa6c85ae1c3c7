internal import Notebooks

/// What a report knows before it is written: title, headings, ids and numbers.
struct ReportOutline {
  /// A heading with its place in the page.
  struct Heading {
    /// From 2, as the title is the only heading of level 1.
    var level: Int
    var id: String
    var text: String
  }

  /// What a cross reference leads to.
  struct Target {
    var id: String
    /// `Figure 1`, or the label if cells of its kind are not numbered.
    var name: String
  }

  var title: String
  /// The events of the heading that serves as title and is not repeated.
  var titleEvents: Range<Int>?
  /// By the event that opens the heading.
  var headings: [Int: Heading] = [:]
  /// By label.
  var targets: [String: Target] = [:]
  /// By index of the cell.
  var cellIDs: [String] = []

  init(_ notebook: Notebook) {
    let events = notebook.document.events
    var found: [(level: Int, range: Range<Int>, text: String)] = []
    var start = 0
    for (index, event) in events.enumerated() {
      switch event {
      case .enter(.heading, _): start = index
      case .leave(.heading(let level)):
        let text = PlainText.of(events[(start + 1)..<index])
        found.append((level, start..<(index + 1), text))
      default: break
      }
    }
    let first = found.first { $0.level == 1 && !$0.text.isEmpty }
    title = notebook.title
    if let first, notebook.frontMatter.title == nil || first.text == title {
      titleEvents = first.range
    }

    var taken: Set<String> = ["main", "contents", "title"]
    name(cellsOf: notebook, taken: &taken)
    let rest = found.filter { $0.range != titleEvents }
    let shift = rest.contains { $0.level == 1 } ? 1 : 0
    for heading in rest {
      headings[heading.range.lowerBound] = Heading(
        level: min(max(heading.level + shift, 2), 6),
        id: Self.unique(Self.slug(heading.text), &taken), text: heading.text)
    }
  }

  private mutating func name(cellsOf notebook: Notebook, taken: inout Set<String>) {
    for cell in notebook.cells { if let label = cell.options.label { taken.insert(label) } }
    var numbers: [String: Int] = [:]
    for (index, cell) in notebook.cells.enumerated() {
      guard let label = cell.options.label else {
        cellIDs.append(Self.unique("cell-\(index + 1)", &taken))
        continue
      }
      cellIDs.append(label)
      let kind = label.hasPrefix("fig-") ? "Figure" : label.hasPrefix("tbl-") ? "Table" : nil
      if let kind {
        numbers[kind, default: 0] += 1
        targets[label] = Target(id: label, name: "\(kind) \(numbers[kind, default: 1])")
      } else {
        targets[label] = Target(id: label, name: label)
      }
    }
  }

  /// `Figure 1` or `Table 2`; `nil` for cells that are not numbered.
  func number(of cell: Cell) -> String? {
    guard let label = cell.options.label, label.hasPrefix("fig-") || label.hasPrefix("tbl-")
    else { return nil }
    return targets[label]?.name
  }

  /// Headings in the order of the text.
  var contents: [Heading] { headings.sorted { $0.key < $1.key }.map(\.value) }

  private static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        slug.unicodeScalars.append(scalar)
      } else if !slug.isEmpty, !slug.hasSuffix("-") {
        slug += "-"
      }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.isEmpty ? "section" : slug
  }

  private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    var candidate = name
    var count = 1
    while !taken.insert(candidate).inserted {
      count += 1
      candidate = "\(name)-\(count)"
    }
    return candidate
  }
}
