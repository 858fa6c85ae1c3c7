/// The beam of one sequence during a ``BeamSearch``.
struct Beam {
  private let search: BeamSearch
  private var tree: SearchTree
  /// Nodes, the best first.
  private var open = [0]
  /// Nodes by score, of equal ones those that finished first.
  private var finished: [Int] = []
  private var steps = 0
  private var continued = 0

  init(_ search: BeamSearch, start: Int) {
    self.search = search
    tree = SearchTree(start: start)
  }

  /// The last token of every open hypothesis; empty once the search is done.
  var openTokens: [Int] { open.map { tree.nodes[$0].token } }

  /// Continues every open hypothesis by every token and keeps the best.
  ///
  /// - Returns: for each hypothesis that is open now the rank of the one it continues.
  mutating func advance(_ logProbabilities: UnsafePointer<Float>, _ columns: Int) -> [Int] {
    steps += 1
    continued += open.count
    // A hypothesis ends in one way only, so that of 2 · width candidates width do not end.
    var best = BestCandidates(limit: 2 * search.width + search.prunedNodes)
    for (rank, node) in open.enumerated() {
      best.offer(
        logProbabilities + rank * columns, count: columns, after: tree.nodes[node].logProbability,
        rank: rank)
    }
    let divisor = search.normalization.divisor(length: steps)
    var next: [Int] = []
    var parents: [Int] = []
    var pruned = 0
    for (place, candidate) in best.candidates.enumerated() {
      var node = SearchTree.Node(
        parent: open[candidate.rank], token: candidate.token, depth: steps,
        logProbability: candidate.score, score: candidate.score / divisor, fate: .pruned)
      let ends = search.end.map { candidate.token == $0 } ?? (steps == search.length)
      if ends, place < search.width {
        node.fate = .finished
        finish(node, tree.nodes.count)
      } else if !ends, next.count < search.width {
        node.fate = .kept
        next.append(tree.nodes.count)
        parents.append(candidate.rank)
      } else if pruned < search.prunedNodes {
        pruned += 1
      } else {
        continue
      }
      tree.nodes.append(node)
    }
    // At the limit of length nothing is continued, but what was cut off stays a hypothesis.
    open = next
    guard !isDone else {
      cutOff = steps == search.length ? next : []
      open = []
      return []
    }
    return parents
  }

  private var cutOff: [Int] = []

  private mutating func finish(_ node: SearchTree.Node, _ number: Int) {
    var place = finished.count
    while place > 0, tree.nodes[finished[place - 1]].score < node.score { place -= 1 }
    finished.insert(number, at: place)
  }

  private var isDone: Bool {
    guard steps < search.length, !open.isEmpty else { return true }
    switch search.stopping {
    case .early: return finished.count >= search.width
    case .certain:
      guard finished.count >= search.count else { return false }
      // Log-probabilities only fall, and the longest hypothesis is divided by most.
      let bound =
        tree.nodes[open[0]].logProbability
        / search.normalization.divisor(length: search.length)
      return tree.nodes[finished[search.count - 1]].score >= bound
    }
  }

  var result: BeamSearch.Result {
    let hypotheses = (finished + cutOff).prefix(search.count).map { number in
      let node = tree.nodes[number]
      let tokens = tree.tokens(to: number)
      let hasEnd = search.end != nil && node.fate == .finished
      return Hypothesis(
        tokens: hasEnd ? tokens.dropLast() : tokens, logProbability: node.logProbability,
        score: node.score, isFinished: node.fate == .finished)
    }
    return BeamSearch.Result(
      hypotheses: Array(hypotheses), tree: tree, steps: steps, continued: continued)
  }
}
