import Testing

@testable import SequenceModels

@Suite struct MeasureTests {
  @Test("Cross-entropy over uneven batches is that of all tokens together")
  func crossEntropySum() {
    var parts = CrossEntropySum()
    parts.add(mean: 2, tokens: 3, characters: 12, words: 2)
    parts.add(nats: 1, tokens: 1, characters: 2, words: 1)
    #expect(parts.mean == 7.0 / 4)
    #expect(abs(parts.perplexity - exponential(1.75)) < 1e-12)
    #expect(abs(parts.bitsPerCharacter - bits(nats: 0.5)) < 1e-15)
    #expect(abs(parts.bitsPerWord - bits(nats: 7.0 / 3)) < 1e-12)
    #expect(abs(parts.wordPerplexity - exponential(7.0 / 3)) < 1e-12)
  }

  @Test("Accuracy leaves out what has the weight 0; exact match counts whole sequences")
  func accuracies() {
    #expect(accuracy([1, 2, 3, 4], [1, 2, 0, 0]) == 0.5)
    #expect(accuracy([1, 2, 3, 4], [1, 2, 0, 0], weights: [1, 1, 1, 0]) == 2.0 / 3)
    #expect(exactMatch(["a", "b"], ["a", "c"]) == 0.5)
    #expect(exactMatch([[1, 2], [3]], [[1, 2], [3]]) == 1)
    #expect(Tensor([1, 3, 3, -1, -2, -3], shape: [2, 3]).argmax == [1, 0])
  }

  @Test("Precision, recall and F1 of a matrix worked by hand")
  func confusion() {
    // true 0: 0 0 1; true 1: 1 2; true 2: 2 2 0; class 3 never
    let matrix = ConfusionMatrix(
      [0, 0, 1, 1, 2, 2, 2, 0], [0, 0, 0, 1, 1, 2, 2, 2], classes: 4)
    #expect(matrix.counts == [[2, 1, 0, 0], [0, 1, 1, 0], [1, 0, 2, 0], [0, 0, 0, 0]])
    #expect(matrix.precision(0) == 2.0 / 3 && matrix.recall(0) == 2.0 / 3)
    #expect(matrix.precision(1) == 0.5 && matrix.recall(1) == 0.5 && matrix.f1(1) == 0.5)
    #expect(matrix.f1(3) == 0 && matrix.precision(3) == 0)
    #expect(matrix.accuracy == 5.0 / 8)
    #expect(abs(matrix.macroF1 - (2.0 / 3 + 0.5 + 2.0 / 3) / 4) < 1e-15)
    #expect(abs(matrix.macroRecall - (2.0 / 3 + 0.5 + 2.0 / 3) / 4) < 1e-15)
  }

  @Test(
    "Edit distances",
    arguments: [
      ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0),
      ("intention", "execution", 5), ("ab", "ba", 2),
    ])
  func distance(from: String, to: String, expected: Int) {
    #expect(editDistance(Array(from), Array(to)) == expected)
    let edits = alignment(Array(from), Array(to))
    let cost = edits.count { if case .keep = $0 { false } else { true } }
    #expect(cost == expected)
    var result = ""
    var source = ""
    for edit in edits {
      switch edit {
      case .keep(let element):
        result.append(element)
        source.append(element)
      case .replace(let old, let new):
        result.append(new)
        source.append(old)
      case .delete(let element): source.append(element)
      case .insert(let element): result.append(element)
      }
    }
    #expect(result == to && source == from)
  }
}
