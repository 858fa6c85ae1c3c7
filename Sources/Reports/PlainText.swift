internal import Notebooks

/// The words of prose without its marks.
enum PlainText {
  /// The words of some events; inline values are left out unless they are given.
  static func of(
    _ events: some Sequence<Document.Event>, inlineValues: [String?] = []
  ) -> String {
    var text = ""
    for case .leaf(let leaf, _) in events {
      switch leaf {
      case .text(let part), .code(let part), .math(let part, _), .equation(let part, _):
        text += part
      case .codeBlock(_, let part): text += part
      case .softBreak, .lineBreak: text += " "
      case .crossReference(let label): text += "@\(label)"
      case .inlineValue(let index):
        if inlineValues.indices.contains(index) { text += inlineValues[index] ?? "" }
      case .htmlBlock, .htmlInline, .thematicBreak, .cell, .headingLabel: break
      }
    }
    return text
  }
}
