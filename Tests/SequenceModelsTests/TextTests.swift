import Testing

@testable import SequenceModels

@Suite struct TextTests {
  @Test("Characters are numbered by code point, and decoding gives the text back")
  func charactersRoundTrip() {
    let text = "zażółć\nabc"
    let vocabulary = CharacterVocabulary(text)
    #expect(vocabulary.decode(vocabulary.encode(text)) == text)
    #expect(vocabulary.characters.prefix(3) == ["\n", "a", "b"])
    #expect(vocabulary.count == 9)
  }

  @Test("Words are numbered from the most frequent on, equal ones by code point")
  func wordsAreSorted() {
    let vocabulary = Vocabulary("b a c b\nb  a d")
    #expect(vocabulary.words == ["b", "a", "c", "d"])
    #expect(vocabulary.unknown == nil)
    #expect(vocabulary.decode(vocabulary.encode("a  c\nb")) == "a c b")
  }

  @Test("Rare words become <unk>, by count and by limit")
  func rareWords() {
    let byCount = Vocabulary("b a c b b a d", minimumCount: 2)
    #expect(byCount.words == ["<unk>", "b", "a"])
    #expect(byCount.encode("a c never") == [2, 0, 0])
    #expect(Vocabulary("b a c b b a d", limit: 3).words == ["<unk>", "b", "a"])
    #expect(Vocabulary("b <unk> a <unk>", minimumCount: 2).words == ["<unk>"])
  }

  @Test("Batches read every strip in order, targets one token later")
  func batchesReadStripsInOrder() {
    let text = Array(0..<23)
    let batches = TextBatches(text, batch: 2, time: 3)
    #expect(batches.stepsPerEpoch == 3)
    let steps = (0..<4).map { batches[$0] }
    #expect(steps[0].inputs == [[0, 1, 2], [11, 12, 13]])
    #expect(steps[2].targets == [[7, 8, 9], [18, 19, 20]])
    #expect(steps.map(\.isFirst) == [true, false, false, true])
  }

  @Test("Random windows are pieces of the text, and reach its first and last token")
  func windowsArePieces() {
    var generator = SplitMix64(seed: 51)
    let windows = RandomWindows(Array(0..<9), batch: 4, time: 3)
    var starts: Set<Int> = []
    for _ in 0..<50 {
      let (inputs, targets) = windows.draw(using: &generator)
      for (x, y) in zip(inputs, targets) {
        #expect(x == Array(x[0]..<(x[0] + 3)) && y == x.map { $0 + 1 })
        starts.insert(x[0])
      }
    }
    #expect(starts == Set(0...5))
  }

  @Test("At a reset the sum of the task starts anew")
  func resetsDropTheSum() {
    var generator = SplitMix64(seed: 52)
    let batch = ResetTask(resetProbability: 0.3).batch(3, length: 40, using: &generator)
    for row in 0..<3 {
      var sum: Float = 0
      for step in 0..<40 {
        let isReset = batch.inputs[row, step, 1] == 1
        #expect(isReset == batch.resets[row][step])
        sum = isReset ? 0 : sum + batch.inputs[row, step, 0]
        #expect(batch.targets[row, step, 0] == sum)
      }
    }
    #expect(batch.resets.joined().contains(true))
  }
}
