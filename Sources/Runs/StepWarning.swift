internal import Basics

/// What the compiler warns of in a step: told whenever the step is shown, compiled anew or not.
struct StepWarning: Codable, Sendable, Equatable {
  /// The step's place among all.
  var step: Int
  var location: SourceLocation
  var message: String
}
