internal import Foundation

/// A node of what the compiler's parser prints as JSON.
struct SyntaxNode {
  private var fields: [String: Any]

  private init(_ fields: [String: Any]) { self.fields = fields }

  /// The top-level items of a parsed file.
  static func items(ofFile json: Data) -> [SyntaxNode]? {
    guard let tree = try? JSONSerialization.jsonObject(with: json) as? [String: Any] else {
      return nil
    }
    return SyntaxNode(tree).nodes("items")
  }

  /// What the parser calls this kind of node.
  var kind: String { fields["_kind"] as? String ?? "" }
  /// The declared name.
  var name: String? {
    let base = (fields["name"] as? [String: Any])?["base_name"] as? [String: Any]
    return base?["name"] as? String
  }
  /// The labels of a function's arguments.
  var labels: [String] { (fields["name"] as? [String: Any])?["args"] as? [String] ?? [] }
  /// Bytes before its first token.
  var start: Int? { (fields["range"] as? [String: Any])?["start"] as? Int }
  /// Bytes before its last token.
  var lastToken: Int? { (fields["range"] as? [String: Any])?["end"] as? Int }

  func node(_ key: String) -> SyntaxNode? { (fields[key] as? [String: Any]).map(SyntaxNode.init) }

  func nodes(_ key: String) -> [SyntaxNode] {
    (fields[key] as? [[String: Any]] ?? []).map(SyntaxNode.init)
  }

  func text(_ key: String) -> String? { fields[key] as? String }

  func flag(_ key: String) -> Bool { fields[key] as? Bool ?? false }

  /// This node and all below it, for which `enter` says so; parents come before their children.
  func all(enter: (SyntaxNode) -> Bool = { _ in true }) -> [SyntaxNode] {
    var found: [SyntaxNode] = []
    var waiting: [Any] = [fields]
    while let next = waiting.popLast() {
      if let list = next as? [Any] {
        waiting += list
      } else if let fields = next as? [String: Any] {
        let node = SyntaxNode(fields)
        if fields["_kind"] != nil {
          guard enter(node) else { continue }
          found.append(node)
        }
        waiting += fields.filter { $0.key != "processed_init" }.values
      }
    }
    return found
  }
}
