internal import Basics
import Yams

/// The `key: value` pairs of a piece of YAML, each with its place in the notebook.
struct YAMLMapping {
  /// A key and what it is set to.
  struct Entry {
    var key: String
    var keyLocation: SourceLocation
    var value: Node
    var location: SourceLocation
  }

  /// A line of YAML within the notebook.
  struct Line {
    var text: String
    /// Where the text starts.
    var location: SourceLocation
  }

  /// In the order of the text.
  private(set) var entries: [Entry] = []
  let lines: [Line]
  let code: Problem.Code
  /// What the pairs are called in messages.
  let title: String

  /// Reads lines of YAML; what is wrong with them is thrown as one problem.
  init(_ lines: [Line], code: Problem.Code, title: String) throws(Problem) {
    self.lines = lines
    self.code = code
    self.title = title
    let text = lines.map(\.text).joined(separator: "\n") + "\n"
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch {
      throw problem(for: error)
    }
    guard let root else { return }
    if case .scalar(let scalar) = root, scalar.style == .plain, scalar.string.isEmpty { return }
    guard case .mapping(let mapping) = root else {
      throw Problem(
        code, at: location(of: root.mark), "\(title) must be lines of the form `key: value`",
        advice: "Write a colon and a space between a key and its value.")
    }
    entries = try self.entries(of: mapping)
  }

  /// The pairs of a nested mapping.
  func entries(of mapping: Node.Mapping) throws(Problem) -> [Entry] {
    var entries: [Entry] = []
    for (key, value) in mapping {
      let keyLocation = location(of: key.mark)
      guard case .scalar(let name) = key else {
        throw Problem(code, at: keyLocation, "a key of \(title) must be a plain word")
      }
      entries.append(
        Entry(
          key: name.string, keyLocation: keyLocation, value: value,
          location: location(of: value.mark)))
    }
    return entries
  }

  /// A place from Yams' lines and scalars, both from 1.
  func location(of mark: Mark?) -> SourceLocation {
    guard let mark, let last = lines.last else { return lines[0].location }
    guard mark.line <= lines.count else {
      var end = last.location
      end.column += last.text.utf8.count
      return end
    }
    let line = lines[max(mark.line, 1) - 1]
    var place = line.location
    place.column += line.text.unicodeScalars.prefix(max(mark.column, 1) - 1)
      .reduce(0) { $0 + String($1).utf8.count }
    return place
  }

  private func problem(for error: any Error) -> Problem {
    let advice = "Quote texts that contain `: `, `#`, brackets or quotation marks."
    switch error as? YamlError {
    case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _),
      .composer(_, let text, let mark, _):
      return Problem(
        code, at: location(of: mark), "\(title) is not valid YAML", advice: advice,
        underlying: text)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.sorted().first ?? ""
      let places = occurrences(of: key, from: context.mark.line)
      let place = places.dropFirst().first ?? location(of: context.mark)
      let first = places.first.map { " (first on line \($0.line))" } ?? ""
      return Problem(
        code, at: place, "the key `\(key)` is set twice\(first)", advice: "Remove one of the two.")
    case .reader(let text, _, _, _):
      return Problem(
        code, at: lines[0].location, "\(title) holds a character that YAML does not allow",
        advice: "Remove control characters.", underlying: text)
    default:
      return Problem(
        code, at: lines[0].location, "\(title) is not valid YAML", advice: advice,
        underlying: String(describing: error))
    }
  }

  /// Where the lines set a key.
  private func occurrences(of key: String, from first: Int) -> [SourceLocation] {
    lines.dropFirst(max(first, 1) - 1).compactMap { line in
      let blanks = line.text.prefix { $0 == " " }
      let rest = line.text.dropFirst(blanks.count)
      guard [key, "\"\(key)\"", "'\(key)'"].contains(where: { rest.hasPrefix($0 + ":") }) else {
        return nil
      }
      var place = line.location
      place.column += blanks.count
      return place
    }
  }
}
