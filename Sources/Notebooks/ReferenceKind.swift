/// What a cross reference may lead to, told by the beginning of its label.
enum ReferenceKind: String, CaseIterable {
  case figure = "fig-"
  case table = "tbl-"
  case equation = "eq-"
  case section = "sec-"

  /// The kind of a label, which has a name behind its beginning.
  init?(label: String) {
    guard let kind = Self.allCases.first(where: { label.hasPrefix($0.rawValue) }),
      label.utf8.count > kind.rawValue.utf8.count
    else { return nil }
    self = kind
  }

  /// What has such a label.
  var owner: String {
    switch self {
    case .figure, .table: "cell"
    case .equation: "equation"
    case .section: "heading"
    }
  }

  /// How something gets the label.
  func advice(for label: String) -> String {
    switch self {
    case .figure, .table: "write `//| label: \(label)` in one"
    case .equation: "write `{#\(label)}` behind the `$$` that ends it"
    case .section: "write `{#\(label)}` at the end of one"
    }
  }

  /// Kinds of other tools, which this one does not number.
  static let unknown = [
    "lst-", "thm-", "lem-", "cor-", "prp-", "cnj-", "def-", "exm-", "exr-", "sol-", "rem-", "alg-",
  ]
}
