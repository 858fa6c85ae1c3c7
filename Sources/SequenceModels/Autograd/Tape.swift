/// What a forward pass did, in order: one array. Backward walks it from the end and sums gradients.
public final class Tape {
  typealias Backward = (_ gradient: Tensor?, _ companion: Tensor?) -> [Tensor?]

  private struct Node {
    /// Places on the tape; −1 for a value that stands on none.
    var inputs: [Int] = []
    var wantsGradient = false
    /// Whether the next node is this one's second output.
    var hasCompanion = false
    /// Captures the operation and what it saved, never the node.
    var backward: Backward?
    var gradient: Tensor?
  }

  private var nodes: [Node] = []
  private var parameters: [(parameter: Parameter, value: Tensor, node: Int)] = []
  private var places: [ObjectIdentifier: Int] = [:]
  private let records: Bool

  /// An empty tape; without gradients nothing is recorded.
  public init(gradients: Bool = true) { records = gradients }

  /// A value that does not change in training: an input.
  public func constant(_ value: Tensor) -> Variable { leaf(value, wantsGradient: false) }

  /// A value whose gradient is wanted.
  public func variable(_ value: Tensor) -> Variable { leaf(value, wantsGradient: true) }

  /// A parameter; it is put on the tape once, however often it is used.
  public func callAsFunction(_ parameter: Parameter) -> Variable {
    if let place = places[ObjectIdentifier(parameter)] {
      return Variable(parameters[place].value, tape: self, node: parameters[place].node)
    }
    let variable = leaf(parameter.value, wantsGradient: true)
    guard records else { return variable }
    places[ObjectIdentifier(parameter)] = parameters.count
    parameters.append((parameter, parameter.value, variable.node))
    return variable
  }

  private func leaf(_ value: Tensor, wantsGradient: Bool) -> Variable {
    guard records else { return Variable(value) }
    nodes.append(Node(wantsGradient: wantsGradient))
    return Variable(value, tape: self, node: nodes.count - 1)
  }

  /// Records what computed `value`, if an input stands on a tape.
  static func append(
    name: String, _ inputs: [Variable], _ value: Tensor, _ backward: @escaping Backward
  ) -> Variable {
    guard let tape = inputs.lazy.compactMap(\.tape).first else { return Variable(value) }
    var node = Node(inputs: inputs.map(\.node))
    for input in inputs where input.tape != nil {
      require(
        input.tape === tape,
        "\(name): an input of shape \(input.shape) belongs to another tape; take its `detached`")
      if tape.nodes[input.node].wantsGradient { node.wantsGradient = true }
    }
    if node.wantsGradient { node.backward = backward }
    tape.nodes.append(node)
    return Variable(value, tape: tape, node: tape.nodes.count - 1)
  }

  fileprivate func companion(of first: Int, _ value: Tensor) -> Variable {
    nodes[first].hasCompanion = true
    nodes.append(Node(wantsGradient: nodes[first].wantsGradient))
    return Variable(value, tape: self, node: nodes.count - 1)
  }

  func gradient(of node: Int) -> Tensor? { nodes[node].gradient }

  /// Gradients of `output`, weighted by `seed` (1 for a single number), with respect to everything on
  /// the tape; those of parameters are added to `Parameter.gradient`.
  func backward(from output: Variable, seed: Tensor?) {
    require(
      (seed?.shape ?? output.shape) == output.shape && (seed != nil || output.value.count == 1),
      "backward: the value is \(output.shape), not a single number; take its sum or mean, "
        + "or pass a seed of its shape")
    for index in nodes.indices { nodes[index].gradient = nil }
    nodes[output.node].gradient = seed ?? Tensor([1], shape: output.shape)
    for index in stride(from: output.node, through: 0, by: -1) {
      guard let backward = nodes[index].backward else { continue }
      let gradient = nodes[index].gradient
      let companion = nodes[index].hasCompanion ? nodes[index + 1].gradient : nil
      if gradient == nil && companion == nil { continue }
      for (input, part) in zip(nodes[index].inputs, backward(gradient, companion)) {
        guard let part, input >= 0, nodes[input].wantsGradient else { continue }
        if nodes[input].gradient == nil {
          nodes[input].gradient = part
        } else {
          nodes[input].gradient?.add(part)
        }
      }
    }
    for (parameter, _, node) in parameters {
      if let gradient = nodes[node].gradient { parameter.accumulate(gradient) }
    }
  }
}

extension Tape? {
  /// A parameter on the tape, or its plain value where there is none.
  func callAsFunction(_ parameter: Parameter) -> Variable {
    self?(parameter) ?? Variable(parameter.value)
  }
}

extension Variable {
  /// The second output of the operation that computed this value.
  func companion(_ second: Tensor) -> Variable {
    tape?.companion(of: node, second) ?? Variable(second)
  }
}
