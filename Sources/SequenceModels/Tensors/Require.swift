/// Stops the program with a message when the engine is used wrongly.
///
/// `precondition` would do, but optimised builds drop its text.
@inlinable
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
