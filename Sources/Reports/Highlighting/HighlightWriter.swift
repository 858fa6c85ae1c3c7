/// The classes that highlighted code uses.
enum HighlightClass: String {
  case keyword = "k"
  case string = "s"
  case number = "n"
  case comment = "c"
  case type = "t"
  case function = "f"
  case directive = "p"
}

/// Writes each byte of the code once, in order.
struct HighlightWriter {
  private let bytes: [UInt8]
  private var output: [UInt8] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count * 2)
  }

  var html: String { String(decoding: output, as: UTF8.self) }

  mutating func write(_ range: Range<Int>, as kind: HighlightClass? = nil) {
    guard !range.isEmpty else { return }
    if let kind { output += "<span class=\"\(kind.rawValue)\">".utf8 }
    for byte in bytes[range] {
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "<"): output += "&lt;".utf8
      case UInt8(ascii: ">"): output += "&gt;".utf8
      default: output.append(byte)
      }
    }
    if kind != nil { output += "</span>".utf8 }
  }

  static func escaped(_ code: String) -> String {
    let bytes = Array(code.utf8)
    var writer = HighlightWriter(bytes)
    writer.write(0..<bytes.count)
    return writer.html
  }
}
