import Foundation

/// What goes wrong during or after a run.
enum FaultKind: Hashable, Sendable, CustomStringConvertible {
  /// A signal to one of a run's processes.
  case signal(Int32, Victim)
  /// Files cannot grow beyond a limit, as on a disk that is full.
  case fullDisk
  /// A file below a folder is changed.
  case damage(Damage, Place)
  /// The notebook's folder stands elsewhere.
  case move(Move)
  /// What the cells read is changed.
  case input(Input)
  /// Two runs at the same time.
  case twoRuns

  /// A process of a run.
  enum Victim: String, CaseIterable, Sendable { case runner, compiler, cells, snapshot }

  /// What becomes of a file.
  enum Damage: String, CaseIterable, Sendable {
    case flipped, truncated, emptied, removed, lengthened, exchanged
  }

  enum Place: String, CaseIterable, Sendable { case cache, output, written }

  enum Move: String, CaseIterable, Sendable { case renamed, copied, linked, fromAbove }

  enum Input: String, CaseIterable, Sendable {
    case edited, changed, changedUnseen, removed, added, touched
  }

  static let all: [FaultKind] =
    [SIGKILL, SIGINT, SIGTERM].flatMap { number in
      Victim.allCases.map { .signal(number, $0) }
    } + [.fullDisk, .twoRuns]
    + Damage.allCases.flatMap { damage in Place.allCases.map { .damage(damage, $0) } }
    + Move.allCases.map { .move($0) } + Input.allCases.map { .input($0) }

  var description: String {
    switch self {
    case .signal(let number, let victim): "signal \(number) to the \(victim.rawValue)"
    case .fullDisk: "full disk"
    case .damage(let damage, let place): "file of \(place.rawValue) \(damage.rawValue)"
    case .move(let move): "folder \(move.rawValue)"
    case .input(let input): "input \(input.rawValue)"
    case .twoRuns: "two runs at once"
    }
  }
}

/// Repeatable random numbers.
struct FaultGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
