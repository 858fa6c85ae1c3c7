/// Random numbers that are the same in every run (Steele, Lea and Flood, 2014).
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in -1 ..< 1.
  mutating func float() -> Float { Float(Double(bits() >> 11) * 0x1p-52 - 1) }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
}
