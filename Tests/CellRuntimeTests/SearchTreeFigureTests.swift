import CellRuntime
import Testing

@Suite struct SearchTreeFigureTests {
  @Test("A search's tree is drawn by rank, with the best way and what was given up apart")
  func tree() {
    let language = ContextDecoder(vocabularySize: 3) {
      $0.count == 1 ? [0.5, 0.4, 0.1] : [0, 1, 0]
    }
    let result = BeamSearch(width: 2, length: 2, prunedNodes: 1)(
      language, from: language.initialState(batch: 1), start: 0)
    let chart = result.tree.chart("tree") { "w\($0)" }
    let links = chart.marks.compactMap { mark -> LinkMark? in
      if case .links(let links) = mark { return links }
      return nil
    }
    #expect(links.map(\.name) == ["given up", "kept", "best"])
    #expect(links[0].isPale && !links[0].x.values.isEmpty)
    // The best way starts at the root and goes down one token at a time, along rank 1.
    #expect(
      links[2].endX.values == [1, 2] && links[2].endY.values == [1, 1] && chart.y.isReversed)
    guard case .points(let points)? = chart.marks.last else {
      Issue.record("no points")
      return
    }
    #expect(
      points.labels.count == result.tree.nodes.count && points.labels[0] == ""
        && points.labels[1] == "w0")
  }
}
