extension StepSource {
  /// What the author is told, with what to do instead; `nil` where there is nothing to tell.
  func warning(isVolatile: Bool) -> String? {
    switch source {
    case .environment: nil
    case .thread:
      "a thread of the cell went on when the cell had ended, and printed: how much of it is shown may "
        + "differ in another run\n  Wait for the thread before the cell ends."
    case _ where isVolatile: nil
    case .clock:
      "the cell reads the clock: its result may differ in another run\n  Mark the cell "
        + "`//| volatile: true`, or keep the time out of what it shows."
    case .random:
      "the cell draws from the system's random numbers: its result may differ in another run\n  Use "
        + "the cell's own generator: `using: &generator`."
    case .program:
      "the cell starts another program (\(detail)): which files that reads is not seen\n  Name them "
        + "with `inputFile(\"…\")`, so that the cell runs again when they change."
    case .network:
      "the cell opens a connection: its result may differ in another run\n  Read from a file beside "
        + "the notebook, or mark the cell `//| volatile: true`."
    }
  }
}
