/// What a session asks of the world: a value of functions, so that tests can answer.
struct SessionSurroundings {
  /// A path as records name it.
  var name: (_ path: String) -> String
  /// What stands for what a look at a file, a folder or a variable finds.
  var found: (StepInput.Kind, _ name: String) -> String
  /// What stands for the content of a file that a step has written.
  var written: (_ name: String) -> String
  /// A text without the paths of this machine.
  var withoutPaths: (String) -> String

  func name(ofPath path: String) -> String { name(path) }
}
