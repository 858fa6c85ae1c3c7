import Testing

/// A notebook whose first cell does something hostile, and how its run must end.
struct HostileCase: Sendable, CustomTestStringConvertible {
  enum End: Sendable {
    /// All cells run; the report holds this.
    case good(String)
    /// The first cell fails with these words on standard error.
    case fails(String)
    /// The second cell fails.
    case failsBelow(String)
    /// Either, depending on what happens first.
    case either
  }

  var name: String
  var end: End
  /// What it leaves in its folder.
  var leaves: [String] = []

  var testDescription: String { name }
}
