extension TextCNN {
  /// What a filter found in a sentence: the window that gave its largest value.
  public struct Firing: Equatable, Sendable {
    /// Which sentence.
    public var sentence: Int
    /// The window's first token.
    public var position: Int
    /// The window's tokens; fewer than the filter's width where the sentence is shorter.
    public var tokens: [Int]
    /// The filter's value there, after the rectifier; 0 means that it did not fire.
    public var value: Float
  }

  /// Where a filter fires most, the strongest first; equal ones in the order of the sentences.
  ///
  ///     for firing in model.firings(of: 7, width: 3, in: sentences).prefix(5) {
  ///       print(firing.value, vocabulary.decode(firing.tokens))
  ///     }
  ///
  /// - Parameter sentences: `[sentence][token]`, of any lengths.
  public func firings(of filter: Int, width: Int, in sentences: [[Int]]) -> [Firing] {
    guard let convolution = convolutions.first(where: { $0.width == width }) else {
      fatalError("firings: no filters of width \(width); there are \(convolutions.map(\.width))")
    }
    let filters = convolution.weight.value.shape[0]
    require(
      filter >= 0 && filter < filters,
      "firings: there is no filter \(filter) among the \(filters) of width \(width)")
    return sentences.enumerated().compactMap { row, tokens -> Firing? in
      if tokens.isEmpty { return nil }
      let (e, lengths) = vectors([tokens], nil, nil)
      let values = convolution(e).value
      let count = Self.windows(convolution, lengths)[0]
      let best = (0..<count).reduce(0) { values[0, $1, filter] > values[0, $0, filter] ? $1 : $0 }
      return Firing(
        sentence: row, position: best, tokens: Array(tokens[best...].prefix(width)),
        value: max(values[0, best, filter], 0))
    }.sorted { ($1.value, $0.sentence) < ($0.value, $1.sentence) }
  }

  /// How far each filter of a width moves the logits of a class for each unit of its value: the head's
  /// weights, `[filter]`. The filters that speak for a class are those with the largest.
  public func votes(for label: Int, width: Int) -> [Float] {
    let weight = head.weight.value
    require(
      label >= 0 && label < weight.shape[0],
      "votes: class \(label) is outside the \(weight.shape[0]) classes")
    guard let place = convolutions.firstIndex(where: { $0.width == width }) else {
      fatalError("votes: no filters of width \(width); there are \(convolutions.map(\.width))")
    }
    let filters = convolutions[place].weight.value.shape[0]
    return (0..<filters).map { weight[label, place * filters + $0] }
  }
}
