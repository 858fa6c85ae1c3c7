/// What beam search looked at: a tree of tokens, to draw.
public struct SearchTree: Sendable {
  /// A token after those of its ancestors.
  public struct Node: Sendable {
    /// The node of the token before; the root has none.
    public var parent: Int?
    /// The token.
    public var token: Int
    /// Tokens from the root: 0 for the root itself.
    public var depth: Int
    /// Σ ln P from the root.
    public var logProbability: Double
    /// The log-probability divided by the length normalisation.
    public var score: Double
    /// What became of it.
    public var fate: Fate
  }

  /// What becomes of a node.
  public enum Fate: String, Sendable {
    /// It was among the best of its depth.
    case kept
    /// It was not.
    case pruned
    /// The hypothesis ended here.
    case finished
  }

  /// All nodes; parents before children, each depth from the best to the worst.
  public internal(set) var nodes: [Node]

  init(start: Int) {
    nodes = [
      Node(parent: nil, token: start, depth: 0, logProbability: 0, score: 0, fate: .kept)
    ]
  }

  /// The tokens from the root to a node, without the root's.
  public func tokens(to node: Int) -> [Int] {
    path(to: node).dropFirst().map { nodes[$0].token }
  }

  /// The nodes from the root to a node.
  public func path(to node: Int) -> [Int] {
    require(nodes.indices.contains(node), "SearchTree: node \(node) is not among \(nodes.count)")
    var path = [node]
    while let parent = nodes[path[path.count - 1]].parent { path.append(parent) }
    return path.reversed()
  }
}
