import Ccmark

/// The one place that talks to libcmark.
enum CommonMark {
  /// A node as libcmark tells it; lines and columns are those of the text it was given.
  struct Node {
    var kind: Kind
    var line: Int
    var column: Int
    var endLine: Int
  }

  enum Kind {
    case document, blockQuote, item, paragraph, thematicBreak, softBreak, lineBreak
    case emphasis, strong
    case list(start: Int?, tight: Bool)
    case heading(Int)
    case codeBlock(info: String, text: String)
    case htmlBlock(String), htmlInline(String), text(String), code(String)
    case link(destination: String, title: String)
    case image(destination: String, title: String)
    /// An element that only a structural walk leaves unread.
    case unread

    /// Whether the walk reports an exit for it.
    var isContainer: Bool {
      switch self {
      case .document, .blockQuote, .item, .paragraph, .emphasis, .strong, .list, .heading, .link,
        .image:
        true
      default: false
      }
    }

    var isBlock: Bool {
      switch self {
      case .document, .blockQuote, .item, .paragraph, .thematicBreak, .list, .heading, .codeBlock,
        .htmlBlock:
        true
      default: false
      }
    }
  }

  /// Parses a text and visits its nodes in order; leaves are visited once, entering.
  static func walk(
    _ text: [UInt8], blocksOnly: Bool = false,
    visit: (_ node: Node, _ entering: Bool) throws -> Void
  ) rethrows {
    let parsed = text.withUnsafeBytes { buffer in
      cmark_parse_document(
        buffer.bindMemory(to: CChar.self).baseAddress, buffer.count, CMARK_OPT_DEFAULT)
    }
    guard let root = parsed else { return }
    defer { cmark_node_free(root) }
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE else { break }
      guard let node = cmark_iter_get_node(iterator) else { continue }
      if blocksOnly, cmark_node_get_type(node).rawValue > CMARK_NODE_LAST_BLOCK.rawValue {
        continue
      }
      try visit(
        Node(
          kind: kind(of: node, blocksOnly: blocksOnly),
          line: Int(cmark_node_get_start_line(node)),
          column: Int(cmark_node_get_start_column(node)),
          endLine: Int(cmark_node_get_end_line(node))),
        event == CMARK_EVENT_ENTER)
    }
  }

  private static func kind(of node: OpaquePointer, blocksOnly: Bool) -> Kind {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST:
      .list(
        start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
          ? Int(cmark_node_get_list_start(node)) : nil,
        tight: cmark_node_get_list_tight(node) != 0)
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading(Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case _ where blocksOnly: .unread
    case CMARK_NODE_CODE_BLOCK:
      .codeBlock(info: string(cmark_node_get_fence_info(node)), text: literal(node))
    case CMARK_NODE_HTML_BLOCK: .htmlBlock(literal(node))
    case CMARK_NODE_TEXT: .text(literal(node))
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code(literal(node))
    case CMARK_NODE_HTML_INLINE: .htmlInline(literal(node))
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK:
      .link(
        destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      .image(
        destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    default: .unread
    }
  }

  private static func literal(_ node: OpaquePointer) -> String {
    string(cmark_node_get_literal(node))
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}
