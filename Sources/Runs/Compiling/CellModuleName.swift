internal import CellMessages
internal import Charts
internal import Foundation

/// The names of the modules that cells are compiled to, and how they are kept out of sight.
///
/// Every module needs a name of its own, but a reader must never see it: it would change with an edit
/// above. What a program built from one file calls itself is `main`.
public enum CellModuleName {
  /// What readers see.
  static let shown = "main"
  private static let head = CellModules.prefix

  /// The name of the module whose number this is.
  static func of(_ number: Int) -> String {
    let digits = String(number)
    return head + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A text in which every module is called `main`.
  public static func shown(in text: String) -> String {
    guard text.utf8.count > head.utf8.count, text.contains(head) else { return text }
    return String(decoding: shown(in: Array(text.utf8)), as: UTF8.self)
  }

  /// The same for all texts of a figure.
  static func shown(in figure: Figure) -> Figure {
    guard let bytes = try? Payload.encode(figure),
      bytes.firstRange(of: Array(head.utf8)) != nil,
      let shown = try? Payload.decode(Figure.self, from: Self.shown(in: bytes))
    else { return figure }
    return shown
  }

  /// The same for text that may not be UTF-8.
  public static func shown(in bytes: [UInt8]) -> [UInt8] {
    let name = Array(head.utf8)
    var kept: [UInt8] = []
    var next = 0
    while let place = bytes[next...].firstRange(of: name) {
      var end = place.upperBound
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
      kept += bytes[next..<place.lowerBound]
      kept += end - place.upperBound >= 4 ? Array(shown.utf8) : Array(bytes[place.lowerBound..<end])
      next = end
    }
    return kept + bytes[next...]
  }

  /// The image of a library in which the runtime finds `main` as the module's name.
  ///
  /// The runtime takes the names that it prints from the descriptors of the image, not from its
  /// symbols: those stay unique, so that values of a redeclared type live beside those of the old one.
  static func renamed(_ module: String, in image: Data) -> Data {
    guard module.utf8.count >= shown.utf8.count else { return image }
    let name = Data(Array(module.utf8) + [0])
    let padding = [UInt8](repeating: 0, count: module.utf8.count - shown.utf8.count)
    let new = Data(Array(shown.utf8) + padding + [0])
    var image = image
    var from = image.startIndex
    while let place = image.range(of: name, in: from..<image.endIndex) {
      // The name may be the first of its section; the end of a longer name is none.
      let before = place.lowerBound > image.startIndex ? image[place.lowerBound - 1] : 0
      if !isWord(before) { image.replaceSubrange(place, with: new) }
      from = place.upperBound
    }
    return image
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }
}
