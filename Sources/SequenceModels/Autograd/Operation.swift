/// One kind of node on the tape: formula, forward and backward.
public protocol Operation {
  /// What `backward` needs of `forward`.
  associatedtype Saved
  /// For messages.
  static var name: String { get }
  /// The output, and the smallest thing that suffices for backward.
  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Saved)
  /// The gradient with respect to each input; `nil` where an input has none.
  func backward(_ gradient: Tensor, saved: Saved) -> [Tensor?]
}
