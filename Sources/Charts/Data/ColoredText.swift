/// A text whose pieces, characters mostly, are coloured by a value each: what one unit does while
/// it reads (Karpathy, Johnson and Fei-Fei, 2015).
public struct ColoredText: Sendable, Equatable, Codable, FigureConvertible {
  /// What might have come next, and how probable it was.
  public struct Candidate: Sendable, Equatable, Codable {
    /// The character or token.
    public var text: String
    /// Its probability.
    public var probability: Number

    /// A candidate.
    public init(_ text: String, _ probability: some ChartNumber) {
      self.text = text
      self.probability = Number(probability.chartValue)
    }
  }

  /// What the colours show.
  public var title: String
  /// The characters or tokens, in the order of reading.
  public var pieces: [String]
  /// The value of each.
  public var values: Numbers
  /// How a value becomes a colour.
  public var scale: ColorScale
  /// The values of the first and last colour; `nil` fits the values.
  public var limits: ClosedRange<Double>?
  /// What the values are.
  public var legend: String
  /// The likeliest next pieces under each piece, likeliest first; or none at all.
  public var candidates: [[Candidate]]

  /// Pieces with a value each. Stops the program if the lists differ in length.
  public init<Value: ChartNumber>(
    _ title: String, pieces: [String], values: some Sequence<Value>,
    scale: ColorScale = .diverging, limits: ClosedRange<Double>? = nil, legend: String = "",
    candidates: [[Candidate]] = []
  ) {
    self.title = title
    self.pieces = pieces
    self.values = Numbers(values)
    self.scale = scale
    self.limits = limits
    self.legend = legend
    self.candidates = candidates
    if pieces.count != self.values.count {
      fatalError(
        """
        ColoredText("\(title)"): there are \(pieces.count) pieces of text and \
        \(self.values.count) values. Pass a value for each piece.
        """)
    }
    if !candidates.isEmpty && candidates.count != pieces.count {
      fatalError(
        """
        ColoredText("\(title)"): there are \(pieces.count) pieces of text and candidates for \
        \(candidates.count). Pass candidates for each piece, or none.
        """)
    }
  }

  /// The characters of a text with a value each.
  public init<Value: ChartNumber>(
    _ title: String, text: String, values: some Sequence<Value>, scale: ColorScale = .diverging,
    limits: ClosedRange<Double>? = nil, legend: String = "", candidates: [[Candidate]] = []
  ) {
    self.init(
      title, pieces: text.map { String($0) }, values: values, scale: scale, limits: limits,
      legend: legend, candidates: candidates)
  }

  /// The text as a figure.
  public var figure: Figure { .coloredText(self) }
}
