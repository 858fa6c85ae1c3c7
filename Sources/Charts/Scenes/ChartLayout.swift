/// Places title, axes, marks and labels of a chart in a scene.
struct ChartLayout {
  private let prepared: PreparedChart
  private let size: Size
  private var scene: Scene

  private static let fontSize = 12.0
  private static let lineHeight = 16.0

  /// The scene of a chart.
  static func scene(of chart: Chart, size: Size) -> Scene {
    var layout = ChartLayout(PreparedChart(chart), size: size)
    return layout.compose()
  }

  private init(_ prepared: PreparedChart, size: Size) {
    self.prepared = prepared
    self.size = Size(width: max(size.width, 240), height: max(size.height, 120))
    scene = Scene(width: self.size.width, height: self.size.height)
  }

  private mutating func compose() -> Scene {
    var top = ScenePieces.heading(
      title: prepared.chart.title, subtitle: prepared.subtitle, width: size.width, into: &scene)
    if prepared.hasLegend {
      top = ChartLegend.add(prepared.marks, width: size.width, top: top, to: &scene)
    }
    let yLabel = TextMetrics.fitted(
      prepared.chart.y.label, width: size.width, size: Self.fontSize)
    if !yLabel.isEmpty {
      top += Self.lineHeight
      scene.add(yLabel, 0, top - 4) {
        $0.color = .softInk
        $0.full = yLabel == prepared.chart.y.label ? nil : prepared.chart.y.label
      }
    }
    top += 8
    let note = TextMetrics.wrapped(
      prepared.omissions, width: size.width, size: 11, lines: 3)
    let labels = EndLabels(prepared, width: size.width)
    let axes = ChartAxes(prepared)
    let below = axes.room(width: size.width) + Double(note.count) * 15 + 2
    let height = max(size.height - top - below, min(size.height * 0.45, 160))
    let yTicks = prepared.y.ticks(count: max(Int(height / 55), 2))
    let tickWidth = yTicks.map { TextMetrics.width($0.label, size: Self.fontSize) }.max() ?? 0
    let left = tickWidth + 8
    let frame = Rect(
      x: left, y: top, width: max(size.width - left - labels.room, 60), height: height)
    let plot = prepared.plot(in: frame, resolution: 1)
    axes.add(plot, yTicks: yTicks, width: size.width, to: &scene)
    for (mark, style) in prepared.marks { mark.draw(on: plot, style: style, into: &scene) }
    let isCut = prepared.chart.x.range != nil || prepared.chart.y.range != nil
    scene.clip = isCut ? frame : nil
    labels.add(plot, to: &scene)
    var bottom = frame.bottom + axes.room(width: size.width)
    for line in note {
      bottom += 15
      scene.add(line, 0, bottom - 4) {
        $0.size = 11
        $0.color = .softInk
      }
    }
    scene.height = (bottom + 2).rounded(.up)
    return scene
  }
}

/// How large a drawing is, in CSS pixels.
public struct Size: Sendable, Equatable {
  /// From left to right.
  public var width: Double
  /// From top to bottom; a drawing grows where its words need more.
  public var height: Double

  /// A size.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// As wide as the text of a report.
  public static let text = Size(width: 640, height: 340)
  /// One of two or three panels side by side.
  public static let panel = Size(width: 320, height: 220)
}
