extension CellCommand {
  private enum Kind {
    static let load = UInt8(ascii: "l")
    static let snapshot = UInt8(ascii: "s")
    static let quit = UInt8(ascii: "q")
  }

  /// The command's bytes.
  public var frame: Frame {
    var fields = FieldWriter()
    switch self {
    case .load(let library, let entry, let seeds):
      fields.text(library)
      fields.text(entry)
      fields.integer(UInt32(seeds.count))
      for seed in seeds {
        fields.integer(Int32(seed.step))
        fields.integer(seed.seed)
      }
      return Frame(kind: Kind.load, payload: fields.bytes)
    case .snapshot: return Frame(kind: Kind.snapshot)
    case .quit: return Frame(kind: Kind.quit)
    }
  }

  /// Reads a command; says what is wrong with one that cannot be read.
  public init(_ frame: Frame) throws(BrokenMessage) {
    var fields = FieldReader(frame.payload)
    switch frame.kind {
    case Kind.load:
      let (library, entry) = (try fields.text(), try fields.text())
      let count = try fields.integer(UInt32.self)
      var seeds: [StepSeed] = []
      for _ in 0..<count {
        seeds.append(StepSeed(step: try fields.index(), seed: try fields.integer()))
      }
      self = .load(library: library, entry: entry, seeds: seeds)
    case Kind.snapshot: self = .snapshot
    case Kind.quit: self = .quit
    default: throw BrokenMessage("a command of an unknown kind (\(frame.kind))")
    }
    try fields.end()
  }
}
