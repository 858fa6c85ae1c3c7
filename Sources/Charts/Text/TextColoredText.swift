internal import Basics

/// Coloured text without colours: each line of pieces, and below each piece a digit for its value.
enum TextColoredText {
  static func lines(_ text: ColoredText, width: Int) -> [String] {
    let limits = ColoredTextLimits.limits(of: text)
    var lines = TextLine.wrapped(text.title, width)
    var (above, below) = ("", "")
    func close() {
      guard !above.isEmpty else { return }
      lines += [above, below]
      (above, below) = ("", "")
    }
    for (piece, value) in zip(text.pieces, text.values.values) {
      let isEnd = piece.contains { $0.isNewline }
      let shown = TextLine.fitted(
        piece == " "
          ? piece : isEnd ? piece.split(whereSeparator: \.isNewline).joined() + "↵" : piece.visible,
        width)
      let room = TextLine.columns(shown)
      if TextLine.columns(above) + room > width { close() }
      above += shown
      below += TextLine.padded(sign(value, text.scale, limits), room)
      if isEnd { close() }
    }
    close()
    let legend = text.legend.isEmpty ? "value" : text.legend
    let low = NumberText.short(limits.lowerBound, significant: 3)
    let high = NumberText.short(limits.upperBound, significant: 3)
    let key =
      text.scale == .diverging
      ? "\(legend): i … a = \(low) … 0, space = 0, 1 … 9 = 0 … \(high)"
      : "\(legend): 0 … 9 = \(low) … \(high)"
    lines += TextLine.wrapped(key, width)
    for (piece, candidates) in zip(text.pieces, text.candidates) {
      let words = candidates.map {
        "\($0.text.visible) \(NumberText.short($0.probability.value, significant: 2))"
      }
      lines.append(
        TextLine.fitted("\(piece.visible) → " + words.joined(separator: ", "), width))
    }
    return lines
  }

  /// A digit for a positive, a letter for a negative value, a space for nothing.
  private static func sign(_ value: Double, _ scale: ColorScale, _ limits: ClosedRange<Double>)
    -> String
  {
    switch scale {
    case .sequential: scale.level(of: value, in: limits, count: 10).map(String.init) ?? "?"
    case .diverging:
      switch scale.level(of: value, in: limits, count: 19) {
      case nil: "?"
      case .some(9): " "
      case .some(let level) where level > 9: String(level - 9)
      case .some(let level): ["i", "h", "g", "f", "e", "d", "c", "b", "a"][level]
      }
    }
  }
}
