/// What an optimiser remembers from step to step: for every parameter how often it was updated, and
/// the moments of its gradient.
public struct OptimizerMemory {
  struct Slot {
    let parameter: Parameter
    var name: String
    /// Updates so far.
    var step = 0
    var moments: [Tensor] = []

    /// One more update, with so many moments, which start at 0.
    mutating func advance(moments count: Int, from start: Float = 0) {
      step += 1
      while moments.count < count {
        moments.append(Tensor(repeating: start, shape: parameter.value.shape))
      }
    }

    /// The place of a moment, or `nil` where the rule has none.
    mutating func moment(_ index: Int) -> UnsafeMutablePointer<Float>? {
      index < moments.count ? moments[index].mutablePointer : nil
    }
  }

  var slots: [Slot] = []
  /// The parameters of the last update, in order, with repetitions.
  private var last: [Parameter] = []
  private var active: [Int] = []

  /// Nothing yet.
  public init() {}

  /// The places in `slots` of the parameters that have a gradient, each once.
  mutating func prepare(_ parameters: [(name: String, parameter: Parameter)]) -> [Int] {
    if !isLast(parameters) {
      var places: [ObjectIdentifier: Int] = [:]
      for (place, slot) in slots.enumerated() { places[ObjectIdentifier(slot.parameter)] = place }
      active = []
      var seen: Set<Int> = []
      for (name, parameter) in parameters {
        let place = places[ObjectIdentifier(parameter)] ?? slots.count
        if place == slots.count {
          places[ObjectIdentifier(parameter)] = place
          slots.append(Slot(parameter: parameter, name: name))
        }
        if seen.insert(place).inserted { active.append(place) }
      }
      last = parameters.map { $0.parameter }
    }
    return active.filter { slots[$0].parameter.hasGradient }
  }

  private func isLast(_ parameters: [(name: String, parameter: Parameter)]) -> Bool {
    guard last.count == parameters.count else { return false }
    for index in last.indices where last[index] !== parameters[index].parameter { return false }
    return true
  }
}

extension Parameter {
  /// Calls `body` for each stretch of the weights with its gradient. Where the gradient is known by
  /// rows, all other weights are left out, or, with `all`, have no gradient.
  func eachStretch(
    all: Bool, _ body: (_ start: Int, _ count: Int, _ gradient: UnsafePointer<Float>?) -> Void
  ) {
    guard let rowGradient else {
      if let gradientNumbers { body(0, value.count, gradientNumbers.pointer) }
      return
    }
    let (rows, width) = (rowGradient.rows, rowGradient.values.shape[1])
    var (place, done) = (0, 0)
    while place < rows.count {
      var end = place + 1
      while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
      let start = rows[place] * width
      if all, start > done { body(done, start - done, nil) }
      body(start, (end - place) * width, rowGradient.values.pointer + place * width)
      done = start + (end - place) * width
      place = end
    }
    if all, value.count > done { body(done, value.count - done, nil) }
  }
}
