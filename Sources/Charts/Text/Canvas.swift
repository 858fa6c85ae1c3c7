/// A field of characters with 2 × 4 braille dots each; in ASCII one sign each.
struct Canvas {
  let columns: Int
  let rows: Int
  private let isASCII: Bool
  private var dots: [UInt8]
  private var signs: [Character?]

  /// Dots to the right and down.
  var width: Double { Double(columns * 2) }
  var height: Double { Double(rows * 4) }

  init(columns: Int, rows: Int, isASCII: Bool) {
    self.columns = columns
    self.rows = rows
    self.isASCII = isASCII
    dots = Array(repeating: 0, count: columns * rows)
    signs = Array(repeating: nil, count: columns * rows)
  }

  /// The rows as text.
  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      for index in (row * columns)..<((row + 1) * columns) {
        if let sign = signs[index] {
          line.append(sign)
        } else if let scalar = Unicode.Scalar(0x2800 + UInt32(dots[index])), dots[index] > 0 {
          line.append(Character(scalar))
        } else {
          line.append(" ")
        }
      }
      return line
    }
  }

  /// Draws what a scene holds between the axes.
  mutating func draw(_ scene: Scene) {
    // Areas lie behind lines whatever their order, so that ASCII signs do not hide each other.
    for case .area(let points, _, _) in scene.inside { fill(points) }
    for element in scene.inside {
      switch element {
      case .line(let runs, let stroke): runs.forEach { draw($0, stroke) }
      case .symbols(let places, let shape, let color, _):
        for place in places { draw(place, shape, color, isFew: places.count <= 60) }
      case .area, .rect, .hover, .label, .cells: break
      }
    }
    for case .label(let label) in scene.inside { write(label) }
  }

  private mutating func draw(_ points: [Point], _ stroke: Scene.Stroke) {
    let patterns: [[Int]] = [[], [5, 3], [1, 2], [6, 2, 1, 2], [3, 2]]
    let pattern = patterns[stroke.dash % patterns.count]
    let period = pattern.reduce(0, +)
    var travelled = 0
    let sign = isASCII ? asciiSign(stroke) : nil
    for (from, to) in zip(points, points.dropFirst()) {
      let steps = max((to.x - from.x).magnitude, (to.y - from.y).magnitude).rounded(.up)
      let count = min(max(Int(steps), 1), 20_000)
      for step in 0...count {
        let share = Double(step) / Double(count)
        let place = Point(
          x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share)
        if isASCII || pattern.isEmpty || isOn((travelled + step) % period, pattern) {
          set(place, sign)
        }
      }
      travelled += count
    }
    if points.count == 1 { set(points[0], sign) }
  }

  private func isOn(_ phase: Int, _ pattern: [Int]) -> Bool {
    var (rest, isOn) = (phase, true)
    for length in pattern {
      if rest < length { return isOn }
      rest -= length
      isOn.toggle()
    }
    return true
  }

  private mutating func draw(
    _ place: Point, _ shape: Scene.Shape, _ color: Scene.Color, isFew: Bool
  ) {
    if isASCII {
      set(place, asciiSign(Scene.Stroke(color: color)))
    } else if isFew, let index = index(place) {
      let signs: [Character] = ["●", "■", "◆", "▲", "×", "+"]
      self.signs[index] = signs[shape.rawValue]
    } else {
      set(place, nil)
    }
  }

  /// Dots inside a polygon, every second one.
  private mutating func fill(_ points: [Point]) {
    for row in 0..<(rows * 4) {
      let y = Double(row) + 0.5
      var crossings: [Double] = []
      for (from, to) in zip(points, points.dropFirst() + points.prefix(1))
      where (from.y <= y) != (to.y <= y) {
        crossings.append(from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x))
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = Int(max(crossings[pair], 0).rounded(.up))
        let last = Int(min(crossings[pair + 1], width - 1).rounded(.down))
        for column in first..<max(last + 1, first) where column % 2 == 0 && row % 2 == 0 {
          set(Point(x: Double(column), y: y), isASCII ? ":" : nil)
        }
      }
    }
  }

  private mutating func write(_ label: Scene.Label) {
    let row = Int(((label.at.y - label.size * 0.35) / 4).rounded(.down))
    let text = Array(label.text)
    var column = Int((label.at.x / 2).rounded(label.anchor == .start ? .up : .down))
    if label.anchor == .end { column -= text.count }
    if label.anchor == .middle { column -= text.count / 2 }
    column = min(max(column, 0), max(columns - text.count, 0))
    guard (0..<rows).contains(row) else { return }
    for (offset, character) in text.enumerated() where column + offset < columns {
      signs[row * columns + column + offset] = character
    }
  }

  private mutating func set(_ place: Point, _ sign: Character?) {
    guard let index = index(place) else { return }
    if let sign {
      signs[index] = sign
    } else {
      let (x, y) = (Int(place.x) % 2, Int(place.y) % 4)
      let bits: [UInt8] = x == 0 ? [0x01, 0x02, 0x04, 0x40] : [0x08, 0x10, 0x20, 0x80]
      dots[index] |= bits[y]
    }
  }

  /// The character at a place; places on the far edges belong to the last one.
  private func index(_ place: Point) -> Int? {
    guard place.x >= -0.5, place.y >= -0.5, place.x <= width + 0.5, place.y <= height + 0.5 else {
      return nil
    }
    let column = min(max(Int(place.x / 2), 0), columns - 1)
    let row = min(max(Int(place.y / 4), 0), rows - 1)
    return row * columns + column
  }

  private func asciiSign(_ stroke: Scene.Stroke) -> Character {
    stroke.opacity < 0.5 ? "." : TextSeries.asciiSign(stroke.color)
  }
}

/// What tells series apart where there are no colours.
enum TextSeries {
  static func asciiSign(_ color: Scene.Color) -> Character {
    let signs: [Character] = ["*", "o", "+", "x", "#", "@"]
    guard case .series(let index) = color else { return "-" }
    return signs[index % signs.count]
  }

  static func sign(_ shape: Scene.Shape) -> String {
    ["●", "■", "◆", "▲", "×", "+"][shape.rawValue]
  }
}
