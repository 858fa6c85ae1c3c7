/// Addresses, in which a dollar sign opens no formula.
extension MathScanner {
  /// Whether a byte may stand at the start of an address, or within its first part.
  func isAddressMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "w"): true
    default: false
    }
  }

  /// Where the address ends to which the byte at `offset` belongs; `offset` if it belongs to none.
  ///
  /// That is `<scheme:…>`, `scheme://…`, `www.…` and what stands in the parentheses of a link.
  func addressEnd(from offset: Int, in segment: Range<Int>) -> Int {
    let bytes = source.bytes[offset..<segment.upperBound]
    switch source.bytes[offset] {
    case UInt8(ascii: "<"):
      let inner = bytes.dropFirst()
      let scheme = inner.prefix { CellOptions.isLabelByte($0) || $0 == 0x2B || $0 == 0x2E }
      guard scheme.count > 1, scheme.first.map(CellOptions.isLetter) == true,
        inner.dropFirst(scheme.count).first == UInt8(ascii: ":")
      else { return offset }
      return closing(inner) ?? offset
    case UInt8(ascii: ":"):
      let isAddress =
        offset > segment.lowerBound && CellOptions.isLabelByte(source.bytes[offset - 1])
        && source.has(Array("://".utf8), at: offset)
      return isAddress ? bareEnd(bytes) : offset
    case UInt8(ascii: "w"):
      let isWord =
        offset > segment.lowerBound && CellOptions.isLabelByte(source.bytes[offset - 1])
      return !isWord && source.has(Array("www.".utf8), at: offset) ? bareEnd(bytes) : offset
    case UInt8(ascii: "]"):
      guard bytes.dropFirst().first == UInt8(ascii: "(") else { return offset }
      let inner = bytes.dropFirst(2)
      if inner.first == UInt8(ascii: "<") { return closing(inner.dropFirst()) ?? offset }
      return destinationEnd(inner)
    default: return offset
    }
  }

  /// Behind the `>` that ends an address, in which no space stands.
  private func closing(_ bytes: ArraySlice<UInt8>) -> Int? {
    let content = bytes.prefix { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    guard content.endIndex < bytes.endIndex, bytes[content.endIndex] == UInt8(ascii: ">") else {
      return nil
    }
    return content.endIndex + 1
  }

  private func bareEnd(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix { $0 > 0x20 && !"<>\"()[]`|".utf8.contains($0) }.endIndex
  }

  /// The end of a link's destination: a space, or the parenthesis that closes it.
  private func destinationEnd(_ bytes: ArraySlice<UInt8>) -> Int {
    var depth = 0
    var index = bytes.startIndex
    while index < bytes.endIndex, bytes[index] > 0x20 {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]") where source.has([0x5D, 0x28], at: index): return bytes.startIndex
      case UInt8(ascii: ")"):
        if depth == 0 { return index }
        depth -= 1
      default: break
      }
      index += 1
    }
    // Without its end it is no link, and its dollar signs count.
    return index < bytes.endIndex && depth == 0 ? index : bytes.startIndex
  }
}
