/// The colours of figures: CSS variables with a value for a light and one for a dark page.
///
/// Series colours are those of Okabe and Ito (*Color Universal Design*, 2008) without yellow and
/// black, moved in lightness until they have 3:1 against the ground as lines (`--series-1` …) and
/// 4.5:1 as words (`--series-ink-1` …).
public struct Palette: Sendable {
  /// The ground of the page.
  public var ground: String
  /// Words.
  public var ink: String
  /// Words of less weight, still 4.5:1.
  public var softInk: String
  /// Grid lines.
  public var grid: String
  /// Axes and rules.
  public var axis: String
  /// Lines and areas of the series.
  public var series: [String]
  /// Words in the colours of the series.
  public var seriesInk: [String]
  /// The low end, the middle and the high end of the diverging scale.
  public var diverging: [String]

  /// For a light page.
  public static let light = Palette(
    ground: "#ffffff", ink: "#1a1a1a", softInk: "#595959", grid: "#e4e4e4", axis: "#767676",
    series: ["#0072b2", "#d55e00", "#009e73", "#c76b9f", "#2e93cc", "#b87f00"],
    seriesInk: ["#0072b2", "#b34f00", "#007a59", "#a8497f", "#1f76a8", "#8a5f00"],
    diverging: ["#08519c", "#5ba3d9", "#f4f4f4", "#f28e4b", "#a63603"])

  /// For a dark page.
  public static let dark = Palette(
    ground: "#15181c", ink: "#e8e6e3", softInk: "#a9acb0", grid: "#2d3238", axis: "#868b91",
    series: ["#3b9fe0", "#f0803c", "#1fbd92", "#d98bb8", "#7cc8f0", "#e6a817"],
    seriesInk: ["#55aee6", "#f59158", "#34c9a0", "#e09cc4", "#8bd0f4", "#ecb635"],
    diverging: ["#9bd0ff", "#3f86c0", "#22262b", "#c4632a", "#ffb98a"])

  /// How many colours series have before dashes tell them apart.
  public static let seriesCount = 6
  /// How many steps the sequential scale has: `--seq-0` … `--seq-31`.
  public static let sequentialCount = 32
  /// How many steps the diverging scale has: `--div-0` … `--div-32`, the middle one being 0.
  public static let divergingCount = 33

  /// Style rules that define every variable, light at first and dark where the reader prefers it.
  public static let css = """
    :root{\(light.variables)\(sequentialVariables)}
    @media (prefers-color-scheme:dark){:root{\(dark.variables)}}
    @media print{:root{\(light.variables)}}
    svg .cells path:hover{stroke:var(--ink)}

    """

  /// The variables that differ between light and dark, as declarations without a selector.
  public var variables: String {
    var text =
      "--ground:\(ground);--ink:\(ink);--ink-soft:\(softInk);--grid:\(grid);--axis:\(axis);"
    for (index, color) in series.enumerated() { text += "--series-\(index + 1):\(color);" }
    for (index, color) in seriesInk.enumerated() { text += "--series-ink-\(index + 1):\(color);" }
    for level in 0..<Self.divergingCount {
      let color = Self.mix(diverging, Double(level) / Double(Self.divergingCount - 1))
      text += "--div-\(level):\(color);"
    }
    return text
  }

  /// The sequential scale, the same on both grounds, as declarations without a selector.
  public static var sequentialVariables: String {
    (0..<sequentialCount).map { level in
      "--seq-\(level):\(mix(viridis, Double(level) / Double(sequentialCount - 1)));"
    }.joined()
  }

  /// Viridis (Smith and van der Walt, 2015) at ten places.
  static let viridis = [
    "#440154", "#482878", "#3e4a89", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6dcd59",
    "#b4de2c", "#fde725",
  ]

  /// The colour at a share of the way through some colours.
  static func mix(_ stops: [String], _ share: Double) -> String {
    let place = share * Double(stops.count - 1)
    let first = min(Int(place), stops.count - 2)
    let part = place - Double(first)
    let (from, to) = (channels(stops[first]), channels(stops[first + 1]))
    return "#"
      + zip(from, to).map { low, high in
        let value = Int((Double(low) + (Double(high) - Double(low)) * part).rounded())
        let text = String(value, radix: 16)
        return text.count < 2 ? "0" + text : text
      }.joined()
  }

  /// Red, green and blue of `#rrggbb`.
  static func channels(_ color: String) -> [Int] {
    let value = Int(color.dropFirst(), radix: 16) ?? 0
    return [value >> 16 & 255, value >> 8 & 255, value & 255]
  }
}
