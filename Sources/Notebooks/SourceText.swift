internal import Basics

/// A file's text as bytes: checked UTF-8, no byte order mark, lines that end in `\n`.
struct SourceText: Sendable {
  /// The file as the user named it.
  let path: String
  let bytes: [UInt8]
  /// The offset of each line's first byte.
  let lineStarts: [Int]

  /// Checks and normalises a file's bytes; throws ``Problems`` for bytes that are not text.
  init(_ raw: [UInt8], path: String) throws {
    self.path = path
    let hasMark = raw.starts(with: [0xEF, 0xBB, 0xBF])
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var starts = [0]
    var index = hasMark ? 3 : 0
    var problem: Problem?
    while index < raw.count {
      let byte = raw[index]
      var length = 1
      if byte == 0x0D || byte == 0x0A {
        bytes.append(0x0A)
        starts.append(bytes.count)
        if byte == 0x0D, index + 1 < raw.count, raw[index + 1] == 0x0A { length = 2 }
      } else if byte != 0, byte < 0x80 {
        bytes.append(byte)
      } else {
        length = Self.sequenceLength(raw, at: index)
        if length == 0 {
          let column = bytes.count - (starts.last ?? 0) + 1
          problem = Self.encodingProblem(
            byte, at: SourceLocation(file: path, line: starts.count, column: column))
          break
        }
        bytes.append(contentsOf: raw[index..<index + length])
      }
      index += length
    }
    if let problem { throw Problems([problem]) }
    self.bytes = bytes
    lineStarts = starts
  }

  private static func encodingProblem(_ byte: UInt8, at location: SourceLocation) -> Problem {
    if byte == 0 {
      return Problem(
        .encoding, at: location, "the file holds a NUL byte",
        advice: "A notebook is plain text; remove the byte.")
    }
    let digits = String(byte, radix: 16, uppercase: true)
    return Problem(
      .encoding, at: location,
      "byte 0x\(digits.count == 1 ? "0" : "")\(digits) is not valid UTF-8",
      advice: "Save the file in the encoding UTF-8.")
  }

  /// The bytes of the well-formed UTF-8 sequence at `index`, or 0 (Unicode 15, table 3-7).
  private static func sequenceLength(_ raw: [UInt8], at index: Int) -> Int {
    let lead = raw[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard index + length <= raw.count, second.contains(raw[index + 1]) else { return 0 }
    for next in raw[index + 2..<index + length] where !(0x80...0xBF).contains(next) { return 0 }
    return length
  }

  var lineCount: Int { lineStarts.count }

  /// The bytes of a line (from 1) without its end.
  func line(_ line: Int) -> Range<Int> {
    guard line >= 1, line <= lineCount else { return bytes.count..<bytes.count }
    return lineStarts[line - 1]..<(line < lineCount ? lineStarts[line] - 1 : bytes.count)
  }

  /// The line (from 1) that holds an offset.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The place of an offset.
  func location(at offset: Int) -> SourceLocation {
    let line = line(at: offset)
    return SourceLocation(file: path, line: line, column: offset - lineStarts[line - 1] + 1)
  }

  /// A place, moved into the file if it lies outside.
  func location(line: Int, column: Int) -> SourceLocation {
    let line = min(max(line, 1), lineCount)
    return SourceLocation(
      file: path, line: line, column: min(max(column, 1), self.line(line).count + 1))
  }

  /// The offset of a place.
  func offset(of location: SourceLocation) -> Int {
    min(lineStarts[min(max(location.line, 1), lineCount) - 1] + location.column - 1, bytes.count)
  }

  /// The text of a range.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether `needle` stands at `offset`.
  func has(_ needle: [UInt8], at offset: Int) -> Bool {
    offset >= 0 && offset + needle.count <= bytes.count
      && bytes[offset..<offset + needle.count].elementsEqual(needle)
  }

  /// A line's first byte that is neither blank nor one of at most `quotes` block quote markers.
  func contentStart(ofLine line: Int, quotes: Int) -> Int {
    let range = self.line(line)
    var offset = range.lowerBound
    var quotes = quotes
    while offset < range.upperBound {
      if bytes[offset] == UInt8(ascii: ">"), quotes > 0 {
        quotes -= 1
      } else if bytes[offset] != UInt8(ascii: " "), bytes[offset] != UInt8(ascii: "\t") {
        break
      }
      offset += 1
    }
    return offset
  }
}
