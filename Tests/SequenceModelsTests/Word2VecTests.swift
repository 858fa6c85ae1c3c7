import CKernels
import Testing

@testable import SequenceModels

@Suite struct Word2VecTests {
  @Test(
    "Blocks of examples change the weights as the plain formulas do", arguments: [5, 16, 40, 70])
  func plainReference(size: Int) {
    var generator = SplitMix64(seed: 3)
    let weights = randomWeights(size: size, &generator)
    let examples = randomExamples(count: 300, &generator)
    var (inputs, outputs) = (rows(weights.inputs), rows(weights.outputs))
    var steps: [Float] = []
    weights.update(examples, rate: 0.05, steps: &steps)
    for first in stride(from: 0, to: examples.count, by: 128) {
      let block = first..<min(first + 128, examples.count)
      let frozen = (inputs, outputs)
      for i in block {
        let h = mean(of: examples.inputRows(i), frozen.0)
        let now = mean(of: examples.inputRows(i), inputs)
        var error = [Double](repeating: 0, count: size)
        for k in examples.outputStarts[i]..<examples.outputStarts[i + 1] {
          let row = Int(examples.outputs[k] >> 1)
          let label = Double(examples.outputs[k] & 1)
          let g = 0.05 * (label - sigmoid(dot(h, frozen.1[row])))
          for d in 0..<size {
            error[d] += g * outputs[row][d]
            outputs[row][d] += g * now[d]
          }
        }
        for row in examples.inputRows(i) { for d in 0..<size { inputs[row][d] += error[d] } }
      }
    }
    #expect(distance(inputs, rows(weights.inputs)) < 2e-5)
    #expect(distance(outputs, rows(weights.outputs)) < 2e-5)
    let padding = (0..<20).flatMap { row in
      (size..<weights.inputs.width).map { weights.inputs[row, $0] }
    }
    #expect(padding.allSatisfy { $0 == 0 })
  }

  @Test("A single example's update is its loss's gradient, by finite differences")
  func gradient() {
    var generator = SplitMix64(seed: 4)
    let weights = randomWeights(size: 6, &generator)
    var examples = WordExamples()
    examples.addInput(2)
    for (row, label) in [(1, 1), (7, 0), (5, 0)] {
      examples.addOutput(Int32(row), label: Int32(label))
    }
    examples.endExample()
    let before = (rows(weights.inputs), rows(weights.outputs))
    func loss(_ inputs: [[Double]], _ outputs: [[Double]]) -> Double {
      -logarithm(sigmoid(dot(inputs[2], outputs[1])))
        - logarithm(sigmoid(-dot(inputs[2], outputs[7])))
        - logarithm(sigmoid(-dot(inputs[2], outputs[5])))
    }
    var steps: [Float] = []
    weights.update(examples, rate: 1, steps: &steps)
    let after = (rows(weights.inputs), rows(weights.outputs))
    for row in 0..<20 {
      for d in 0..<6 {
        func slope(_ change: (Double) -> ([[Double]], [[Double]])) -> Double {
          let (up, down) = (change(1e-5), change(-1e-5))
          return (loss(up.0, up.1) - loss(down.0, down.1)) / 2e-5
        }
        let ofInput = slope {
          var x = before; x.0[row][d] += $0; return x
        }
        let ofOutput = slope {
          var x = before; x.1[row][d] += $0; return x
        }
        #expect(abs(after.0[row][d] - before.0[row][d] + ofInput) < 1e-5)
        #expect(abs(after.1[row][d] - before.1[row][d] + ofOutput) < 1e-5)
      }
    }
  }

  @Test(
    "Training ends in the same bits at every SIMD level and with 1, 2 and 3 threads",
    arguments: [0, 1, 2])
  func sameBits(variant: Int) async {
    await #expect(processExitsWith: .success) { [variant] in
      func train(epochs: Int) -> [UInt32] {
        var generator = SplitMix64(seed: 5)
        let sentences = (0..<60).map { i in
          (0..<(i == 7 ? 2100 : 20)).map { _ in
            min(generator.index(below: 30), generator.index(below: 30))
          }
        }
        let model =
          variant == 2
          ? Word2Vec(.skipGram, size: 37, objective: .hierarchicalSoftmax)
          : Word2Vec(variant == 0 ? .skipGram : .cbow, size: variant == 0 ? 37 : 150, window: 3)
        return model.train(sentences, vocabularySize: 30, epochs: epochs, using: &generator)
          .vectors.elements.map(\.bitPattern)
      }
      var ends: [[UInt32]] = []
      for level in 0..<4 where ck_simd_available(Int32(level)) == 1 {
        ck_set_simd_level(Int32(level))
        for threads in 1...3 {
          ck_set_thread_count(Int32(threads))
          ends.append(train(epochs: 2))
        }
      }
      #expect(ends.count >= 3 && Set(ends).count == 1)
      #expect(train(epochs: 1) != ends[0])
    }
  }

  @Test("A lazy sequence of sentences is read like an array of them")
  func lazySentences() {
    let words = (0..<900).map { $0 * $0 % 17 }
    let starts = stride(from: 0, to: words.count, by: 30)
    func train(_ sentences: some Sequence<some Sequence<Int>>) -> [Float] {
      var generator = SplitMix64(seed: 3)
      return Word2Vec(.cbow, size: 8).train(
        sentences, vocabularySize: 17, epochs: 2, using: &generator
      ).vectors.elements
    }
    let lazy = starts.lazy.map { words[$0..<$0 + 30].lazy.filter { $0 != 4 } }
    #expect(train(lazy) == train(starts.map { words[$0..<$0 + 30].filter { $0 != 4 } }))
  }

  @Test("Words that are used alike get vectors that point alike", arguments: [0, 1, 2, 3])
  func plantedRelations(variant: Int) {
    // Word w = 3 · role + form stands between two marks of its role and one of its form.
    var generator = SplitMix64(seed: 6)
    let sentences = (0..<6000).map { _ in
      let (role, form) = (generator.index(below: 5), generator.index(below: 3))
      let mark = 15 + 2 * role + generator.index(below: 2)
      return [mark, 3 * role + form, 25 + 2 * form + generator.index(below: 2)]
    }
    let hierarchical = Word2Vec.Objective.hierarchicalSoftmax
    let models = [
      Word2Vec(.skipGram, size: 20, window: 2, subsampling: 0, learningRate: 0.05),
      Word2Vec(.cbow, size: 20, window: 2, subsampling: 0, learningRate: 0.05),
      Word2Vec(.skipGram, size: 20, window: 2, objective: hierarchical, subsampling: 0),
      Word2Vec(.cbow, size: 20, window: 2, objective: hierarchical, subsampling: 0),
    ]
    let vectors = models[variant].train(
      sentences, vocabularySize: 31, epochs: 10, using: &generator)
    // The marks of one role are used alike.
    for mark in stride(from: 15, to: 25, by: 2) {
      #expect(vectors.neighbours(of: "\(mark)", count: 1).first?.word == "\(mark + 1)")
    }
    let relations = (1..<3).map { form in
      WordRelation("form \(form)", (0..<5).map { ("\(3 * $0)", "\(3 * $0 + form)") })
    }
    for method in AnalogyMethod.allCases {
      for score in vectors.analogyAccuracy(relations, by: method) {
        #expect(score.total == 20)
        #expect(score.accuracy >= 0.8)
      }
    }
  }

  @Test("Skip-gram finds on the kingdom's stories that queen is to woman as king is to man")
  func kingdom() {
    var generator = SplitMix64(seed: 7)
    let text = StoryGrammar.kingdom.text(sentences: 8000, using: &generator)
    let vectors = Word2Vec(.skipGram, size: 40, window: 8, learningRate: 0.05).train(
      text, epochs: 8, using: &generator)
    let couples = WordRelation(
      "gender",
      [
        ("king", "queen"), ("emperor", "empress"), ("duke", "duchess"), ("prince", "princess"),
        ("man", "woman"), ("boy", "girl"),
      ])
    let score = vectors.analogyAccuracy([couples])[0]
    #expect(score.total == 30 && score.accuracy >= 0.9)
  }
}

private func randomWeights(size: Int, _ generator: inout SplitMix64) -> WordWeights {
  let weights = WordWeights(size: size, inputRows: 20, outputRows: 20)
  for row in 0..<20 {
    for d in 0..<size {
      weights.inputs[row, d] = generator.uniform(-1...1)
      weights.outputs[row, d] = generator.uniform(-1...1)
    }
  }
  return weights
}

/// With 1 to 4 inputs and 1 to 7 outputs, some of them twice.
private func randomExamples(count: Int, _ generator: inout SplitMix64) -> WordExamples {
  var examples = WordExamples()
  for _ in 0..<count {
    for _ in 0...generator.index(below: 4) { examples.addInput(Int32(generator.index(below: 20))) }
    for _ in 0...generator.index(below: 7) {
      examples.addOutput(Int32(generator.index(below: 20)), label: Int32(generator.index(below: 2)))
    }
    examples.endExample()
  }
  return examples
}

extension WordExamples {
  fileprivate func inputRows(_ example: Int) -> [Int] {
    inputs[inputStarts[example]..<inputStarts[example + 1]].map(Int.init)
  }
}

private func rows(_ weights: SectionedRows) -> [[Double]] {
  (0..<20).map { row in (0..<weights.size).map { Double(weights[row, $0]) } }
}

private func mean(of rows: [Int], _ matrix: [[Double]]) -> [Double] {
  matrix[0].indices.map { d in rows.reduce(0) { $0 + matrix[$1][d] } / Double(rows.count) }
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}
private func sigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }
private func distance(_ x: [[Double]], _ y: [[Double]]) -> Double {
  zip(x.joined(), y.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
