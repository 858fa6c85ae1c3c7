extension Layer {
  /// Writes all weights under PyTorch's names. Weights with several names are written once, under the
  /// first.
  ///
  ///     try model.save(safetensors: "model.safetensors")
  public func save(safetensors file: String, metadata: [String: String] = [:]) throws {
    var tensors = weights
    tensors.metadata = metadata
    try tensors.write(to: file)
  }

  /// Reads all weights: every parameter must be in the file with its shape, and nothing else. What does
  /// not fit is thrown, and leaves the model as it was.
  ///
  ///     try model.load(safetensors: "model.safetensors")
  public func load(safetensors file: String) throws {
    try load(Safetensors(contentsOf: file), file: file)
  }

  /// Takes all weights from tensors; `file` names them in messages.
  public func load(_ tensors: Safetensors, file: String = "tensors") throws {
    var values: [(parameter: Parameter, value: Tensor)] = []
    var known: Set<Spelling> = []
    var found: [ObjectIdentifier: (name: String, value: Tensor)] = [:]
    var missing: [(name: String, parameter: Parameter)] = []
    for (name, parameter) in parameters {
      known.insert(Spelling(name))
      guard let value = tensors[name] else {
        missing.append((name, parameter))
        continue
      }
      guard value.shape == parameter.value.shape else {
        throw SafetensorsError(
          file, tensor: name,
          "it is \(value.shape), the model's is \(parameter.value.shape); make the model with the "
            + "sizes of the file")
      }
      if let other = found[ObjectIdentifier(parameter)], other.value != value {
        throw SafetensorsError(
          file, tensor: name,
          "the model shares it with \"\(other.name)\", but the file's differ; make the model "
            + "without tied weights")
      }
      found[ObjectIdentifier(parameter)] = (name, value)
      values.append((parameter, value))
    }
    missing.removeAll { found[ObjectIdentifier($0.parameter)] != nil }
    let extra = tensors.names.filter { !known.contains(Spelling($0)) && !Checkpoint.isReserved($0) }
    guard missing.isEmpty && extra.isEmpty else {
      let lacks = missing.isEmpty ? [] : ["lacks \(listed(missing.map { $0.name }))"]
      let has = extra.isEmpty ? [] : ["has \(listed(extra)), which the model has not"]
      throw SafetensorsError(
        file,
        "it \((lacks + has).joined(separator: " and ")); make the model as the file's was, or "
          + "rename the tensors")
    }
    for (parameter, value) in values { parameter.value = value }
  }

  /// All weights by name.
  var weights: Safetensors {
    var tensors = Safetensors()
    var seen: Set<ObjectIdentifier> = []
    for (name, parameter) in parameters where seen.insert(ObjectIdentifier(parameter)).inserted {
      tensors[name] = parameter.value
    }
    return tensors
  }
}

/// The first names of a list, and how many more there are.
private func listed(_ names: [String]) -> String {
  let first = names.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
  return names.count > 5 ? "\(first) and \(names.count - 5) more" : first
}
