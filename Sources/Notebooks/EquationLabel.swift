/// `{#eq-loss}` behind the dollar signs of a display formula, as Quarto writes it.
struct EquationLabel {
  let name: String
  /// The offset behind the brace.
  let end: Int

  /// Reads the label at the start of a range, after blanks; `nil` if none stands there.
  init?(_ source: SourceText, in range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound, source.bytes[start] == 0x20 || source.bytes[start] == 0x09 {
      start += 1
    }
    guard start + 2 < range.upperBound, source.has(Array("{#eq-".utf8), at: start) else {
      return nil
    }
    let label = source.bytes[start + 2..<range.upperBound].prefix(while: CellOptions.isLabelByte)
    guard label.count > 3, label.endIndex < range.upperBound,
      source.bytes[label.endIndex] == UInt8(ascii: "}")
    else { return nil }
    name = String(decoding: label, as: UTF8.self)
    end = label.endIndex + 1
  }
}
