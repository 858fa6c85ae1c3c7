internal import Basics

/// Writes a scene as SVG. It knows primitives only.
struct SVGWriter {
  private var text = ""
  private let scene: Scene
  private let idPrefix: String

  /// One `<svg>` element with title and description.
  static func svg(_ scene: Scene, title: String, description: String, idPrefix: String) -> String {
    var writer = SVGWriter(scene: scene, idPrefix: idPrefix.escaped)
    writer.write(title: title, description: description)
    return writer.text
  }

  private init(scene: Scene, idPrefix: String) {
    self.scene = scene
    self.idPrefix = idPrefix
  }

  private mutating func write(title: String, description: String) {
    let (width, height) = (Self.number(scene.width), Self.number(scene.height))
    text += """
      <svg xmlns="http://www.w3.org/2000/svg" id="\(idPrefix)" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)" style="max-width:100%;height:auto" role="img" \
      aria-labelledby="\(idPrefix)-title \(idPrefix)-desc" \
      font-family="system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif" \
      font-size="12" fill="none">
      <title id="\(idPrefix)-title">\(title.escaped)</title>
      <desc id="\(idPrefix)-desc">\(description.escaped)</desc>

      """
    var places: [Scene.Element] = []
    for element in scene.elements { write(element, &places) }
    if let clip = scene.clip {
      text += "<clipPath id=\"\(idPrefix)-clip\">"
      let room = Rect(
        x: clip.x - 1, y: clip.y - 1, width: clip.width + 2, height: clip.height + 2)
      text += "<rect \(Self.attributes(room))/></clipPath>\n"
      text += "<g clip-path=\"url(#\(idPrefix)-clip)\">\n"
    }
    let isLabel = { (element: Scene.Element) in if case .label = element { true } else { false } }
    // Words come last, so that no line runs through them.
    for element in scene.inside where !isLabel(element) { write(element, &places) }
    for element in scene.inside where isLabel(element) {
      write(element, &places, isInside: true)
    }
    if scene.clip != nil { text += "</g>\n" }
    writeHovers(places)
    text += "</svg>\n"
  }

  private mutating func write(
    _ element: Scene.Element, _ hovers: inout [Scene.Element], isInside: Bool = false
  ) {
    switch element {
    case .line(let runs, let stroke): write(runs, stroke)
    case .area(let points, let color, let opacity):
      text += "<path fill=\"\(Self.css(color))\" fill-opacity=\"\(Self.number(opacity))\" "
      text += "d=\"\(SVGPath.lines([points]))z\"/>\n"
    case .rect(let rect, let color, let tooltip):
      text += "<rect fill=\"\(Self.css(color))\" \(Self.attributes(rect))"
      text += tooltip.map { "><title>\($0.escaped)</title></rect>\n" } ?? "/>\n"
    case .symbols(let places, let shape, let color, let radius):
      text += SVGPath.symbols(places, shape, radius: radius, color: Self.css(color))
    case .hover: hovers.append(element)
    case .label(let label): write(label, isInside)
    case .cells(let cells): text += SVGCells.svg(cells)
    }
  }

  private mutating func write(_ runs: [[Point]], _ stroke: Scene.Stroke) {
    text += "<path stroke=\"\(Self.css(stroke.color))\""
    if stroke.width != 1 { text += " stroke-width=\"\(SVGPath.decimal(stroke.width))\"" }
    let patterns = ["", "7 3", "2 3", "9 3 2 3", "4 2"]
    if stroke.dash > 0 { text += " stroke-dasharray=\"\(patterns[stroke.dash % 5])\"" }
    if stroke.opacity != 1 { text += " stroke-opacity=\"\(SVGPath.decimal(stroke.opacity))\"" }
    if stroke.width > 1 { text += " stroke-linejoin=\"round\"" }
    text += " d=\"\(SVGPath.lines(runs))\"/>\n"
  }

  private mutating func write(_ label: Scene.Label, _ isInside: Bool) {
    text += "<text fill=\"\(Self.css(label.color))\""
    if label.anchor != .start { text += " text-anchor=\"\(label.anchor.rawValue)\"" }
    if label.size != 12 { text += " font-size=\"\(Self.number(label.size))\"" }
    // Words among lines stand on a rim of the ground's colour.
    if isInside { text += " stroke=\"var(--ground)\" stroke-width=\"3\" paint-order=\"stroke\"" }
    if label.isBold { text += " font-weight=\"600\"" }
    let (x, y) = (Self.number(label.at.x), Self.number(label.at.y))
    text +=
      label.isUpright
      ? " transform=\"translate(\(x) \(y)) rotate(-90)\">" : " x=\"\(x)\" y=\"\(y)\">"
    if let full = label.full { text += "<title>\(full.escaped)</title>" }
    text += "\(label.text.visible.escaped)</text>\n"
  }

  /// Invisible targets, last and so on top of everything.
  private mutating func writeHovers(_ hovers: [Scene.Element]) {
    guard !hovers.isEmpty else { return }
    text += "<g pointer-events=\"all\">\n"
    for case .hover(let place, let tooltip) in hovers {
      let (x, y) = (Self.number(place.x), Self.number(place.y))
      text += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"7\"><title>\(tooltip.escaped)</title></circle>\n"
    }
    text += "</g>\n"
  }

  static func attributes(_ rect: Rect) -> String {
    "x=\"\(number(rect.x))\" y=\"\(number(rect.y))\" width=\"\(number(rect.width))\" "
      + "height=\"\(number(rect.height))\""
  }

  static func number(_ value: Double) -> String { NumberText.coordinate(value) }

  /// A colour as the variable that the page defines.
  static func css(_ color: Scene.Color) -> String {
    switch color {
    case .ink: "var(--ink)"
    case .softInk: "var(--ink-soft)"
    case .grid: "var(--grid)"
    case .axis: "var(--axis)"
    case .ground: "var(--ground)"
    case .series(let index): "var(--series-\(index + 1))"
    case .seriesInk(let index): "var(--series-ink-\(index + 1))"
    case .level(.sequential, let level): "var(--seq-\(level))"
    case .level(.diverging, let level): "var(--div-\(level))"
    }
  }
}
