import Charts
import Foundation
import Testing

@Suite struct PaletteTests {
  static let palettes: [Palette] = [.light, .dark]

  @Test("Lines have 3:1 and words 4.5:1 against the ground", arguments: 0..<2)
  func contrast(index: Int) {
    let palette = Self.palettes[index]
    for color in palette.series + [palette.axis] {
      #expect(contrast(color, palette.ground) >= 3, "\(color) on \(palette.ground)")
    }
    for color in palette.seriesInk + [palette.ink, palette.softInk] {
      #expect(contrast(color, palette.ground) >= 4.5, "\(color) on \(palette.ground)")
    }
    #expect(palette.series.count == Palette.seriesCount)
    #expect(palette.seriesInk.count == Palette.seriesCount)
  }

  @Test("Every variable that a drawing uses is defined, once for light and once for dark")
  func variables() throws {
    let css = Palette.css + HTMLTableRenderer.css
    var used: Set<Substring> = []
    for (_, figure) in Samples.all {
      let svg = SVGRenderer().svg(figure, idPrefix: "f") ?? ""
      for part in svg.split(separator: "var(").dropFirst() {
        used.insert(part.prefix { $0 != ")" })
      }
    }
    #expect(used.count > 20)
    for name in used { #expect(css.contains("\(name):"), "\(name) is not defined") }
    for palette in Self.palettes { #expect(css.contains(palette.variables)) }
  }

  /// The contrast of WCAG 2.
  private func contrast(_ first: String, _ second: String) -> Double {
    let (a, b) = (luminance(first), luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16) ?? 0
    let channels = [value >> 16 & 255, value >> 8 & 255, value & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
