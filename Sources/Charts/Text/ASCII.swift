/// ASCII for what figures hold beyond it.
enum ASCII {
  private static let replacements: [Unicode.Scalar: String] = [
    "−": "-", "–": "-", "—": "-", "…": "~", "×": "x", "·": "|", "≤": "<=", "≥": ">=", "∞": "inf",
    "★": "*", "→": "->", "←": "<-", "↵": "/", "␣": "_", "“": "\"", "”": "\"", "’": "'", "│": "|",
    "┤": "+",
    "┬": "+", "└": "+", "─": "-", "█": "#", "▓": "%", "▒": "+", "░": ".", "⁻": "-", "⁰": "0",
    "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "¯": "-", "▏": "#", "▎": "#", "▍": "#", "▌": "#", "▋": "#", "▊": "#", "▉": "#", "•": "o",
  ]

  /// The text with every other character as `?`. Powers keep their sign: `10^-7`.
  static func text(_ text: String) -> String {
    var result = ""
    var wasPower = false
    for scalar in text.unicodeScalars {
      let isPower = scalar == "⁻" || "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.contains(scalar)
      if isPower && !wasPower { result += "^" }
      wasPower = isPower
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += replacements[scalar] ?? "?"
      }
    }
    return result
  }
}
