/// What the runner tells the live process.
public enum CellCommand: Sendable, Equatable {
  /// Load a module, call its entry point; `seeds` are those of its steps' random generators.
  case load(library: String, entry: String, seeds: [StepSeed])
  /// Keep this state: fork, and go on in the child.
  case snapshot
  /// End.
  case quit

  /// The seed of a step's random generator.
  public struct StepSeed: Sendable, Equatable {
    /// The step, by its place among all steps.
    public var step: Int
    /// The seed.
    public var seed: UInt64

    /// The seed of a step.
    public init(step: Int, seed: UInt64) {
      self.step = step
      self.seed = seed
    }
  }
}
