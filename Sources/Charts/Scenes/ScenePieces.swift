/// What several kinds of scene have in common.
enum ScenePieces {
  /// Title and subtitle at the top; the height at which the rest may start.
  static func heading(
    title: String, subtitle: String, width: Double, into scene: inout Scene
  ) -> Double {
    var top = 0.0
    let titles = TextMetrics.wrapped(title, width: width / 1.2, size: 15, lines: 3)
    for (index, line) in titles.enumerated() {
      top += 20
      scene.add(line, 0, top - 5) {
        $0.size = 15
        $0.isBold = true
        $0.full = index == titles.count - 1 && line.hasSuffix("…") ? title : nil
      }
    }
    for line in TextMetrics.wrapped(subtitle, width: width, size: 12, lines: 3) {
      top += 17
      scene.add(line, 0, top - 4) { $0.color = .softInk }
    }
    return titles.isEmpty && subtitle.isEmpty ? 0 : top + 4
  }
}
