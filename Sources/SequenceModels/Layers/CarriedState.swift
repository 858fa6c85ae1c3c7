/// A state that is carried on: from one batch to the next, from one decoded token to the next.
public protocol CarriedState {
  /// The same numbers without their past: no gradient flows into the batch before.
  var detached: Self { get }
  /// The state of some rows of the batch, in the given order; a row may appear more than once. Beam
  /// search continues several candidates from one.
  func selecting(rows: [Int]) -> Self
}
