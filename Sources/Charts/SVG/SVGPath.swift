internal import Basics

/// Path data, as short as it goes: relative steps in tenths of a pixel, whose rounding does not add
/// up.
enum SVGPath {
  /// Lines through points; each run starts anew.
  static func lines(_ runs: [[Point]]) -> String {
    var text = ""
    for run in runs {
      guard let first = run.first else { continue }
      var (x, y) = (tenths(first.x), tenths(first.y))
      text += "M" + pair(x, y)
      var isFirst = true
      for point in run.dropFirst() {
        let (nextX, nextY) = (tenths(point.x), tenths(point.y))
        let step = pair(nextX - x, nextY - y)
        text += isFirst ? "l" : step.hasPrefix("-") ? "" : " "
        text += step
        isFirst = false
        (x, y) = (nextX, nextY)
      }
    }
    return text
  }

  /// One path for all symbols of a kind.
  static func symbols(
    _ places: [Point], _ shape: Scene.Shape, radius: Double, color: String
  ) -> String {
    guard !places.isEmpty else { return "" }
    let r = NumberText.coordinate(radius)
    let d = NumberText.coordinate(radius * 2)
    let side = NumberText.coordinate(radius * 1.7)
    let k = NumberText.coordinate(radius * 1.3)
    let kk = NumberText.coordinate(radius * 2.6)
    let points = places.map { "M" + pair(tenths($0.x), tenths($0.y)) }
    func path(_ attributes: String, _ form: String) -> String {
      "<path \(attributes) d=\"\(points.map { $0 + form }.joined())\"/>\n"
    }
    let fill = "fill=\"\(color)\""
    let stroke = "stroke=\"\(color)\""
    return switch shape {
    case .circle: path("\(stroke) stroke-width=\"\(d)\" stroke-linecap=\"round\"", "h0")
    case .square: path("\(stroke) stroke-width=\"\(side)\" stroke-linecap=\"square\"", "h0")
    case .diamond: path(fill, "m-\(k) 0l\(k)-\(k) \(k) \(k)-\(k) \(k)z")
    case .triangle: path(fill, "m-\(k) \(r)h\(kk)l-\(k)-\(kk)z")
    case .cross: path("\(stroke) stroke-width=\"2\"", "m-\(r)-\(r)l\(d) \(d)m-\(d) 0l\(d)-\(d)")
    case .plus: path("\(stroke) stroke-width=\"2\"", "m-\(k) 0h\(kk)m-\(k)-\(k)v\(kk)")
    }
  }

  /// A number with at most two decimals.
  static func decimal(_ value: Double) -> String {
    NumberText.short(value, significant: 3)
  }

  private static func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }

  private static func pair(_ x: Int, _ y: Int) -> String {
    NumberText.tenths(x) + (y < 0 ? "" : " ") + NumberText.tenths(y)
  }
}
