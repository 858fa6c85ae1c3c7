import Foundation
import Glibc
import Testing

@testable import Runs

@Suite struct BuildIDTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static func little(_ value: UInt64, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  private static func note(_ name: String, type: UInt64, _ content: [UInt8]) -> [UInt8] {
    let name = Array(name.utf8) + [0]
    func padded(_ bytes: [UInt8]) -> [UInt8] {
      bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
    return little(UInt64(name.count), 4) + little(UInt64(content.count), 4) + little(type, 4)
      + padded(name) + padded(content)
  }

  /// A program of a header, two segments and the notes of the second.
  private static func program(_ notes: [UInt8]) -> [UInt8] {
    var header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + Array(repeating: 0, count: 57)
    header.replaceSubrange(32..<40, with: little(64, 8))
    header.replaceSubrange(54..<58, with: little(56, 2) + little(2, 2))
    let segments: [[UInt8]] = [
      little(1, 4) + Array(repeating: 0, count: 52),
      little(4, 4) + little(0, 4) + little(176, 8) + Array(repeating: 0, count: 16)
        + little(UInt64(notes.count), 8) + Array(repeating: 0, count: 16),
    ]
    return header + segments.flatMap { $0 } + notes
  }

  private static let digest: [UInt8] = [0x0A, 0xFF, 0x00, 0x7B, 0x2C]
  private static let whole = program(
    note("Go", type: 4, [1, 2, 3]) + note("GNU", type: 1, [9, 9]) + note("GNU", type: 3, digest))

  private func id(_ bytes: [UInt8]) throws -> String? {
    try scratch.write(bytes, "program")
    return BuildID.of(program: scratch.path + "/program")
  }

  @Test("The digest is found behind other segments and other notes")
  func found() throws {
    #expect(try id(Self.whole) == "0aff007b2c")
  }

  @Test("A program without the note, or that is none, has no digest")
  func none() throws {
    #expect(try id(Self.program(Self.note("GNU", type: 1, [1]))) == nil)
    #expect(try id(Self.program(Self.note("GNX", type: 3, [1]))) == nil)
    #expect(try id(Self.program([])) == nil)
    #expect(try id([]) == nil)
    #expect(try id(Array("#!/bin/sh\n".utf8)) == nil)
    #expect(BuildID.of(program: scratch.path) == nil)
    #expect(BuildID.of(program: scratch.path + "/none") == nil)
    // An empty digest would call all such programs the same.
    #expect(try id(Self.program(Self.note("GNU", type: 3, []))) == nil)
  }

  @Test("A program that is cut anywhere has no digest", arguments: [0, 1])
  func cut(side: Int) throws {
    for count in stride(from: side, to: Self.whole.count - 3, by: 2) {
      #expect(try id(Array(Self.whole.prefix(count))) == nil, "\(count) bytes")
    }
  }

  @Test("A damaged byte gives another digest or none, never the end of the runner")
  func damaged() throws {
    for place in Self.whole.indices {
      for value: UInt8 in [0x00, 0x01, 0x7F, 0x80, 0xFF] {
        var bytes = Self.whole
        bytes[place] = value
        let found = try id(bytes)
        #expect((found?.count ?? 0) <= 2 * Self.whole.count)
      }
    }
    for field in [32..<40, 128..<136, 152..<160] {
      for value: UInt64 in [.max, 1 << 63, UInt64(Int64.max)] {
        var bytes = Self.whole
        bytes.replaceSubrange(field, with: Self.little(value, 8))
        #expect(try id(bytes) == nil, "\(field): \(value)")
      }
    }
  }

  @Test("A text that looks like a note in another segment is none")
  func elsewhere() throws {
    var bytes = Self.whole
    bytes.replaceSubrange(120..<124, with: Self.little(1, 4))
    #expect(try id(bytes) == nil)
  }
}
