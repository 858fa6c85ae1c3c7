internal import Foundation

/// The digest of its content that a linker has written into a program (an ELF note of type 3 named GNU).
enum BuildID {
  /// The digest in hexadecimal digits, or `nil` where the program has none.
  static func of(program path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    func read(_ offset: UInt64, _ count: Int) -> [UInt8]? {
      guard offset < 1 << 40, (try? file.seek(toOffset: offset)) != nil,
        let data = try? file.read(upToCount: count), data.count == count
      else { return nil }
      return [UInt8](data)
    }
    // A 64-bit, little-endian file: the only kind that this program is built as.
    guard let header = read(0, 64), header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
      return nil
    }
    let (place, size) = (integer(header, 32, 8), Int(integer(header, 54, 2)))
    guard size >= 56 else { return nil }
    for index in 0..<integer(header, 56, 2) {
      guard let segment = read(place &+ index &* UInt64(size), size) else { return nil }
      let (type, offset, count) = (
        integer(segment, 0, 4), integer(segment, 8, 8), integer(segment, 32, 8)
      )
      let isNote = type == 4
      guard isNote, count < 1 << 16, let notes = read(offset, Int(count)) else { continue }
      if let id = id(in: notes) { return id }
    }
    return nil
  }

  private static func id(in notes: [UInt8]) -> String? {
    var start = 0
    while start + 12 <= notes.count {
      let (name, size, type) = (
        Int(integer(notes, start, 4)), Int(integer(notes, start + 4, 4)),
        integer(notes, start + 8, 4)
      )
      let content = start + 12 + (name + 3) / 4 * 4
      guard content + size <= notes.count else { return nil }
      if type == 3, size > 0, notes[(start + 12)...].starts(with: Array("GNU\0".utf8)) {
        return notes[content..<(content + size)].map { byte in
          (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
      }
      start = content + (size + 3) / 4 * 4
    }
    return nil
  }

  private static func integer(_ bytes: [UInt8], _ place: Int, _ size: Int) -> UInt64 {
    (0..<size).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
  }
}
