/// The alphabets of Unicode's block *Mathematical Alphanumeric Symbols*.
///
/// Browsers follow MathML Core, which knows no `mathvariant` but `normal`: a bold W is another
/// character.
enum MathAlphabet {
  case roman, italic, bold, boldItalic, blackboard, script, fraktur, sans, monospace

  /// Whether neighbouring letters make one word.
  var joinsLetters: Bool {
    switch self {
    case .roman, .italic, .bold, .sans, .monospace: true
    case .boldItalic, .blackboard, .script, .fraktur: false
    }
  }

  /// The character in this alphabet, or itself where the alphabet lacks it.
  func styled(_ character: Character) -> Character {
    if let exception = exceptions[character] { return exception }
    guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first else {
      return character
    }
    let value = scalar.value
    let moved: UInt32? =
      switch scalar {
      case "A"..."Z": capital.map { $0 + value - 0x41 }
      case "a"..."z": capital.map { $0 + 26 + value - 0x61 }
      case "0"..."9": zero.map { $0 + value - 0x30 }
      case "Α"..."Ω": capitalAlpha.map { $0 + value - 0x391 }
      case "α"..."ω": capitalAlpha.map { $0 + 26 + value - 0x3B1 }
      default:
        Self.greekVariants.firstIndex(of: scalar).flatMap { place in
          capitalAlpha.map { $0 + 51 + UInt32(place) }
        }
      }
    return moved.flatMap(Unicode.Scalar.init).map(Character.init) ?? character
  }

  private static let greekVariants: [Unicode.Scalar] = [
    "\u{2202}", "\u{3F5}", "\u{3D1}", "\u{3F0}", "\u{3D5}", "\u{3F1}", "\u{3D6}",
  ]

  private var capital: UInt32? {
    switch self {
    case .roman: nil
    case .italic: 0x1D434
    case .bold: 0x1D400
    case .boldItalic: 0x1D468
    case .blackboard: 0x1D538
    case .script: 0x1D49C
    case .fraktur: 0x1D504
    case .sans: 0x1D5A0
    case .monospace: 0x1D670
    }
  }

  private var zero: UInt32? {
    switch self {
    case .bold, .boldItalic: 0x1D7CE
    case .blackboard: 0x1D7D8
    case .sans: 0x1D7E2
    case .monospace: 0x1D7F6
    case .roman, .italic, .script, .fraktur: nil
    }
  }

  private var capitalAlpha: UInt32? {
    switch self {
    case .bold: 0x1D6A8
    case .italic: 0x1D6E2
    case .boldItalic: 0x1D71C
    case .roman, .blackboard, .script, .fraktur, .sans, .monospace: nil
    }
  }

  /// Letters that Unicode had before it had the block.
  private var exceptions: [Character: Character] {
    switch self {
    case .italic: ["h": "ℎ"]
    case .blackboard: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
    case .script:
      [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ",
        "e": "ℯ", "g": "ℊ", "o": "ℴ",
      ]
    case .fraktur: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
    case .roman, .bold, .boldItalic, .sans, .monospace: [:]
    }
  }
}
