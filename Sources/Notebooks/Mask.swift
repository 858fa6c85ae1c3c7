/// A stretch of the file that libcmark must not read: TeX, or a table.
///
/// A placeholder of private-use characters stands for it in the text that libcmark parses.
struct Mask {
  enum Content {
    case math(String, display: Bool)
    /// A display formula with the label behind it.
    case equation(String, label: String)
    case table(PipeTable)
    /// A line `---` below a table, which libcmark would take for the underline of a heading.
    case rule
  }

  /// Offsets in the file; may span lines.
  var range: Range<Int>
  var content: Content
  /// Where the content of each further line starts, after block quote markers and blanks.
  var continuations: [Int] = []
  /// Whether the mask belongs to a table's cell and is written with it.
  var isInTable = false
}

/// Characters that do not occur in the file, to build placeholders from.
struct Markers {
  /// Opens a placeholder; the mask's index and ``close`` follow.
  let open: Unicode.Scalar
  let close: Unicode.Scalar
  /// Stands for a further line of a mask.
  let continuation: Unicode.Scalar
  /// Starts a paragraph made from a table's cell.
  let cell: Unicode.Scalar

  /// Finds free characters in the private use area, or fails if the text uses nearly all.
  init?(for source: SourceText) {
    var used: Set<UInt32> = []
    let bytes = source.bytes
    for index in bytes.indices where bytes[index] == 0xEE || bytes[index] == 0xEF {
      used.insert(
        UInt32(bytes[index] & 0xF) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6
          | UInt32(bytes[index + 2] & 0x3F))
    }
    let all = (UInt32(0xE000)...0xF8FF).lazy
    let free: [Unicode.Scalar] = Array(
      all.filter { !used.contains($0) }.compactMap { Unicode.Scalar($0) }.prefix(4))
    guard free.count == 4 else { return nil }
    (open, close, continuation, cell) = (free[0], free[1], free[2], free[3])
  }
}
