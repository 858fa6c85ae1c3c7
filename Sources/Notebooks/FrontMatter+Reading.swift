internal import Basics
import Yams

extension FrontMatter {
  /// What front matter may set.
  static let keys = [
    "title", "description", "author", "date", "seed", "params", "toc", "timeout", "html",
  ]

  /// The lines from the first `---` to the line that closes it, or `nil` if there are none.
  static func lines(
    of source: SourceText, problems: inout [Problem]
  ) -> (content: Range<Int>, after: Int)? {
    guard isFence(source, line: 1, closing: false) else { return nil }
    let close =
      source.lineCount > 1
      ? (2...source.lineCount).first { isFence(source, line: $0, closing: true) } : nil
    guard let close else {
      problems.append(
        Problem(
          .frontMatter, at: source.location(line: 1, column: 1), "the front matter is not closed",
          advice: "End it with a line `---`; a rule at the top of the text is written `***`."))
      return nil
    }
    return (2..<close, close + 1)
  }

  private static func isFence(_ source: SourceText, line: Int, closing: Bool) -> Bool {
    var bytes = source.bytes[source.line(line)]
    while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
      bytes.removeLast()
    }
    return bytes.elementsEqual("---".utf8) || closing && bytes.elementsEqual("...".utf8)
  }

  /// Reads the YAML on these lines; every key that is wrong is a problem of its own.
  init(_ source: SourceText, lines: Range<Int>, problems: inout [Problem]) {
    self.init()
    guard !lines.isEmpty else { return }
    let yaml = lines.map {
      YAMLMapping.Line(
        text: source.text(source.line($0)), location: source.location(line: $0, column: 1))
    }
    do throws(Problem) {
      let mapping = try YAMLMapping(yaml, code: .frontMatter, title: "the front matter")
      for entry in mapping.entries {
        do throws(Problem) {
          try set(entry, of: mapping, problems: &problems)
        } catch {
          problems.append(error)
        }
      }
    } catch {
      problems.append(error)
    }
  }

  private mutating func set(
    _ entry: YAMLMapping.Entry, of mapping: YAMLMapping, problems: inout [Problem]
  ) throws(Problem) {
    switch entry.key {
    case "title": title = try mapping.text(entry)
    case "description": description = try mapping.text(entry)
    case "author": author = try mapping.text(entry)
    case "date": date = try mapping.text(entry)
    case "seed": seed = try mapping.integer(entry)
    case "toc": tableOfContents = try mapping.boolean(entry)
    case "timeout": timeout = try mapping.seconds(entry)
    case "html":
      guard try mapping.text(entry) == "allow" else {
        throw Problem(
          .frontMatter, at: entry.location, "`html` can only be `allow`",
          advice: "Write `html: allow`, or remove the line to leave raw HTML out of the report.")
      }
      allowsHTML = true
    case "params": try setParameters(entry, of: mapping, problems: &problems)
    default: throw mapping.unknownKey(entry, known: Self.keys, kind: "front matter key")
    }
  }

  private mutating func setParameters(
    _ entry: YAMLMapping.Entry, of mapping: YAMLMapping, problems: inout [Problem]
  ) throws(Problem) {
    guard case .mapping(let pairs) = entry.value else {
      throw Problem(
        .frontMatter, at: entry.location, "`params` must be lines of the form `name: default`",
        advice: "Indent them by two blanks below `params:`.")
    }
    for pair in try mapping.entries(of: pairs) {
      do throws(Problem) {
        parameters.append(try Self.parameter(pair, of: mapping))
      } catch {
        problems.append(error)
      }
    }
  }

  private static func parameter(
    _ entry: YAMLMapping.Entry, of mapping: YAMLMapping
  ) throws(Problem) -> Parameter {
    let name = entry.key
    guard SwiftIdentifier.isWellFormed(name) else {
      throw Problem(
        .frontMatter, at: entry.keyLocation, "the parameter `\(name)` is not a Swift identifier",
        advice: "Use letters, digits and `_`, not starting with a digit.")
    }
    guard !SwiftIdentifier.isKeyword(name) else {
      throw Problem(
        .frontMatter, at: entry.keyLocation, "the parameter `\(name)` is a Swift keyword",
        advice: "Choose another name, for instance `\(name)Value`.")
    }
    guard case .scalar(let scalar) = entry.value,
      let value = try mapping.typedValue(scalar, of: entry)
    else {
      throw Problem(
        .frontMatter, at: entry.location, "the parameter `\(name)` needs one value as its default",
        advice: "Give an integer, a number, `true`, `false` or a text.")
    }
    if scalar.style == .plain, case .string(let text) = value,
      ["yes", "no", "on", "off"].contains(text.lowercased())
    {
      throw Problem(
        .frontMatter, at: entry.location, "`\(text)` could be a boolean or a text",
        advice: "Write `true` or `false`, or \"\(text)\" in quotation marks.")
    }
    return Parameter(name: name, value: value, location: entry.keyLocation)
  }
}
