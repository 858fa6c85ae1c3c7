/// What a cell printed, as a reader of a page should see it.
public enum PrintedText {
  /// The text after its terminal controls: a carriage return starts its line again, so that of a
  /// progress line only the last state stays; colours and cursor movements are left out.
  public static func settled(_ text: String) -> String {
    let plain = withoutControls(text)
    guard plain.unicodeScalars.contains("\r") else { return plain }
    let lines = plain.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in
      let states = line.split(separator: "\r")
      return states.last.map { String(String.UnicodeScalarView($0)) } ?? ""
    }.joined(separator: "\n")
  }

  private static func withoutControls(_ text: String) -> String {
    guard text.unicodeScalars.contains("\u{1B}") else { return text }
    var kept = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}" else {
        kept.append(scalar)
        continue
      }
      switch scalars.popFirst() {
      case "[":
        // One that never ends takes nothing that could not belong to it.
        while let next = scalars.first, (0x20...0x3F).contains(next.value) { scalars.removeFirst() }
        if let last = scalars.first, (0x40...0x7E).contains(last.value) { scalars.removeFirst() }
      case "]":
        while let next = scalars.first, next != "\n" {
          scalars.removeFirst()
          if next == "\u{07}" { break }
          if next == "\u{1B}" {
            _ = scalars.popFirst()
            break
          }
        }
      default: break
      }
    }
    return String(kept)
  }
}
