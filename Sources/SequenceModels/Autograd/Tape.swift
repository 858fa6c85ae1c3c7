/// What a forward pass did, in order: one array. Backward walks it from the end and sums gradients.
public final class Tape {
  private struct Node {
    var inputs: [Int]
    /// Captures the operation and what it saved, never the node.
    var backward: ((Tensor) -> [Tensor?])?
  }

  private var nodes: [Node] = []
  private var values: [Tensor] = []
  private var gradients: [Tensor?] = []
  private var parameters: [(parameter: Parameter, node: Int)] = []
  private var places: [ObjectIdentifier: Int] = [:]
  private let recordsGradients: Bool

  /// An empty tape; without gradients nothing is kept for a backward pass.
  public init(gradients: Bool = true) { recordsGradients = gradients }

  /// A value that does not change in training: an input.
  public func constant(_ value: Tensor) -> Variable { append(value, inputs: [], backward: nil) }

  /// A value whose gradient is wanted.
  public func variable(_ value: Tensor) -> Variable {
    append(value, inputs: [], backward: { _ in [] })
  }

  /// A parameter; it is put on the tape once, however often it is used.
  public func callAsFunction(_ parameter: Parameter) -> Variable {
    if let node = places[ObjectIdentifier(parameter)] { return Variable(tape: self, node: node) }
    let variable = variable(parameter.value)
    places[ObjectIdentifier(parameter)] = variable.node
    parameters.append((parameter, variable.node))
    return variable
  }

  /// Applies an operation.
  public func apply<Kind: Operation>(_ operation: Kind, _ inputs: [Variable]) -> Variable {
    for input in inputs {
      require(input.tape === self, "\(Kind.name): an input belongs to another tape")
    }
    let (output, saved) = operation.forward(inputs.map(\.value))
    let needed = recordsGradients && inputs.contains { nodes[$0.node].backward != nil }
    return append(
      output, inputs: inputs.map(\.node),
      backward: needed ? { operation.backward($0, saved: saved) } : nil)
  }

  private func append(
    _ value: Tensor, inputs: [Int], backward: ((Tensor) -> [Tensor?])?
  ) -> Variable {
    nodes.append(Node(inputs: inputs, backward: backward))
    values.append(value)
    return Variable(tape: self, node: nodes.count - 1)
  }

  fileprivate func value(of node: Int) -> Tensor { values[node] }

  fileprivate func gradient(of node: Int) -> Tensor? {
    node < gradients.count ? gradients[node] : nil
  }

  /// Gradients of `output`, weighted by `seed` (1 for a single number), with respect to everything on
  /// the tape; those of parameters are added to `Parameter.gradient`.
  public func backward(from output: Variable, seed: Tensor? = nil) {
    require(recordsGradients, "backward: the tape was made with gradients: false")
    require(
      seed != nil || output.value.count == 1,
      "backward: \(output.value.shape) is not a single number; pass a seed of its shape")
    gradients = Array(repeating: nil, count: nodes.count)
    gradients[output.node] =
      seed ?? Tensor([1], shape: output.value.shape)
    for index in stride(from: output.node, through: 0, by: -1) {
      guard let gradient = gradients[index], let backward = nodes[index].backward else { continue }
      for (input, part) in zip(nodes[index].inputs, backward(gradient)) {
        guard let part, nodes[input].backward != nil else { continue }
        if gradients[input] == nil {
          gradients[input] = part
        } else {
          gradients[input]?.add(part)
        }
      }
    }
    for (parameter, node) in parameters {
      if let gradient = gradients[node] { parameter.accumulate(gradient) }
    }
  }
}

/// A value on a tape.
public struct Variable {
  /// Where it was computed.
  public let tape: Tape
  let node: Int

  init(tape: Tape, node: Int) {
    self.tape = tape
    self.node = node
  }

  /// The value.
  public var value: Tensor { tape.value(of: node) }
  /// The gradient of the last `backward` with respect to it.
  public var gradient: Tensor? { tape.gradient(of: node) }
  /// The value's shape.
  public var shape: [Int] { value.shape }

  /// Gradients of this number with respect to everything on its tape.
  public func backward() { tape.backward(from: self) }
}
