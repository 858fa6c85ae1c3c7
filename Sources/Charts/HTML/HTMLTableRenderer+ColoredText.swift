internal import Basics

extension HTMLTableRenderer {
  /// One `<div class="colored-text">`; `nil` for other figures than coloured text. Each piece tells
  /// its value when pointed at; likely next pieces stand below it.
  public func coloredText(_ figure: Figure) -> String? {
    guard case .coloredText(let text) = figure else { return nil }
    let limits = ColoredTextLimits.limits(of: text)
    var html = "<div class=\"colored-text\">\n"
    if !text.title.isEmpty { html += "<p class=\"title\"><b>\(text.title.escaped)</b></p>\n" }
    html += "<pre class=\"\(text.scale.rawValue)\">"
    for index in text.pieces.indices { html += piece(text, index, limits) }
    html += "</pre>\n<p class=\"legend \(text.scale.rawValue)\">"
    html += text.legend.isEmpty ? "" : "<span>\(text.legend.escaped)</span> "
    html += "<span>\(NumberText.short(limits.lowerBound, significant: 3))</span> <span>"
    for level in 0..<ColoredTextTones.count { html += "<i class=\"tone-\(level)\"></i>" }
    html += "</span> <span>\(NumberText.short(limits.upperBound, significant: 3))</span></p>\n"
    return html + "</div>\n"
  }

  private func piece(_ text: ColoredText, _ index: Int, _ limits: ClosedRange<Double>) -> String {
    let (piece, value) = (text.pieces[index], text.values.values[index])
    let tone = ColoredTextTones.className(value, text.scale, limits) ?? "missing"
    // A line ends in the page, too, and its sign carries the colour.
    let shown = piece.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).escaped }.joined(separator: "↵\n")
    let title = NumberText.short(value)
    var html = "<span class=\"\(tone)\" title=\"\(title)\">\(shown)</span>"
    if !text.candidates.isEmpty {
      let below = text.candidates[index].map { candidate in
        let probability = NumberText.short(candidate.probability.value, significant: 2)
        return "<small>\(candidate.text.visible.escaped) \(probability)</small>"
      }
      html = "<span class=\"piece\">\(html)\(below.joined())</span>"
    }
    return html
  }
}

/// The values of the first and last colour of a text.
enum ColoredTextLimits {
  static func limits(of text: ColoredText) -> ClosedRange<Double> {
    if let limits = text.limits, text.scale == .sequential, limits.lowerBound < limits.upperBound {
      return limits
    }
    let given = text.limits.map { [$0.lowerBound, $0.upperBound] }
    return text.scale.limits(for: given ?? text.values.values)
  }
}
