/// How wide words are in a sans-serif face, estimated generously: the reader's own face is not
/// known when a figure is drawn.
enum TextMetrics {
  /// The width of a line of text.
  static func width(_ text: String, size: Double) -> Double {
    var ems = 0.0
    for scalar in text.unicodeScalars { ems += width(of: scalar) }
    return ems * size
  }

  /// The text, or as much of it as fits with `…` at the end.
  static func fitted(_ text: String, width limit: Double, size: Double) -> String {
    guard width(text, size: size) > limit else { return text }
    var kept = ""
    for character in text {
      if width(kept + String(character) + "…", size: size) > limit { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// The words in lines that fit, at most so many; the last is cut if that is not enough.
  static func wrapped(_ text: String, width limit: Double, size: Double, lines maximum: Int)
    -> [String]
  {
    var lines: [String] = []
    var line = ""
    var words = text.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.first {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || width(longer, size: size) <= limit {
        line = longer
        words.removeFirst()
      } else if lines.count + 1 < maximum {
        lines.append(line)
        line = ""
      } else {
        line += " " + words.joined(separator: " ")
        break
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { fitted($0, width: limit, size: size) }
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": 0.29
    case "f", "t", "r", "(", ")", "[", "]", "-", " ", "/", "\"", "·": 0.37
    case "m", "w", "M", "W", "%", "@", "…", "—": 0.92
    case "0"..."9": 0.64
    case "+", "=", "<", ">", "×", "−", "∞", "≤", "→": 0.84
    case "A"..."Z", "&": 0.69
    case "⁰"..."₎", "¹", "²", "³": 0.4
    case _ where scalar.value >= 0x1100: 1.05
    default: 0.6
    }
  }
}
