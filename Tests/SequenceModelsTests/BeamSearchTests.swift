import Testing

@testable import SequenceModels

/// A language in which each next token depends on the one before: rows of probabilities. Token 0 starts,
/// token 1 ends.
private func language(_ rows: [[Double]]) -> ContextDecoder {
  ContextDecoder(vocabularySize: rows[0].count) { rows[$0[$0.count - 1]] }
}

/// Random probabilities after every context, so that no two sequences have equal scores.
private func randomLanguage(_ size: Int, seed: UInt64) -> ContextDecoder {
  ContextDecoder(vocabularySize: size) { context in
    var generator = SplitMix64(seed: context.reduce(seed) { $0 &* 31 &+ UInt64($1 + 1) })
    let weights = (0..<size).map { _ in 0.05 + generator.unit() }
    return weights.map { $0 / weights.reduce(0, +) }
  }
}

/// The language of the documentation, on which greedy provably fails. Tokens: 0 start, 1 end, 2 a, 3 b.
///
///     P(a | start) = 0.6, P(b | start) = 0.4      after a: a, b, end with 0.35, 0.25, 0.4
///     after b: end with 0.9, b with 0.1
///
/// Greedy takes a, then end: P = 0.6 · 0.4 = 0.24. But P(b, end) = 0.4 · 0.9 = 0.36, the most of all:
/// what starts with a and goes on is at most 0.6 · 0.35 = 0.21, or 0.6 · 0.25 · 0.9 = 0.135 through b.
private var trap: ContextDecoder {
  language([[0, 0, 0.6, 0.4], [0, 1, 0, 0], [0, 0.4, 0.35, 0.25], [0, 0.9, 0, 0.1]])
}

@Suite struct BeamSearchTests {
  @Test("Greedy decoding misses the most probable sequence, and a beam of two finds it")
  func greedyFails() {
    let start = trap.initialState(batch: 1)
    let one = greedy(trap, from: start, start: 0, end: 1, length: 6)
    let two = BeamSearch(width: 2, length: 6, end: 1)(trap, from: start, start: 0)
    #expect(one.tokens == [2] && abs(exponential(one.logProbability) - 0.24) < 1e-6)
    #expect(two[0].tokens == [3] && abs(exponential(two[0].logProbability) - 0.36) < 1e-6)
    #expect(two[0].isFinished)
    let second = BeamSearch(width: 2, length: 6, end: 1, count: 2)(trap, from: start, start: 0)
    #expect(second.hypotheses.map(\.tokens) == [[3], [2]])
    #expect(two.tree.nodes.filter { $0.depth == 2 && $0.fate != .pruned }.count == 4)
    let all = exhaustiveSearch(trap, from: start, start: 0, end: 1, length: 6)
    #expect(all[0] == two[0])
    // All sequences that end within the length, and those that do not, have probability 1 together.
    #expect(abs(all.reduce(0) { $0 + exponential($1.logProbability) } - 1) < 1e-6)
  }

  @Test(
    "A beam as wide as the space finds what exhaustive search finds, in the same order",
    arguments: [1, 2, 3] as [UInt64],
    [LengthNormalization.none, .power(1), .wu(0.6)])
  func fullWidthIsExhaustive(seed: UInt64, normalization: LengthNormalization) {
    let decoder = randomLanguage(4, seed: seed)
    let start = decoder.initialState(batch: 1)
    let all = exhaustiveSearch(
      decoder, from: start, start: 0, end: 1, length: 5, normalization: normalization)
    let search = BeamSearch(
      width: 324, length: 5, end: 1, count: all.count, normalization: normalization)
    let found = search(decoder, from: start, start: 0)
    // 1 + 3 + 9 + 27 + 81 sequences end, 3⁵ are cut off.
    #expect(all.count == 121 + 243)
    #expect(found.hypotheses == all)
  }

  @Test("Without an end token all hypotheses have the full length")
  func withoutEnd() {
    let decoder = randomLanguage(3, seed: 7)
    let start = decoder.initialState(batch: 1)
    let all = exhaustiveSearch(decoder, from: start, start: 0, length: 4)
    let found = BeamSearch(width: 81, length: 4, count: 81)(decoder, from: start, start: 0)
    #expect(all.count == 81 && all.allSatisfy { $0.isFinished && $0.tokens.count == 4 })
    #expect(found.hypotheses == all)
  }

  @Test("A beam of one is greedy decoding", arguments: [11, 12, 13, 14] as [UInt64])
  func widthOneIsGreedy(seed: UInt64) {
    let decoder = randomLanguage(6, seed: seed)
    let start = decoder.initialState(batch: 1)
    let one = BeamSearch(width: 1, length: 12, end: 1, stopping: .early)(
      decoder, from: start, start: 0)
    let expected = greedy(decoder, from: start, start: 0, end: 1, length: 12)
    #expect(one[0] == expected)
  }

  @Test("Stopping when nothing can overtake finds what searching to the end finds")
  func certainStoppingLosesNothing() {
    for seed in 20..<40 as Range<UInt64> {
      let decoder = randomLanguage(5, seed: seed)
      let start = decoder.initialState(batch: 1)
      for normalization in [LengthNormalization.none, .power(0.7)] {
        var search = BeamSearch(
          width: 4, length: 9, end: 1, count: 2, normalization: normalization)
        let short = search(decoder, from: start, start: 0)
        search.count = 1000  // never reached, so that the search runs to the limit
        let long = search(decoder, from: start, start: 0)
        #expect(short.hypotheses == Array(long.hypotheses.prefix(2)))
        #expect(short.steps <= long.steps && long.steps == 9)
      }
    }
  }

  @Test("Early stopping ends once as many hypotheses as the beam is wide have finished")
  func earlyStopping() {
    // Ends often: three times in ten.
    let decoder = language(Array(repeating: [0.1, 0.3, 0.35, 0.25], count: 4))
    let search = BeamSearch(width: 3, length: 60, end: 1, count: 3, stopping: .early)
    let found = search(decoder, from: decoder.initialState(batch: 1), start: 0)
    let finished = found.tree.nodes.filter { $0.fate == .finished }
    #expect(finished.count >= 3)
    #expect(finished.filter { $0.depth < found.steps }.count < 3)
    #expect(found.steps < 60)
  }

  @Test("Equal scores keep the continuation of the better hypothesis, then the lower token")
  func ties() {
    let even = language(Array(repeating: [0, 0, 0.5, 0.5], count: 4))
    let found = BeamSearch(width: 3, length: 3, count: 3)(
      even, from: even.initialState(batch: 1), start: 0)
    #expect(found.hypotheses.map(\.tokens) == [[2, 2, 2], [2, 2, 3], [2, 3, 2]])
  }

  @Test(
    "The tree holds every kept node, the pruned ones asked for, and the path of each hypothesis")
  func tree() {
    let decoder = randomLanguage(4, seed: 51)
    let search = BeamSearch(width: 2, length: 4, end: 1, count: 2, prunedNodes: 3)
    let found = search(decoder, from: decoder.initialState(batch: 1), start: 0)
    let nodes = found.tree.nodes
    for (place, node) in nodes.enumerated().dropFirst() {
      let parent = nodes[node.parent ?? place]
      #expect((node.parent ?? place) < place && parent.depth == node.depth - 1)
      #expect(parent.fate == .kept && node.logProbability < parent.logProbability)
      #expect(found.tree.path(to: place).count == node.depth + 1)
    }
    for depth in 1...found.steps {
      let level = nodes.filter { $0.depth == depth }
      #expect(level.filter { $0.fate == .kept }.count == 2)
      let others = (depth == 1 ? 4 : 8) - level.filter { $0.fate != .pruned }.count
      #expect(level.filter { $0.fate == .pruned }.count == min(3, others))
      let least = level.filter { $0.fate == .kept }.map(\.logProbability).min() ?? 0
      #expect(
        level.allSatisfy { $0.fate != .pruned || $0.logProbability <= least || $0.token == 1 })
    }
    let best =
      nodes.indices.filter { nodes[$0].fate == .finished }
      .max { nodes[$0].score < nodes[$1].score } ?? 0
    #expect(found.tree.tokens(to: best) == found[0].tokens + [1])
  }

  @Test("Sequences searched side by side give what each gives alone")
  func batch() {
    var generator = SplitMix64(seed: 61)
    let model = LanguageModel(
      vocabularySize: 7, embeddingSize: 4, hiddenSize: 6, using: &generator)
    let search = BeamSearch(width: 3, length: 8, end: 1, count: 3, normalization: .wu(0.8))
    let together = search(model, from: model.initialState(batch: 4), starts: [2, 3, 4, 5])
    for (result, start) in zip(together, [2, 3, 4, 5]) {
      let alone = search(model, from: model.initialState(batch: 1), start: start)
      #expect(result.hypotheses == alone.hypotheses)
      #expect(result.steps == alone.steps && result.continued == alone.continued)
    }
  }

  @Test("A hypothesis' log-probability is the model's of its tokens after the prompt")
  func scoresAreTheModels() {
    var generator = SplitMix64(seed: 62)
    let model = LanguageModel(
      vocabularySize: 7, embeddingSize: 4, hiddenSize: 6, using: &generator)
    let prompt = [3, 5, 2]
    let best = BeamSearch(width: 4, length: 6)(model, prompt: prompt)[0]
    let read = prompt + best.tokens
    let logits = model([read.dropLast()], model.initialState(batch: 1)).logits
    let scores = logits.logSoftmax().value
    var sum = 0.0
    for place in 2..<(read.count - 1) { sum += Double(scores[0, place, read[place + 1]]) }
    #expect(abs(sum - best.logProbability) < 1e-5)
  }

  @Test("Length normalisation prefers longer hypotheses, and has Wu et al.'s divisor")
  func normalization() {
    let start = trap.initialState(batch: 1)
    let plain = BeamSearch(width: 4, length: 8, end: 1)(trap, from: start, start: 0)[0]
    let mean = BeamSearch(width: 4, length: 8, end: 1, normalization: .power(2))(
      trap, from: start, start: 0)[0]
    #expect(mean.tokens.count > plain.tokens.count)
    #expect(abs(LengthNormalization.wu(0.6).divisor(length: 13) - 1.9331820449317627) < 1e-12)
    #expect(abs(LengthNormalization.power(0.5).divisor(length: 9) - 3) < 1e-12)
    #expect(LengthNormalization.none.divisor(length: 9) == 1)
  }
}
