/// Where a text is cut before byte pairs are merged; the chunks, one after the other, are the text.
enum BytePairChunks {
  /// No chunk is longer, but for the rest of a character: a text without spaces stays fast.
  static let longest = 64

  /// Bytes of the longest chunk, with the rest of a character.
  static let most = longest + 3

  private enum Kind { case space, punctuation, letter }

  private static func kind(_ byte: UInt8) -> Kind {
    switch byte {
    case 9...13, 32: .space
    case 33...47, 58...64, 91...96, 123...126: .punctuation
    default: .letter
    }
  }

  static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var chunks: [ArraySlice<UInt8>] = []
    var start = 0
    for place in text.indices.dropFirst() {
      let (last, next) = (kind(text[place - 1]), kind(text[place]))
      let isContinuation = text[place] & 0xC0 == 0x80
      let turns = next == .space || (last != next && last != .space)
      guard turns || (place - start >= longest && !isContinuation) else { continue }
      chunks.append(text[start..<place])
      start = place
    }
    if start < text.count { chunks.append(text[start...]) }
    return chunks
  }
}
