internal import Basics

/// The names that cross references may use, each taken once in a notebook.
struct LabelRegistry {
  /// What a label names.
  enum Kind: String { case cell, equation, heading }

  /// Where each label was first used.
  private(set) var labels: [String: SourceLocation] = [:]
  private var kinds: [String: Kind] = [:]

  /// Takes a label, or tells who has it.
  mutating func register(
    _ label: String, _ kind: Kind, at location: SourceLocation, problems: inout [Problem]
  ) {
    guard let first = labels[label], let owner = kinds[label] else {
      labels[label] = location
      kinds[label] = kind
      return
    }
    problems.append(
      Problem(
        kind == .cell ? .cellOption : .reference, at: location,
        "the label `\(label)` on line \(location.line) is taken by the \(owner.rawValue) on line "
          + "\(first.line)",
        advice: "Give each \(kind.rawValue) a label of its own."))
  }
}
