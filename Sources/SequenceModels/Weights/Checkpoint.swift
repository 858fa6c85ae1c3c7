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
  private static let optimizerPrefix = "optimizer/"
  private static let carriedPrefix = "carried/"
  /// How many a run may have: every count up to the last has a number of its own in a Double.
  private static let steps = 0...(1 << 53)

  /// Whether a name of a file is a checkpoint's own, not a weight's.
  static func isReserved(_ name: String) -> Bool {
    rest(of: name, after: optimizerPrefix) != nil || rest(of: name, after: carriedPrefix) != nil
  }

  /// What follows a prefix, byte by byte.
  private static func rest(of name: String, after prefix: String) -> String? {
    guard name.utf8.starts(with: prefix.utf8) else { return nil }
    return String(Substring(name.utf8.dropFirst(prefix.utf8.count)))
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
    for (name, value) in carried { tensors[Self.carriedPrefix + name] = value }
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
    func number<T: FixedWidthInteger>(
      _ key: String, _ type: T.Type, in range: ClosedRange<T> = T.min...T.max
    ) throws -> T {
      guard let number = tensors.metadata[key].flatMap({ T($0) }) else {
        throw SafetensorsError(file, "its \"\(key)\" is not a number; save it anew")
      }
      guard range.contains(number) else {
        throw SafetensorsError(
          file,
          "its \"\(key)\" is \(number), not from \(range.lowerBound) to \(range.upperBound); save it anew"
        )
      }
      return number
    }
    step = try number("unroll.step", Int.self, in: Self.steps)
    let rate = Float(bitPattern: try number("unroll.learningRate", UInt32.self))
    guard rate >= 0, rate.isFinite else {
      throw SafetensorsError(
        file,
        "its \"unroll.learningRate\" is \(rate), not a number of at least 0; save it anew")
    }
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
    for name in tensors.names {
      guard let own = Self.rest(of: name, after: Self.carriedPrefix) else { continue }
      guard let value = tensors[name], carried.updateValue(value, forKey: own) == nil else {
        throw SafetensorsError(
          file, tensor: name,
          "the name of another differs from it only in how accents are written; rename one")
      }
    }
    var memory = OptimizerMemory()
    var seen: Set<ObjectIdentifier> = []
    var read: Set<Spelling> = []
    for (name, parameter) in model.parameters
    where seen.insert(ObjectIdentifier(parameter)).inserted {
      guard tensors.metadata["unroll.updates/\(name)"] != nil else { continue }
      var slot = OptimizerMemory.Slot(parameter: parameter, name: name)
      slot.step = try number("unroll.updates/\(name)", Int.self, in: Self.steps)
      read.insert(Spelling("unroll.updates/\(name)"))
      while let moment = tensors["optimizer/\(slot.moments.count)/\(name)"] {
        guard moment.shape == parameter.value.shape else {
          throw SafetensorsError(
            file, tensor: "optimizer/\(slot.moments.count)/\(name)",
            "it is \(moment.shape), the model's weights are \(parameter.value.shape); make the "
              + "model as it was saved")
        }
        read.insert(Spelling("optimizer/\(slot.moments.count)/\(name)"))
        slot.moments.append(moment)
      }
      memory.slots.append(slot)
    }
    let updates = tensors.metadata.keys.filter {
      Self.rest(of: $0, after: "unroll.updates/") != nil
    }
    let moments = tensors.names.filter { Self.rest(of: $0, after: Self.optimizerPrefix) != nil }
    if let unread = (updates + moments).map({ Spelling($0) }).sorted().first(where: {
      !read.contains($0)
    }) {
      throw SafetensorsError(
        file,
        "its \"\(unread.text)\" belongs to no weights of the model; make the model as it was saved")
    }
    try model.load(tensors, file: file)
    optimizer.memory = memory
    optimizer.learningRate = rate
  }
}
