extension WordVectors {
  /// Some words in the plane of their two principal components.
  public func plane(of words: [String]) -> [(word: String, x: Double, y: Double)] {
    require(
      words.count > 1 && size > 1,
      "plane: \(words.count) words of \(size) floats; 2 words and 2 floats are the least")
    let rows = Tensor(words.flatMap { vector(of: $0) }, shape: [words.count, size])
    let places = PrincipalComponents(rows).project(rows).elements
    return words.enumerated().map {
      (word: $1, x: Double(places[2 * $0]), y: Double(places[2 * $0 + 1]))
    }
  }
}
