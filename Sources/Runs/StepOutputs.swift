internal import Foundation
internal import Charts

/// Collects what a step prints and shows, in order, up to a limit.
struct StepOutputs {
  /// Bytes of text kept per cell.
  static let kept = 256 << 10
  /// Bytes printed at which a cell is stopped.
  static let flood = 64 << 20

  private(set) var printed = 0
  private var parts: [Part] = []

  private enum Part {
    case text(isError: Bool, [UInt8])
    case figure(Figure)
  }

  mutating func append(_ bytes: [UInt8], isError: Bool) {
    let room = max(0, Self.kept - printed)
    printed += bytes.count
    guard room > 0 else { return }
    let bytes = bytes.count > room ? Self.whole(bytes[..<room]) : bytes[...]
    if case .text(isError, var text)? = parts.last {
      text += bytes
      parts[parts.count - 1] = .text(isError: isError, text)
    } else {
      parts.append(.text(isError: isError, Array(bytes)))
    }
  }

  /// The bytes without the beginning of a character whose end is cut off.
  private static func whole(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let tail = bytes.suffix(4).reversed().prefix { $0 & 0xC0 == 0x80 }.count
    guard let lead = bytes.dropLast(tail).last, lead >= 0xC0 else { return bytes }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    return tail + 1 < length ? bytes.dropLast(tail + 1) : bytes
  }

  mutating func append(_ figure: Figure) { parts.append(.figure(figure)) }

  /// The text of standard error so far.
  var errorText: String {
    parts.map { part in
      if case .text(true, let bytes) = part { return Self.shown(bytes) }
      return ""
    }.joined()
  }

  /// Printed bytes as a reader sees them.
  private static func shown(_ bytes: [UInt8]) -> String {
    PrintedText.settled(CellModuleName.shown(in: String(decoding: bytes, as: UTF8.self)))
  }

  /// The outputs; `dropping` names a line of standard error that is told elsewhere.
  func outputs(dropping line: String? = nil) -> [CellOutput] {
    var outputs: [CellOutput] = []
    for part in parts {
      switch part {
      case .figure(let figure): outputs.append(.figure(figure))
      case .text(let isError, let bytes):
        var text = Self.shown(bytes)
        if isError, let line, let found = text.range(of: line, options: .backwards) {
          text.removeSubrange(found)
          if text.allSatisfy(\.isWhitespace) { continue }
        }
        outputs.append(isError ? .standardError(text) : .standardOutput(text))
      }
    }
    if printed > Self.kept {
      outputs.append(.truncated(stream: "output", keptBytes: Self.kept))
    }
    return outputs
  }
}

extension CellOutput {
  /// The same outputs, neighbouring pieces of one stream as one.
  static func joined(_ outputs: [CellOutput]) -> [CellOutput] {
    var joined: [CellOutput] = []
    for output in outputs {
      switch (joined.last, output) {
      case (.standardOutput(let text)?, .standardOutput(let more)):
        joined[joined.count - 1] = .standardOutput(text + more)
      case (.standardError(let text)?, .standardError(let more)):
        joined[joined.count - 1] = .standardError(text + more)
      default: joined.append(output)
      }
    }
    return joined
  }
}
