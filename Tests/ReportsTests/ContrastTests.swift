import Charts
import Foundation
import Testing

@testable import Reports

/// The colours of pages as they stand in their style sheet.
@Suite struct ContrastTests {
  static let words = ["k", "s", "n", "c", "t", "f", "p", "link", "ink", "ink-soft", "fail"]

  @Test("Words have 4.5:1 on every ground they stand on", arguments: ["light", "dark", "print"])
  func contrast(theme: String) throws {
    let colors = try Self.colors(in: theme)
    for word in Self.words {
      let color = try #require(colors[word], "--\(word) is not defined")
      for name in ["ground", "code", "fail-ground"] {
        let ground = try #require(colors[name], "--\(name) is not defined")
        let ratio = Self.contrast(color, ground)
        #expect(ratio >= 4.5, "--\(word) \(color) on --\(name) \(ground): \(ratio)")
      }
    }
    #expect(
      try Self.contrast(#require(colors["ink"]), #require(colors["ground"])) >= 12)
  }

  @Test("Too little contrast is noticed")
  func weakness() {
    #expect(Self.contrast("#777777", "#ffffff") < 4.5)
    #expect(abs(Self.contrast("#000000", "#ffffff") - 21) < 0.001)
    #expect(abs(Self.contrast("#fff", "#000") - 21) < 0.001)
  }

  /// The variables of `:root`, in the order in which a browser applies the rules.
  static func colors(in theme: String) throws -> [String: String] {
    let wanted = ["light": "", "dark": "prefers-color-scheme:dark", "print": "print"][theme] ?? ""
    var colors: [String: String] = [:]
    for line in StyleSheet.css.split(separator: "\n") where line.contains(":root{") {
      let isMedia = line.hasPrefix("@media")
      guard !isMedia || (!wanted.isEmpty && line.prefix { $0 != "{" }.contains(wanted)) else {
        continue
      }
      let body = line.components(separatedBy: ":root{").dropFirst().joined()
      for declaration in body.split(whereSeparator: { $0 == ";" || $0 == "}" }) {
        let parts = declaration.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].hasPrefix("--"), parts[1].hasPrefix("#") else { continue }
        colors[String(parts[0].dropFirst(2))] = parts[1]
      }
    }
    return colors
  }

  /// The contrast of WCAG 2.
  static func contrast(_ first: String, _ second: String) -> Double {
    let (a, b) = (luminance(first), luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ color: String) -> Double {
    var digits = String(color.dropFirst())
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    let value = Int(digits, radix: 16) ?? 0
    let channels = [value >> 16 & 255, value >> 8 & 255, value & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
