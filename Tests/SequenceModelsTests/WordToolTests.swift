import Testing

@testable import SequenceModels

@Suite struct WordToolTests {
  @Test(
    "An alias table's columns add up to the weights' shares",
    arguments: [[3.0, 1], [1], [0, 2, 5, 0.5, 9]])
  func aliasShares(weights: [Double]) {
    let table = AliasTable(weights)
    var shares = [Double](repeating: 0, count: weights.count)
    for (number, column) in table.columns.enumerated() {
      let own = Double(column.threshold) / 0x1p32
      shares[number] += own / Double(weights.count)
      shares[Int(column.alias)] += (1 - own) / Double(weights.count)
    }
    let total = weights.reduce(0, +)
    for (share, weight) in zip(shares, weights) { #expect(abs(share - weight / total) < 1e-9) }
  }

  @Test("An alias table's draws come as often as their weights say, those of weight 0 never")
  func aliasDraws() {
    var generator = SplitMix64(seed: 8)
    let table = AliasTable([5, 0, 3, 2])
    var counts = [0, 0, 0, 0]
    for _ in 0..<100_000 { counts[Int(table.draw(using: &generator))] += 1 }
    #expect(counts[1] == 0)
    for (count, share) in zip(counts, [0.5, 0, 0.3, 0.2]) {
      #expect(abs(Double(count) / 100_000 - share) < 0.006)
    }
  }

  @Test("The Huffman tree of 4, 2, 1, 1 is the one worked by hand")
  func huffman() {
    let tree = HuffmanTree(counts: [4, 2, 1, 1])
    #expect(tree.starts == [0, 1, 3, 6, 9])
    // node << 1 | (1 - bit): a = 0; b = 10; c = 110; d = 111.
    #expect(tree.steps == [5, 4, 3, 4, 2, 1, 4, 2, 0])
  }

  @Test("Huffman codes are as short as any: their mean length is within 1 bit of the entropy")
  func huffmanLength() {
    var generator = SplitMix64(seed: 9)
    let counts = (0..<50).map { 1 + 1000 / ($0 + 1) + generator.index(below: 9) }
    let tree = HuffmanTree(counts: counts)
    let total = Double(counts.reduce(0, +))
    var (length, entropy, kraft) = (0.0, 0.0, 0.0)
    for (word, count) in counts.enumerated() {
      let bits = tree.starts[word + 1] - tree.starts[word]
      let p = Double(count) / total
      length += p * Double(bits)
      entropy -= p * logarithm(p) / logarithm(2)
      kraft += 1 / Double(1 << bits)
    }
    #expect(length >= entropy && length < entropy + 1 && kraft == 1)
  }

  @Test("A corpus is cut into segments of at most 1000 words at the ends of sentences")
  func segments() {
    let lengths = [400, 500, 200, 0, 2300, 5]
    let corpus = WordCorpus(lengths.map { [Int](repeating: 1, count: $0) }, vocabularySize: 2)
    #expect(
      corpus.segments.map(\.pieces) == [
        [0, 400, 900], [0, 200], [0, 1000], [0, 1000], [0, 300, 305],
      ])
    #expect(corpus.segments.map(\.words.count) == [900, 200, 1000, 1000, 305])
    #expect(corpus.counts == [0, 3405] && corpus.length == 3405)
  }

  @Test("Examples of a window of one hold each word's neighbours, and no negative is the target")
  func examples() {
    let corpus = WordCorpus([[0, 1, 2], [3], [2, 1]], vocabularySize: 4)
    let model = Word2Vec(.skipGram, size: 2, window: 1, negatives: 4, subsampling: 0)
    var generator = SplitMix64(seed: 10)
    var examples = WordExamples()
    WordSampler(model, counts: corpus.counts).add(
      corpus.segments[0], to: &examples, using: &generator)
    #expect(examples.inputs == [0, 1, 1, 2, 2, 1])
    var targets: [Int32] = []
    for i in 0..<examples.count {
      let outputs = examples.outputs[examples.outputStarts[i]..<examples.outputStarts[i + 1]]
      targets.append(outputs[outputs.startIndex] >> 1)
      #expect(outputs.first.map { $0 & 1 } == 1)
      #expect(outputs.dropFirst().allSatisfy { $0 & 1 == 0 && $0 >> 1 != targets[i] })
    }
    #expect(targets == [1, 0, 2, 1, 1, 2])
    examples.removeAll()
    let bag = Word2Vec(.cbow, size: 2, window: 1, negatives: 1, subsampling: 0)
    WordSampler(bag, counts: corpus.counts).add(
      corpus.segments[0], to: &examples, using: &generator)
    #expect(examples.inputs == [1, 0, 2, 1, 1, 2])
    #expect(examples.inputStarts == [0, 1, 3, 4, 5, 6])
  }

  @Test("Subsampling keeps a word as often as the formula says")
  func subsampling() {
    // A word of frequency 0.9 at t = 0.1 stays with √(1/9) + 1/9 = 4/9, the other always.
    let corpus = WordCorpus(
      [[Int]](repeating: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0], count: 2000), vocabularySize: 2)
    var generator = SplitMix64(seed: 11)
    var examples = WordExamples()
    let model = Word2Vec(
      .cbow, size: 2, window: 50, objective: .hierarchicalSoftmax, subsampling: 0.1)
    let sampler = WordSampler(model, counts: corpus.counts)
    for segment in corpus.segments {
      sampler.add(segment, to: &examples, using: &generator)
    }
    // One example per word that stays, but for words alone in their sentence: hardly any.
    let kept = Double(examples.count) / 2000
    #expect(abs(kept - (1 + 9 * 4.0 / 9)) < 0.1)
  }

  @Test("Principal components of points on an ellipse are its axes")
  func components() {
    // Covariance [[5, 3], [3, 5]] · 4/3: variances 32/3 along (1, 1)/√2, 8/3 along (1, -1)/√2.
    let (a, b) = (Float(8).squareRoot(), Float(2).squareRoot())
    let points: [(Float, Float)] = [(a, a), (-a, -a), (b, -b), (-b, b)]
    let rows = Tensor(points.flatMap { [$0.0 + 3, $0.1 - 1] }, shape: [4, 2])
    let found = PrincipalComponents(rows)
    #expect(abs(found.mean[0] - 3) < 1e-6 && abs(found.mean[1] + 1) < 1e-6)
    #expect(abs(found.variances[0] - 32.0 / 3) < 1e-5 && abs(found.variances[1] - 8.0 / 3) < 1e-5)
    #expect(abs(found.explained[0] - 0.8) < 1e-6)
    let root = 0.5.squareRoot()
    #expect(abs(found.directions[0][0] - root) < 1e-6 && abs(found.directions[0][1] - root) < 1e-6)
    #expect(abs(found.project(rows).elements[0] - 4) < 1e-5)
  }

  @Test("Eigenvectors rebuild a symmetric matrix, are orthonormal and point to their largest entry")
  func eigenvectors() {
    var generator = SplitMix64(seed: 12)
    let n = 12
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in i..<n {
        matrix[i * n + j] = generator.normal()
        matrix[j * n + i] = matrix[i * n + j]
      }
    }
    let found = symmetricEigenvectors(matrix, size: n)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.value >= $1.value })
    for i in 0..<n {
      for j in 0..<n {
        let sum = found.reduce(0) { $0 + $1.value * $1.vector[i] * $1.vector[j] }
        #expect(abs(sum - matrix[i * n + j]) < 1e-12)
        let product = (0..<n).reduce(0) { $0 + found[i].vector[$1] * found[j].vector[$1] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
      }
      let (high, low) = (found[i].vector.max() ?? 0, found[i].vector.min() ?? 0)
      #expect(high > -low)
    }
  }
}
