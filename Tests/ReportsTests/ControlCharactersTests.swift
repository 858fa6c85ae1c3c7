import Basics
import Charts
import Foundation
import Notebooks
import Reports
import Runs
import Testing

@Suite struct ControlCharactersTests {
  @Test(arguments: [
    ("plain ä 日 \u{200F}\u{200E}\u{AD}", "plain ä 日 \u{200F}\u{200E}\u{AD}"),
    ("a\tb\nc", "a\tb\nc"), ("a\r\nb\rc", "a\nb␍c"), ("\u{1B}[31mred", "␛[31mred"),
    ("\u{0}\u{7}\u{8}\u{B}\u{C}\u{7F}", "␀␇␈␋␌␡"), ("\u{85}\u{9B}31m", "��31m"),
    ("\u{202E}rtl\u{202C} \u{2066}x\u{2069}", "�rtl� �x�"), ("\u{2029}\u{202F}", "\u{2029}\u{202F}"),
  ])
  func `what a terminal would obey is shown`(text: String, shown: String) {
    #expect(ControlCharacters.visible(text) == shown)
    #expect(ControlCharacters.contains(text) == text.unicodeScalars.contains { scalar in
      ControlCharacters.isObeyed(scalar)
    })
    #expect(!ControlCharacters.contains(ControlCharacters.visible(text)))
  }

  @Test func `every control is obeyed by no one`() {
    let all = (0..<0x3000).compactMap { Unicode.Scalar($0 as Int) }
    let controls = all.filter(ControlCharacters.isObeyed)
    #expect(controls.count == 30 + 33 + 9)
    for control in controls {
      #expect(ControlCharacters.contains("a\(control)b"))
      #expect(!ControlCharacters.visible("a\(control)b").unicodeScalars.contains(control))
    }
  }
}
