internal import Basics

extension CellOptions {
  /// What `//|` lines may set.
  static let keys = [
    "label", "caption", "alt", "echo", "output", "error", "timeout", "run", "volatile",
  ]

  /// Reads the option lines of a cell; returns the place of each value too.
  static func read(
    _ lines: [YAMLMapping.Line], problems: inout [Problem]
  ) -> (options: CellOptions, places: [String: SourceLocation]) {
    var options = CellOptions()
    var places: [String: SourceLocation] = [:]
    guard !lines.isEmpty else { return (options, places) }
    do throws(Problem) {
      let mapping = try YAMLMapping(lines, code: .cellOption, title: "the cell's options")
      for entry in mapping.entries {
        do throws(Problem) {
          try options.set(entry, of: mapping)
          places[entry.key] = entry.location
        } catch {
          problems.append(error)
        }
      }
    } catch {
      problems.append(error)
    }
    return (options, places)
  }

  private mutating func set(
    _ entry: YAMLMapping.Entry, of mapping: YAMLMapping
  ) throws(Problem) {
    switch entry.key {
    case "label":
      let text = try mapping.text(entry)
      guard Self.isLabel(text) else {
        throw Problem(
          .cellOption, at: entry.location, "`\(text)` cannot be a label",
          advice: "Start with a letter; go on with letters a-z, digits, `-` and `_`.")
      }
      label = text
    case "caption": caption = try mapping.text(entry)
    case "alt": alt = try mapping.text(entry)
    case "echo":
      switch try mapping.text(entry) {
      case "true": echo = .shown
      case "false": echo = .hidden
      case "fold": echo = .folded
      case let other:
        throw Problem(
          .cellOption, at: entry.location, "`echo` cannot be `\(other)`",
          advice: "Write `true`, `false` or `fold`.")
      }
    case "output": output = try mapping.boolean(entry)
    case "error": expectsError = try mapping.boolean(entry)
    case "timeout": timeout = try mapping.seconds(entry)
    case "run": run = try mapping.boolean(entry)
    case "volatile": isVolatile = try mapping.boolean(entry)
    default: throw mapping.unknownKey(entry, known: Self.keys, kind: "cell option")
    }
  }

  /// Whether a text can name a cell.
  static func isLabel(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy(isLabelByte)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  static func isLabelByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
