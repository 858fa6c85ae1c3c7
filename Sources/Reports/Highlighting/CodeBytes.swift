/// Code as bytes, with questions that never reach past its end.
struct CodeBytes {
  let bytes: [UInt8]

  init(_ code: String) { bytes = Array(code.utf8) }

  var count: Int { bytes.count }

  /// The byte at the place, or 0 past the end.
  subscript(place: Int) -> UInt8 {
    place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  func starts(_ text: StaticString, at place: Int) -> Bool {
    guard place + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { buffer in
      buffer.indices.allSatisfy { bytes[place + $0] == buffer[$0] }
    }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The first place from `start` on where the condition fails.
  func end(of start: Int, while condition: (UInt8) -> Bool) -> Int {
    var place = start
    while place < bytes.count, condition(bytes[place]) { place += 1 }
    return place
  }

  func lineEnd(from start: Int) -> Int {
    end(of: start) { $0 != UInt8(ascii: "\n") }
  }

  /// Where a number that starts here ends.
  func numberEnd(from start: Int) -> Int {
    let second = self[start + 1] | 0x20
    let hasPrefix =
      self[start] == UInt8(ascii: "0") && "xbo".utf8.contains(second)
    let isHex = hasPrefix && second == UInt8(ascii: "x")
    func digits(_ place: Int) -> Int {
      end(of: place) {
        Self.isDigit($0) || $0 == UInt8(ascii: "_")
          || isHex && Self.isLetter($0) && $0 | 0x20 <= UInt8(ascii: "f")
      }
    }
    var place = digits(hasPrefix ? start + 2 : start)
    if self[place] == UInt8(ascii: "."), Self.isDigit(self[place + 1]) { place = digits(place + 1) }
    let exponent = isHex ? UInt8(ascii: "p") : UInt8(ascii: "e")
    if !hasPrefix || isHex, self[place] | 0x20 == exponent {
      let isSigned = "+-".utf8.contains(self[place + 1])
      let first = place + (isSigned ? 2 : 1)
      if Self.isDigit(self[first]) {
        place = end(of: first) { Self.isDigit($0) || $0 == UInt8(ascii: "_") }
      }
    }
    return place
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
  }

  static func isCapital(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
  }

  /// Whether a name may start so; every sign beyond ASCII counts as a letter.
  static func startsName(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  static func continuesName(_ byte: UInt8) -> Bool {
    startsName(byte) || isDigit(byte)
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte >= 0x09 && byte <= 0x0D
  }
}
