internal import Notebooks

/// What a report knows before it is written: title, headings, ids and numbers.
struct ReportOutline {
  /// A heading with its place in the page.
  struct Heading {
    /// From 2, as the title is the only heading of level 1.
    var level: Int
    var id: String
    var text: String
    /// `2.1`; `nil` unless the notebook refers to sections.
    var number: String?
  }

  /// What a cross reference leads to.
  struct Target {
    var id: String
    /// `Figure 1`, `Equation 2`, `Section 2.1`, or the label if cells of its kind are not numbered.
    var name: String
  }

  var title: String
  /// The events of the heading that serves as title and is not repeated.
  var titleEvents: Range<Int>?
  /// By the event that opens the heading.
  var headings: [Int: Heading] = [:]
  /// The number or tag of each labelled formula, by label.
  var equations: [String: String] = [:]
  /// By label.
  var targets: [String: Target] = [:]
  /// What cross references may use.
  var labels: Set<String> = []
  /// By index of the cell.
  var cellIDs: [String] = []

  init(_ notebook: Notebook) {
    let events = notebook.document.events
    var found: [(level: Int, range: Range<Int>, text: String, label: String?)] = []
    var start = 0
    var label: String?
    for (index, event) in events.enumerated() {
      switch event {
      case .enter(.heading, _): (start, label) = (index, nil)
      case .leaf(.headingLabel(let name), _): label = name
      case .leave(.heading(let level)):
        let text = PlainText.of(events[(start + 1)..<index])
        found.append((level, start..<(index + 1), text, label))
      default: break
      }
    }
    let first = found.first { $0.level == 1 && !$0.text.isEmpty }
    title = notebook.title
    if let first, notebook.frontMatter.title == nil || first.text == title {
      titleEvents = first.range
      if let label = first.label { targets[label] = Target(id: "title", name: title) }
    }

    var ids = UniqueNames(taken: ["main", "contents", "title"])
    for heading in found { if let label = heading.label { ids.take(label) } }
    name(equationsOf: events, ids: &ids)
    name(cellsOf: notebook, ids: &ids)
    let rest = found.filter { $0.range != titleEvents }
    let shift = rest.contains { $0.level == 1 } ? 1 : 0
    let isNumbered = Self.refersToSections(notebook)
    var numbers = SectionNumbers()
    for heading in rest {
      let level = min(max(heading.level + shift, 2), 6)
      let number = numbers.next(level: level)
      let id = heading.label ?? ids.unique(Self.slug(heading.text))
      headings[heading.range.lowerBound] = Heading(
        level: level, id: id, text: heading.text, number: isNumbered ? number : nil)
      if let label = heading.label {
        let name = label.hasPrefix("sec-") ? "Section \(number)" : heading.text
        targets[label] = Target(id: label, name: name)
      }
    }
    labels = Set(targets.keys)
  }

  /// Whether the text or a caption holds a number of a section, which the headings then show.
  private static func refersToSections(_ notebook: Notebook) -> Bool {
    notebook.document.events.contains {
      if case .leaf(.crossReference(let label), _) = $0 { label.hasPrefix("sec-") } else { false }
    }
      || notebook.cells.contains {
        $0.options.caption?.lowercased().contains("@sec-") ?? false
      }
  }

  private mutating func name(equationsOf events: [Document.Event], ids: inout UniqueNames) {
    var count = 0
    for case .leaf(.equation(let tex, let label), _) in events {
      ids.take(label)
      var number = MathML.tag(of: tex)
      if number == nil {
        count += 1
        number = "\(count)"
      }
      equations[label] = number
      targets[label] = Target(id: label, name: "Equation \(number ?? "")")
    }
  }

  private mutating func name(cellsOf notebook: Notebook, ids: inout UniqueNames) {
    for cell in notebook.cells { if let label = cell.options.label { ids.take(label) } }
    var numbers: [String: Int] = [:]
    for (index, cell) in notebook.cells.enumerated() {
      guard let label = cell.options.label else {
        cellIDs.append(ids.unique("cell-\(index + 1)"))
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
}
