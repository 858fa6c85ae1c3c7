internal import Basics

/// Finds the exact place of something whose place libcmark tells only roughly.
enum SourceSearch {
  /// Beyond this many bytes the hint is kept, so that searching stays linear.
  private static let reach = 4096

  /// The offset of `needle` at the hint, or the next one from the hint's line on that is accepted.
  static func offset(
    of needle: [UInt8], in source: SourceText, near hint: SourceLocation, from start: Int,
    ignoringCase: Bool = false, accept: (Int) -> Bool
  ) -> Int? {
    let exact = source.offset(of: hint)
    func isHere(_ offset: Int) -> Bool {
      guard offset + needle.count <= source.bytes.count else { return false }
      return zip(needle, source.bytes[offset...]).allSatisfy {
        $0 == $1 || ignoringCase && CellOptions.isLetter($0) && $0 == $1 | 0x20
      }
    }
    if exact >= start, isHere(exact), accept(exact) { return exact }
    var offset = max(source.line(hint.line).lowerBound, start)
    let end = min(max(exact, offset) + reach, source.bytes.count - needle.count + 1)
    while offset < end {
      if source.bytes[offset] == needle[0], isHere(offset), accept(offset) { return offset }
      offset += 1
    }
    return nil
  }
}
