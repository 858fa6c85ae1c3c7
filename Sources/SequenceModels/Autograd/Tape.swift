/// What a forward pass did, in order: one array. Backward walks it from the end and sums gradients.
///
/// Backward gives back what it has used: the gradient of a computed value and all that its operation
/// saved, at once. Only the gradients of ``variable(_:)``s, of parameters (in `Parameter.gradient`)
/// and of values with ``Variable/keepingGradient()`` can be read afterwards.
public final class Tape {
  typealias Backward = (
    _ gradient: Tensor?, _ companion: Tensor?, _ wanted: inout Wanted
  ) -> [Tensor?]

  private enum Kind {
    /// A value that was given; its gradient stays to be read.
    case leaf
    case parameter(Parameter)
    /// Captures the operation and what it saved, never the node.
    case operation(Backward)
    /// Rows of a table; a parameter gets its gradient by rows.
    case gather(Gather, Shape)
    /// The second output of the node before.
    case companion
    /// An operation whose backward ran, and what it saved is gone.
    case used
  }

  private struct Node {
    var kind = Kind.leaf
    var name = ""
    /// Its part of `inputs`.
    var firstInput = 0
    var inputCount = 0
    var wantsGradient = false
    /// Whether the next node is this one's second output.
    var hasCompanion = false
    var keepsGradient = false
    /// Whether a gradient went around it, to the table that it was looked up in.
    var isBypassed = false
    /// Whether its backward adds what reached its first input before.
    var addsReached = false
    var gradient: Tensor?
    /// Of a parameter: rows still to be summed, the last first.
    var rows: [RowGradient] = []
  }

  private var nodes: [Node] = []
  /// Places on the tape of all nodes' inputs; −1 for a value that stands on none.
  private var inputs: [Int] = []
  private var parameters: [(parameter: Parameter, variable: (value: Tensor, node: Int))] = []
  private var hasRun = false
  private let records: Bool

  /// An empty tape; without gradients nothing is recorded.
  public init(gradients: Bool = true) { records = gradients }

  /// A value that does not change in training: an input.
  public func constant(_ value: Tensor) -> Variable { leaf(value, wantsGradient: false) }

  /// A value whose gradient is wanted.
  public func variable(_ value: Tensor) -> Variable { leaf(value, wantsGradient: true) }

  /// A parameter; it is put on the tape once, however often it is used.
  public func callAsFunction(_ parameter: Parameter) -> Variable {
    guard records else { return Variable(parameter.value) }
    let place = parameter.lastPlace
    if place < parameters.count, parameters[place].parameter === parameter {
      let (value, node) = parameters[place].variable
      return Variable(value, tape: self, node: node)
    }
    parameter.lastPlace = parameters.count
    nodes.append(Node(kind: .parameter(parameter), wantsGradient: true))
    parameters.append((parameter, (parameter.value, nodes.count - 1)))
    return Variable(parameter.value, tape: self, node: nodes.count - 1)
  }

  private func leaf(_ value: Tensor, wantsGradient: Bool) -> Variable {
    guard records else { return Variable(value) }
    nodes.append(Node(wantsGradient: wantsGradient, keepsGradient: wantsGradient))
    return Variable(value, tape: self, node: nodes.count - 1)
  }
}

// Recording.
extension Tape {
  /// Records what computed `value`, if an input stands on a tape.
  static func append(
    name: String, _ inputs: [Variable], _ value: Tensor, addsReached: Bool = false,
    _ backward: @escaping Backward
  ) -> Variable {
    guard let tape = inputs.first(where: { $0.tape != nil })?.tape else { return Variable(value) }
    let result = tape.append(name: name, inputs, value, .operation(backward))
    tape.nodes[result.node].addsReached = addsReached
    return result
  }

  /// Records the choice of rows of a table.
  static func append(_ gather: Gather, _ table: Variable, _ value: Tensor) -> Variable {
    guard let tape = table.tape else { return Variable(value) }
    return tape.append(name: Gather.name, [table], value, .gather(gather, table.shape))
  }

  private func append(
    name: String, _ inputs: [Variable], _ value: Tensor, _ kind: Kind
  ) -> Variable {
    var node = Node(name: name, firstInput: self.inputs.count, inputCount: inputs.count)
    for input in inputs {
      self.inputs.append(input.node)
      guard let other = input.tape else { continue }
      require(
        other === self,
        "\(name): an input of shape \(input.shape) belongs to another tape; take its `detached`")
      if nodes[input.node].wantsGradient { node.wantsGradient = true }
    }
    if node.wantsGradient { node.kind = kind }
    nodes.append(node)
    return Variable(value, tape: self, node: nodes.count - 1)
  }

  fileprivate func companion(of first: Int, _ value: Tensor) -> Variable {
    nodes[first].hasCompanion = true
    nodes.append(Node(kind: .companion, wantsGradient: nodes[first].wantsGradient))
    return Variable(value, tape: self, node: nodes.count - 1)
  }

  func keepGradient(of node: Int) {
    require(
      !nodes[node].isBypassed,
      "keepingGradient: a layer has read this embedding already, by its table; call it at once, as in "
        + "embedding(tokens, tape).keepingGradient()")
    nodes[node].keepsGradient = true
    nodes[node].wantsGradient = true
  }

  /// Whether a value's gradient may go to the table that it was looked up in, without being known.
  func bypass(_ x: Variable) -> Bool {
    guard !nodes[x.node].keepsGradient else { return false }
    nodes[x.node].isBypassed = true
    return true
  }

  func gradient(of node: Int, shape: Shape) -> Tensor? {
    if case .parameter(let parameter) = nodes[node].kind { return parameter.gradient }
    if case .used = nodes[node].kind {
      require(
        nodes[node].keepsGradient,
        "gradient: the value of shape \(shape) was computed by \(nodes[node].name), and backward "
          + "gave its gradient back; call keepingGradient() on the value before backward")
    }
    return nodes[node].gradient
  }
}

// Backward.
extension Tape {
  /// Gradients of `output`, weighted by `seed` (1 for a single number), with respect to everything on
  /// the tape; those of parameters are added to `Parameter.gradient`.
  func backward(from output: Variable, seed: Tensor?, keepingTape: Bool) {
    require(
      (seed?.shape ?? output.shape) == output.shape && (seed != nil || output.value.count == 1),
      "backward: the value is \(output.shape), not a single number; take its sum or mean, "
        + "or pass a seed of its shape")
    if hasRun { for index in nodes.indices { nodes[index].gradient = nil } }
    hasRun = true
    // The weights are no longer shared with the tape, so that the optimiser changes them in place.
    if !keepingTape { parameters = [] }
    nodes[output.node].gradient = seed ?? Tensor([1], shape: output.shape)
    for index in stride(from: output.node, through: 0, by: -1) {
      switch nodes[index].kind {
      case .leaf, .companion: continue
      case .parameter(let parameter): finish(parameter, at: index)
      case .operation(let backward): run(backward, at: index, keepingTape)
      case .gather(let gather, let table): run(gather, table, at: index, keepingTape)
      case .used:
        require(
          nodes[index].gradient == nil,
          "backward: what \(nodes[index].name) saved was given back by a backward pass before; add "
            + "the losses and call backward once, or pass keepingTape: true to all but the last")
      }
    }
  }

  private func run(_ backward: Backward, at index: Int, _ keepingTape: Bool) {
    let companion = nodes[index].hasCompanion ? takeGradient(at: index + 1) : nil
    let gradient = takeGradient(at: index)
    if gradient == nil && companion == nil { return }
    let start = nodes[index].firstInput
    let count = nodes[index].inputCount
    var wanted = Wanted(none: count)
    for place in 0..<count where inputs[start + place] >= 0 {
      if nodes[inputs[start + place]].wantsGradient { wanted.insert(place) }
    }
    if nodes[index].addsReached, wanted[0] {
      wanted.reached = nodes[inputs[start]].gradient.take()
    }
    var parts = backward(gradient, companion, &wanted)
    if !keepingTape { nodes[index].kind = .used }
    for place in parts.indices {
      let input = inputs[start + place]
      guard input >= 0, nodes[input].wantsGradient, let part = parts[place].take() else { continue }
      add(part, to: input)
    }
  }

  private func run(_ gather: Gather, _ table: Shape, at index: Int, _ keepingTape: Bool) {
    guard let gradient = takeGradient(at: index) else { return }
    let input = inputs[nodes[index].firstInput]
    if !keepingTape { nodes[index].kind = .used }
    if case .parameter = nodes[input].kind {
      let flat = gradient.reshaped([gather.indices.count, table[1]])
      nodes[input].rows.append(RowGradient(unsorted: gather.indices, flat))
    } else if let part = gather.backward(gradient, saved: table)[0] {
      add(part, to: input)
    }
  }

  /// The gradient of a node, for the last time unless it is kept.
  private func takeGradient(at index: Int) -> Tensor? {
    nodes[index].keepsGradient ? nodes[index].gradient : nodes[index].gradient.take()
  }

  /// Sums in place where no one else holds the sum so far, or the part.
  private func add(_ part: consuming Tensor, to node: Int) {
    guard var sum = nodes[node].gradient.take() else {
      nodes[node].gradient = part
      return
    }
    if !sum.isUnique, part.isUnique {
      part.add(sum)
      nodes[node].gradient = part
    } else {
      sum.add(part)
      nodes[node].gradient = sum
    }
  }

  /// Hands a complete gradient over to the parameter.
  private func finish(_ parameter: Parameter, at index: Int) {
    if let gradient = nodes[index].gradient.take() { parameter.accumulate(gradient) }
    if !nodes[index].rows.isEmpty {
      let rows = nodes[index].rows
      nodes[index].rows = []
      parameter.accumulate(rows)
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
