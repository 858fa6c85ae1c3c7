/// Reads strict JSON (RFC 8259) piece by piece. The caller says what must come next, so that no input
/// decides how deep it goes.
struct JSONReader {
  /// What was not as it must be, and the byte where.
  struct Problem: Error {
    var message: String
  }

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// An object; `member` reads the value of each key, of which none may appear twice.
  mutating func object(
    _ member: (_ key: String, _ reader: inout JSONReader) throws -> Void
  ) throws {
    var seen: Set<Spelling> = []
    try list(from: "{", to: "}") { reader in
      let start = reader.place
      let key = try reader.string()
      guard seen.insert(Spelling(key)).inserted else {
        reader.place = start
        throw reader.problem("the key \"\(key)\" appears twice")
      }
      try reader.expect(":")
      try member(key, &reader)
    }
  }

  /// An array of whole numbers that are not negative.
  mutating func naturals() throws -> [Int] {
    var numbers: [Int] = []
    try list(from: "[", to: "]") { numbers.append(try $0.natural()) }
    return numbers
  }

  /// A string.
  mutating func string() throws -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = take() {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw problem("a string is not valid UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += try escaped().utf8
      case ..<0x20: throw problem("a control character stands in a string")
      default: text.append(byte)
      }
    }
    throw problem("a string does not end")
  }

  /// Nothing but white space may follow.
  mutating func end() throws {
    skipSpace()
    if place < bytes.endIndex { throw problem("something follows the end") }
  }

  /// A problem at this place.
  func problem(_ message: String) -> Problem {
    Problem(message: "\(message) at byte \(place - bytes.startIndex)")
  }

  private mutating func list(
    from open: Unicode.Scalar, to close: Unicode.Scalar,
    _ element: (inout JSONReader) throws -> Void
  ) throws {
    try expect(open)
    if next() == UInt8(ascii: close) { return place += 1 }
    while true {
      try element(&self)
      if next() == UInt8(ascii: close) { return place += 1 }
      try expect(",")
    }
  }

  private mutating func natural() throws -> Int {
    let first = next()
    let start = place
    var number = 0
    while place < bytes.endIndex, case let digit = bytes[place], (0x30...0x39).contains(digit) {
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(digit) - 0x30)
      if overflow || carry { throw problem("a number is too large") }
      number = sum
      place += 1
    }
    if place == start { throw problem("there is no whole number of at least 0") }
    if first == 0x30, place > start + 1 { throw problem("a number starts with 0") }
    return number
  }

  private mutating func escaped() throws -> String {
    switch take() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]) {
        guard take() == UInt8(ascii: "\\"), take() == UInt8(ascii: "u") else {
          throw problem("half a surrogate pair")
        }
        units.append(try codeUnit())
      }
      guard let string = String(validating: units, as: UTF16.self) else {
        throw problem("half a surrogate pair")
      }
      return string
    default: throw problem("an escape that JSON does not know")
    }
  }

  private mutating func codeUnit() throws -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = take(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("four hexadecimal digits must follow \\u")
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard next() == UInt8(ascii: character) else { throw problem("there is no \(character)") }
    place += 1
  }

  private mutating func take() -> UInt8? {
    guard place < bytes.endIndex else { return nil }
    place += 1
    return bytes[place - 1]
  }

  /// The byte after white space.
  private mutating func next() -> UInt8? {
    skipSpace()
    return place < bytes.endIndex ? bytes[place] : nil
  }

  private mutating func skipSpace() {
    while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }
}
