/// A vector per token.
///
/// Tokens `[batch][time]`, output `[batch, time, size]`.
public struct Embedding: Layer {
  /// `[vocabularySize, size]`.
  public let weight: Parameter

  /// Vectors start normal with standard deviation 1, as PyTorch's do.
  public init(
    vocabularySize: Int, size: Int, using generator: inout some RandomNumberGenerator
  ) {
    weight = Parameter(
      Initializer.normal([vocabularySize, size], using: &generator))
  }

  /// Its parameters.
  public var children: Children { ["weight": weight] }

  /// The vectors of the tokens; all rows have the same length. Without a tape no gradient is recorded.
  public func callAsFunction(_ tokens: [[Int]], _ tape: Tape? = nil) -> Variable {
    let time = tokens.first?.count ?? 0
    require(
      tokens.allSatisfy { $0.count == time },
      "embedding: the rows of the batch differ in length (\(tokens.map(\.count))); pad them")
    let (table, indices) = (tape(weight), tokens.flatMap { $0 })
    var vectors = Gather(indices: indices, leading: [tokens.count, time])(table)
    vectors.origin = TableRows(table, indices)
    return vectors
  }
}
