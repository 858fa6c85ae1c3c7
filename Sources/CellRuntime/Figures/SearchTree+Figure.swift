public import Charts
public import SequenceModels

extension SearchTree: FigureConvertible {
  /// The tree with its tokens' numbers.
  public var figure: Figure { chart("What beam search looked at").figure }

  /// The tree from left to right, one column per token, the best of each column on top. What was given
  /// up is pale; the way to the best hypothesis is drawn on its own.
  ///
  ///     show(beam.tree.chart("The second best start wins") { words[$0] })
  public func chart(_ title: String, word: (Int) -> String = { "\($0)" }) -> Chart {
    var ranks = [Int](repeating: 0, count: nodes.count)
    var counts: [Int: Int] = [:]
    for place in nodes.indices {
      counts[nodes[place].depth, default: 0] += 1
      ranks[place] = counts[nodes[place].depth] ?? 0
    }
    func place(_ node: Int) -> (x: Double, y: Double) {
      (Double(nodes[node].depth), Double(ranks[node]))
    }
    func links(_ children: [Int]) -> [(from: (x: Double, y: Double), to: (x: Double, y: Double))] {
      children.compactMap { child in nodes[child].parent.map { (place($0), place(child)) } }
    }
    let best = Set(bestNode.map(path) ?? [])
    let others = nodes.indices.filter { !best.contains($0) }
    let deepest = Double(counts.values.max() ?? 1)
    return Chart(title, x: "tokens", y: "rank")
      .yRange(0.5...(deepest + 0.5)).yReversed()
      .links(links(others.filter { nodes[$0].fate == .pruned }), name: "given up", isPale: true)
      .links(links(others.filter { nodes[$0].fate != .pruned }), name: "kept")
      .links(links(nodes.indices.filter(best.contains)), name: "best")
      .points(
        nodes.indices.map { place($0).x }, nodes.indices.map { place($0).y },
        labels: nodes.map { $0.parent == nil ? "" : word($0.token) })
  }

  /// The end of the best hypothesis: of those that finished, or else of the deepest that were kept.
  private var bestNode: Int? {
    let finished = nodes.indices.filter { nodes[$0].fate == .finished }
    let depth = nodes.map(\.depth).max()
    let ends = finished.isEmpty ? nodes.indices.filter { nodes[$0].depth == depth } : finished
    return ends.max { nodes[$0].score < nodes[$1].score }
  }
}
