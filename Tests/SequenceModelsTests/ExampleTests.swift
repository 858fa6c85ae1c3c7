import Testing

@testable import SequenceModels

// What an author writes in a cell; the doc comments' examples stand here too, so that they compile.

private struct Tagger: Layer {
  let embedding: Embedding, lstm: LSTM, head: Linear
  var children: Children { ["embedding": embedding, "lstm": lstm, "head": head] }
}

private struct Mine: AutoregressiveModel {
  let embedding: Embedding, lstm: LSTM, head: Linear
  var children: Children { ["embedding": embedding, "lstm": lstm, "head": head] }
  func initialState(batch: Int) -> LSTM.State { lstm.initialState(batch: batch) }
  func callAsFunction(
    _ tokens: [[Int]], _ state: LSTM.State, _ tape: Tape?
  ) -> (logits: Variable, state: LSTM.State) {
    let (output, next) = lstm(embedding(tokens, tape), state)
    return (head(output), next)
  }
}

/// Fifteen lines with most kinds of layer, as a cell would have them.
private struct Everything: Layer {
  let embedding: Embedding, positions: LearnedPositions, convolution: Conv1d, gru: GRU
  let attention: MultiHeadAttention, block: TransformerBlock, norm: LayerNorm, head: Linear
  var children: Children {
    [
      "embedding": embedding, "positions": positions, "convolution": convolution, "gru": gru,
      "attention": attention, "block": block, "norm": norm, "head": head,
    ]
  }
  func callAsFunction(_ tokens: [[Int]], _ tape: Tape, _ g: inout SplitMix64) -> Variable {
    let x = convolution(positions(embedding(tokens, tape)))
    let read = gru(Dropout(0.1)(x, using: &g)).output
    let seen = norm(read + attention(read, mask: .causal))
    return head(block(seen, mask: .causal, using: &g).maxOverTime())
  }
}

@Suite struct ExampleTests {
  @Test("A character model in eight lines comes close to the entropy of its text")
  func languageModelInEightLines() {
    var generator = SplitMix64(seed: 7)
    let story = StoryGrammar()
    let text = story.text(sentences: 400, using: &generator)
    let vocabulary = CharacterVocabulary(text)
    let (training, validation) = vocabulary.encode(text).split(0.9)
    let model = LanguageModel(
      vocabularySize: vocabulary.count, embeddingSize: 16, hiddenSize: 48, using: &generator)
    let history = train(
      model, on: training, validation: validation, batch: 16, time: 32, steps: 120,
      optimizer: Adam(learningRate: 1e-2), clip: 1, using: &generator)
    let unigram = NGramModel(order: 1, training, vocabularySize: vocabulary.count)
    let bigram = NGramModel(order: 2, training, vocabularySize: vocabulary.count)
    let models: [any TextModel] = [model, bigram, unigram]
    let scores = models.map { perplexity(of: $0, on: validation) }
    #expect(exponential(story.entropyPerCharacter) < scores[0])
    #expect(scores[0] < 0.6 * scores[1] && scores[1] < scores[2])
    #expect(history.losses.count == 120 && history.gradientNorms.count == 120)
    #expect(history.validation.map(\.step) == Array(stride(from: 12, through: 120, by: 12)))
    let tokens = sample(
      model, prompt: vocabulary.encode("the "), length: 60, temperature: 0.8, using: &generator)
    #expect(vocabulary.decode(tokens).contains(" "))
  }

  @Test("A model of one's own trains in a loop of one's own")
  func ownModelAndLoop() {
    var generator = SplitMix64(seed: 8)
    let model = Mine(
      embedding: Embedding(vocabularySize: 6, size: 4, using: &generator),
      lstm: LSTM(4, 12, forgetBias: 1, using: &generator), head: Linear(12, 6, using: &generator))
    let windows = RandomWindows((0..<400).map { $0 * $0 % 6 }, batch: 8, time: 12)
    var adam = Adam(learningRate: 0.02)
    var losses: [Float] = []
    for _ in 0..<80 {
      let batch = windows.draw(using: &generator)
      let (logits, _) = model(batch.inputs, model.initialState(batch: 8), Tape())
      let loss = logits.crossEntropy(batch.targets)
      adam.minimize(loss, of: model, clip: 1)
      losses.append(loss.value.scalar)
    }
    #expect(losses[0] > 1.5 && losses[79] < 0.3)
  }

  @Test("A model of one's own can use every kind of layer")
  func ownModelOfEverything() {
    var generator = SplitMix64(seed: 12)
    let model = Everything(
      embedding: Embedding(vocabularySize: 7, size: 6, using: &generator),
      positions: LearnedPositions(length: 9, size: 6, using: &generator),
      convolution: Conv1d(6, 6, width: 3, padding: .same, using: &generator),
      gru: GRU(6, 4, bidirectional: true, using: &generator),
      attention: MultiHeadAttention(8, heads: 2, using: &generator),
      block: TransformerBlock(8, heads: 2, using: &generator), norm: LayerNorm(8),
      head: Linear(8, 2, using: &generator))
    // Whether a sentence has the pair 1 2.
    let sentences = (0..<64).map { _ in (0..<9).map { _ in generator.index(below: 7) } }
    let planted = sentences.enumerated().map {
      $0 % 2 == 0 ? $1 : Array($1[..<4]) + [1, 2] + $1[6...]
    }
    let labels = planted.map { zip($0, $0.dropFirst()).contains { $0 == (1, 2) } ? 1 : 0 }
    var adam = Adam(learningRate: 0.02)
    var losses: [Float] = []
    for _ in 0..<60 {
      let loss = model(planted, Tape(), &generator).crossEntropy(labels)
      adam.minimize(loss, of: model, clip: 1)
      losses.append(loss.value.scalar)
    }
    #expect(losses[0] > 0.4 && losses[59] < 0.1)
    #expect(model.parameters.allSatisfy { $0.parameter.gradient != nil })
  }

  @Test("A model of two layers answers per step of a sequence of numbers")
  func taggerListsItsParts() {
    var generator = SplitMix64(seed: 9)
    let tagger = Tagger(
      embedding: Embedding(vocabularySize: 3, size: 2, using: &generator),
      lstm: LSTM(2, 3, using: &generator), head: Linear(3, 2, using: &generator))
    let answers = tagger.head(tagger.lstm(tagger.embedding([[0, 1, 2]])).output)
    #expect(answers.shape == [1, 3, 2])
    #expect(tagger.parameters.map(\.name).contains("lstm.weight_hh_l0"))
  }

  @Test("Progress is told at every step")
  func progress() async {
    await #expect(processExitsWith: .success) {
      var generator = SplitMix64(seed: 10)
      let model = LanguageModel(
        vocabularySize: 3, embeddingSize: 2, hiddenSize: 2, using: &generator)
      nonisolated(unsafe) var told: [[Int]] = []
      TrainingProgress.report = { step, steps, _, tokens in told.append([step, steps, tokens]) }
      train(
        model, on: (0..<50).map { $0 % 3 }, batch: 2, time: 5, steps: 3, optimizer: Adam(),
        using: &generator)
      #expect(told == [[1, 3, 10], [2, 3, 20], [3, 3, 30]])
    }
  }
}
