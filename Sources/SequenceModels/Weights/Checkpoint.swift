/// A training run to go on with, bit for bit, in one safetensors file: the weights (``Layer/load(safetensors:)``
/// reads them too), what the optimiser remembers, the generator, the step, and what the run carries on.
///
///     try Checkpoint(step: step, generator: generator).save("run.safetensors", model, adam)
///     …
///     let checkpoint = try Checkpoint(loading: "run.safetensors", into: model, &adam)
///     generator = checkpoint.generator ?? generator
public struct Checkpoint {
  /// Steps done.
  public var step: Int
  /// The generator as it stands.
  public var generator: SplitMix64?
  /// What a plateau schedule remembers.
  public var plateau: Plateau?
  /// Tensors that the run carries on, such as a recurrent state, by name.
  public var carried: [String: Tensor]

  /// The state of a run, but for the model and the optimiser.
  public init(
    step: Int, generator: SplitMix64? = nil, plateau: Plateau? = nil,
    carried: [String: Tensor] = [:]
  ) {
    self.step = step
    self.generator = generator
    self.plateau = plateau
    self.carried = carried
  }

  private static let format = "1"

  /// Whether a name of a file is a checkpoint's own, not a weight's.
  static func isReserved(_ name: String) -> Bool {
    name.hasPrefix("optimizer/") || name.hasPrefix("carried/")
  }

  /// Writes the run. The file that was there stays whole until the new one is.
  public func save(_ file: String, _ model: some Layer, _ optimizer: some Optimizer) throws {
    var tensors = model.weights
    tensors.metadata = [
      "unroll.checkpoint": Self.format, "unroll.optimizer": "\(type(of: optimizer))",
      "unroll.learningRate": "\(optimizer.learningRate.bitPattern)", "unroll.step": "\(step)",
    ]
    tensors.metadata["unroll.generator"] = generator.map { "\($0.state)" }
    tensors.metadata["unroll.plateau"] = plateau?.text
    for (name, value) in carried { tensors["carried/\(name)"] = value }
    let names = model.parameters
    for slot in optimizer.memory.slots {
      guard let name = names.first(where: { $0.parameter === slot.parameter })?.name else {
        continue
      }
      tensors.metadata["unroll.updates/\(name)"] = "\(slot.step)"
      for (index, moment) in slot.moments.enumerated() {
        tensors["optimizer/\(index)/\(name)"] = moment
      }
    }
    try tensors.write(to: file)
  }

  /// Reads a run into a model and an optimiser like those that were saved. What does not fit is thrown,
  /// and leaves both as they were.
  public init<O: Optimizer>(
    loading file: String, into model: some Layer, _ optimizer: inout O
  ) throws {
    let tensors = try Safetensors(contentsOf: file)
    guard tensors.metadata["unroll.checkpoint"] == Self.format else {
      throw SafetensorsError(
        file, "it is no checkpoint; read its weights with load(safetensors:)")
    }
    let kind = tensors.metadata["unroll.optimizer"] ?? ""
    guard kind == "\(O.self)" else {
      throw SafetensorsError(
        file, "it was saved with \(kind), not with \(O.self); go on with \(kind)")
    }
    func number<T: FixedWidthInteger>(_ key: String, _ type: T.Type) throws -> T {
      guard let number = tensors.metadata[key].flatMap({ T($0) }) else {
        throw SafetensorsError(file, "its \"\(key)\" is not a number; save it anew")
      }
      return number
    }
    step = try number("unroll.step", Int.self)
    let rate = Float(bitPattern: try number("unroll.learningRate", UInt32.self))
    if tensors.metadata["unroll.generator"] != nil {
      generator = SplitMix64(seed: try number("unroll.generator", UInt64.self))
    }
    plateau = try tensors.metadata["unroll.plateau"].map { text in
      guard let plateau = Plateau(text: text) else {
        throw SafetensorsError(file, "its \"unroll.plateau\" cannot be read; save it anew")
      }
      return plateau
    }
    carried = [:]
    for name in tensors.names where name.hasPrefix("carried/") {
      carried[String(name.dropFirst(8))] = tensors[name]
    }
    var memory = OptimizerMemory()
    var seen: Set<ObjectIdentifier> = []
    for (name, parameter) in model.parameters
    where seen.insert(ObjectIdentifier(parameter)).inserted {
      guard tensors.metadata["unroll.updates/\(name)"] != nil else { continue }
      var slot = OptimizerMemory.Slot(parameter: parameter, name: name)
      slot.step = try number("unroll.updates/\(name)", Int.self)
      while let moment = tensors["optimizer/\(slot.moments.count)/\(name)"] {
        guard moment.shape == parameter.value.shape else {
          throw SafetensorsError(
            file, tensor: "optimizer/\(slot.moments.count)/\(name)",
            "it is \(moment.shape), the model's weights are \(parameter.value.shape); make the "
              + "model as it was saved")
        }
        slot.moments.append(moment)
      }
      memory.slots.append(slot)
    }
    try model.load(tensors, file: file)
    optimizer.memory = memory
    optimizer.learningRate = rate
  }
}
