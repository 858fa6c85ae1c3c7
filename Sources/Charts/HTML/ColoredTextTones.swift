/// The few grounds that coloured text stands on, as classes.
enum ColoredTextTones {
  /// How many tones a scale has; an odd number, so that the diverging one has a middle.
  static let count = 17

  /// The class of a value's tone; `nil` for one that is not finite.
  static func className(_ value: Double, _ scale: ColorScale, _ limits: ClosedRange<Double>)
    -> String?
  {
    scale.level(of: value, in: limits, count: count).map { "tone-\($0)" }
  }

  static var css: String {
    var text = """
      .colored-text pre{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.7;margin:.4em 0}
      .colored-text .missing{text-decoration:line-through}
      .colored-text .piece{display:inline-block;vertical-align:top;text-align:center;\
      line-height:1.3;padding:0 .3em .4em}
      .colored-text .piece small{display:block;font-size:.65em;opacity:.85}
      .colored-text .legend{display:flex;gap:.5em;align-items:center;font-size:.8em;margin:0}
      .colored-text .legend i{display:inline-block;width:.7em;height:.9em}

      """
    for level in 0..<count {
      let share = Double(level) / Double(count - 1)
      let step = Int((share * Double(Palette.divergingCount - 1)).rounded())
      // Words on the ends of the scale take the ground's colour.
      let ink = share <= 0.125 || share >= 0.875 ? ";color:var(--ground)" : ""
      text += ".colored-text .diverging .tone-\(level){background:var(--div-\(step))\(ink)}\n"
      let dark = Int((share * Double(Palette.sequentialCount - 1)).rounded())
      let word = share < 0.56 ? "#fff" : "#111"
      text +=
        ".colored-text .sequential .tone-\(level){background:var(--seq-\(dark));color:\(word)}\n"
    }
    return text
  }
}
