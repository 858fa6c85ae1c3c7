/// Characters that a terminal obeys instead of showing them: C0 and C1 controls, and those that turn
/// the direction of writing, so that a text reads otherwise than it is written.
public enum ControlCharacters {
  /// The text with each of them made visible: `␛` for an escape, `�` for those that have no picture.
  ///
  /// Line ends and tabs stay; a carriage return in front of a line's end is left out, as it is a part
  /// of it. Nothing is obeyed: what follows an escape stays as text.
  public static func visible(_ text: String) -> String {
    guard contains(text) else { return text }
    var shown = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar == "\r", scalars.first == "\n" { continue }
      shown.append(isObeyed(scalar) ? picture(of: scalar) : scalar)
    }
    return String(shown)
  }

  /// Whether a text holds one.
  public static func contains(_ text: String) -> Bool {
    // The first bytes tell most texts: a control of C0, DEL, or what starts U+0080–9F and U+2000–3F.
    let mayContain = text.utf8.contains { byte in
      byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }
    return mayContain && text.unicodeScalars.contains(where: isObeyed)
  }

  /// Whether a terminal obeys the character; line ends and tabs are not counted.
  public static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F: true
    // Embeddings, overrides and isolates of the direction; the marks that languages need are others.
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The character of Unicode's block *Control Pictures*, or `�`.
  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "␡"
    default: "\u{FFFD}"
    }
  }
}
