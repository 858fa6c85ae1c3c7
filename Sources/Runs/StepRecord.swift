internal import CellMessages

/// What one step gave, as it is kept on disk.
struct StepRecord: Codable, Sendable, Equatable {
  var outputs: [CellOutput] = []
  var inlineText: String?
  /// How a cell with `error: true` failed.
  var expectedFailure: Failure?
  /// What it read, with what was found then.
  var inputs: [StepInput] = []
  /// Files that it wrote, with the digest of their content when it had ended.
  var written: [String: String] = [:]
  /// What it used that need not give the same again.
  var sources: [StepSource] = []
  /// Files that it wrote and that a later step wrote again.
  var overwritten: [String] = []
  /// The keys of the steps above that wrote files which it used.
  var fileSources: [String] = []
  /// What its constants and variables can carry to steps below.
  var bindings: [String: BindingState] = [:]
  /// What the compiler warned of, each with its line counted from the step's first.
  var warnings: [StepWarning] = []
}

/// Something that a step read: when it is not what it was, the step runs again.
struct StepInput: Codable, Sendable, Equatable {
  /// What was looked at.
  enum Kind: String, Codable, Sendable {
    /// The content of a file, or of a whole folder.
    case content
    /// The names in a folder.
    case names
    /// Whether a file is there.
    case presence
    /// A variable of the environment.
    case variable
  }

  var kind: Kind
  /// A path relative to the notebook's folder or from the root, or the variable's name.
  var name: String
  /// What was found, or what stands for it.
  var found: String
}

/// Something that a step used which need not give the same again.
struct StepSource: Codable, Sendable, Equatable {
  var source: UnrepeatableSource
  /// What is known of it: the program's name.
  var detail: String
}
