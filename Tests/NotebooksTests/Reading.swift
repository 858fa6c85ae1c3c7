import Basics
import Notebooks
import Testing

/// Reads a notebook named `n.md` from a text.
func read(_ text: String) throws -> Notebook {
  try NotebookReader.parse(text, path: "n.md")
}

/// What reading a text complains about, one line or two each.
func complaints(_ text: String) -> [String] {
  complaints(Array(text.utf8))
}

func complaints(_ bytes: [UInt8]) -> [String] {
  do {
    _ = try NotebookReader.parse(bytes, path: "n.md")
    return []
  } catch let problems as Problems {
    return problems.problems.map(\.description)
  } catch {
    return ["not problems: \(error)"]
  }
}

/// `LINE:COLUMN`
func place(_ location: Basics.SourceLocation) -> String { "\(location.line):\(location.column)" }

extension Notebook {
  /// The leaves with their places, without texts and breaks.
  var marks: [String] {
    document.events.compactMap { event -> String? in
      guard case .leaf(let leaf, let location) = event else { return nil }
      switch leaf {
      case .text, .softBreak, .lineBreak: return nil
      default: return "\(place(location)) \(leaf)"
      }
    }
  }
}

/// What reading a text warns of, one line or two each; it must have no error.
func warnings(_ text: String) throws -> [String] { try read(text).warnings.map(\.description) }

/// The places and first lines of what reading a text warns of.
func warned(_ text: String) throws -> [String] {
  try read(text).warnings.map { warning in
    "\(warning.location.map { place($0) } ?? "nowhere") \(warning.message)"
  }
}
