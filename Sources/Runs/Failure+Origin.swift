extension Failure {
  /// Whether the cell itself made the failure, so that it would make it again: an expected failure is one
  /// of these. What a limit of the command line, an interruption, another process or a broken tool ends is
  /// none.
  var isOfTheCell: Bool {
    switch kind {
    case .compileError, .thrownError, .trap, .outputFlood, .exit: true
    case .signal, .timeout, .outOfMemory, .unexpectedSuccess, .lostProcess, .brokenMessage: false
    }
  }
}
