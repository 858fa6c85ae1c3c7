/// The two parts of the last axis.
///
///     y = x[…, ..<place], z = x[…, place...]        x̄ = ȳ and z̄ side by side
struct SplitColumns: PairOperation {
  static let name = "split"
  var place: Int

  func forward(_ inputs: [Tensor]) -> (output: Tensor, second: Tensor, saved: Shape) {
    let shape = inputs[0].shape
    require(
      !shape.isEmpty && (0...shape.columns).contains(place),
      "split: \(place) is outside the last axis of \(shape)")
    func part(_ range: Range<Int>) -> Tensor {
      Slice(axis: shape.count - 1, range: range).forward(inputs).output
    }
    return (part(0..<place), part(place..<shape.columns), shape)
  }

  func backward(_ gradient: Tensor?, _ second: Tensor?, saved shape: Shape) -> [Tensor?] {
    func part(_ gradient: Tensor?, _ columns: Int) -> Tensor {
      gradient ?? Tensor(zeros: shape.dropLast() + [columns])
    }
    let parts = [part(gradient, place), part(second, shape.columns - place)]
    return [Concatenate(axis: shape.count - 1).forward(parts).output]
  }
}

extension Variable {
  /// The two parts of the last axis, before and from a place on.
  func split(at place: Int) -> (Variable, Variable) { SplitColumns(place: place)([self]) }
}
