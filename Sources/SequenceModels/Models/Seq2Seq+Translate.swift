extension Seq2Seq {
  /// Translates sources greedily.
  ///
  /// - Parameter length: the most tokens of a translation, with the end token.
  public func translate(_ sources: [[Int]], length: Int) -> [[Int]] {
    let starts = Array(repeating: MarkedVocabulary.start, count: sources.count)
    return greedy(
      self, from: read(sources), starts: starts, end: MarkedVocabulary.end, length: length
    ).map(\.tokens)
  }

  /// Translates sources by beam search; its end token is ``MarkedVocabulary/end``, whatever it names.
  public func translate(_ sources: [[Int]], by search: BeamSearch) -> [BeamSearch.Result] {
    var search = search
    search.end = MarkedVocabulary.end
    let starts = Array(repeating: MarkedVocabulary.start, count: sources.count)
    return search(self, from: read(sources), starts: starts)
  }

  /// The fraction of pairs whose translation is the target, token by token.
  ///
  /// - Parameter search: how to translate; greedily by default.
  public func exactMatch(on pairs: [Pair], by search: BeamSearch? = nil, batch: Int = 64) -> Double
  {
    require(!pairs.isEmpty, "exactMatch: there are no pairs")
    var right = 0
    let order = pairs.indices.sorted {
      (pairs[$0].source.count, $0) < (pairs[$1].source.count, $1)
    }
    for start in stride(from: 0, to: pairs.count, by: batch) {
      let part = order[start..<min(start + batch, pairs.count)].map { pairs[$0] }
      let length = 1 + (part.map(\.target.count).max() ?? 0)
      let sources = part.map(\.source)
      let found =
        search.map { search in
          translate(sources, by: search).map { $0.hypotheses.first?.tokens ?? [] }
        } ?? translate(sources, length: length + 1)
      right += zip(found, part).filter { $0 == $1.target }.count
    }
    return Double(right) / Double(pairs.count)
  }
}
