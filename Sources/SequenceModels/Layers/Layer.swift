/// Something with parameters: a layer or a whole model. It lists its parts by name:
///
///     struct Tagger: Layer {
///       let embedding: Embedding, lstm: LSTM, head: Linear
///       var children: Children { ["embedding": embedding, "lstm": lstm, "head": head] }
///     }
public protocol Layer {
  /// Parameters and layers by name, in the order of the file.
  var children: Children { get }
  /// All parameters by name, `lstm.weight_ih_l0`; follows from `children`.
  var parameters: [(name: String, parameter: Parameter)] { get }
}

/// The parts of a layer by name, in the order of the file.
public typealias Children = KeyValuePairs<String, any Layer>

extension Layer {
  /// No parts: for a layer that lists `parameters` itself.
  public var children: Children { [:] }

  /// The parameters of all parts, with the names joined by dots.
  public var parameters: [(name: String, parameter: Parameter)] {
    children.flatMap { name, child in
      child.parameters.map { ($0.name.isEmpty ? name : "\(name).\($0.name)", $0.parameter) }
    }
  }

  /// Each parameter once, however many names it has.
  var distinctParameters: [Parameter] {
    var seen: Set<ObjectIdentifier> = []
    return parameters.map(\.parameter).filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  /// How many numbers training changes; shared ones count once.
  public var parameterCount: Int { distinctParameters.reduce(0) { $0 + $1.value.count } }

  /// Forgets all gradients.
  public func clearGradients() { for parameter in distinctParameters { parameter.clearGradient() } }
}

/// The parameters of a child under its name, for a layer that lists `parameters` itself.
public func named(
  _ name: String, _ layer: some Layer
) -> [(name: String, parameter: Parameter)] {
  layer.parameters.map { ("\(name).\($0.name)", $0.parameter) }
}
