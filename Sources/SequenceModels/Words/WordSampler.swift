internal import CKernels

/// Draws the examples of a segment: which words stay, how far windows reach, and the negatives.
struct WordSampler: Sendable {
  private let kind: Word2Vec.Kind
  private let window: Int
  private let keep: [Double]
  private let targets: Targets

  private enum Targets: Sendable {
    case sampled(Int, AliasTable)
    case path(HuffmanTree)
  }

  init(_ model: Word2Vec, counts: [Int]) {
    (kind, window) = (model.kind, model.window)
    let total = Double(counts.reduce(0, +))
    keep = counts.map { count in
      let ratio = model.subsampling * total / Double(max(count, 1))
      return ratio == 0 ? 1 : ratio.squareRoot() + ratio
    }
    switch model.objective {
    case .negativeSampling(let negatives):
      let weights = counts.map { $0 == 0 ? 0 : exponential(0.75 * logarithm(Double($0))) }
      targets = .sampled(negatives, AliasTable(weights))
    case .hierarchicalSoftmax: targets = .path(HuffmanTree(counts: counts))
    }
  }

  /// Draws the examples of the segments `numbers`, one after the other from the start of `examples`, each
  /// from a generator of its own, so that threads share them out.
  func draw(
    _ numbers: Range<Int>, of corpus: WordCorpus, into examples: inout [WordExamples], seed: UInt64
  ) {
    examples.withUnsafeMutableBufferPointer { examples in
      guard let base = examples.baseAddress else { return }
      var drawing = Drawing(
        sampler: self, corpus: corpus, first: numbers.lowerBound, seed: seed, examples: base)
      withUnsafeMutablePointer(to: &drawing) {
        ck_parallel_for(numbers.count, 1, Drawing.run, $0)
      }
    }
  }

  /// What the threads need to know.
  private struct Drawing {
    let sampler: WordSampler
    let corpus: WordCorpus
    let first: Int
    let seed: UInt64
    let examples: UnsafeMutablePointer<WordExamples>

    static let run: @convention(c) (UnsafeMutableRawPointer?, Int, Int) -> Void = {
      context, begin, end in
      guard let drawing = context?.assumingMemoryBound(to: Drawing.self).pointee else { return }
      for place in begin..<end {
        let number = drawing.first + place
        var mixed = SplitMix64(seed: drawing.seed ^ UInt64(number))
        var generator = SplitMix64(seed: mixed.next())
        drawing.examples[place].removeAll()
        drawing.sampler.add(
          drawing.corpus.segments[number], to: &drawing.examples[place], using: &generator)
      }
    }
  }

  /// Adds a segment's examples.
  func add(
    _ segment: WordCorpus.Segment, to examples: inout WordExamples,
    using generator: inout SplitMix64
  ) {
    var kept: [Int32] = []
    for (start, end) in zip(segment.pieces, segment.pieces.dropFirst()) {
      kept.removeAll(keepingCapacity: true)
      for word in segment.words[start..<end] {
        let chance = keep[Int(word)]
        if chance >= 1 || generator.unit() < chance { kept.append(word) }
      }
      for place in kept.indices {
        let reach = 1 + generator.index(below: window)
        let around = max(0, place - reach)...min(kept.count - 1, place + reach)
        if around.count == 1 { continue }
        switch kind {
        case .skipGram:
          for other in around where other != place {
            examples.addInput(kept[place])
            addOutputs(kept[other], to: &examples, using: &generator)
          }
        case .cbow:
          for other in around where other != place { examples.addInput(kept[other]) }
          addOutputs(kept[place], to: &examples, using: &generator)
        }
      }
    }
  }

  private func addOutputs(
    _ target: Int32, to examples: inout WordExamples, using generator: inout SplitMix64
  ) {
    switch targets {
    case .sampled(let negatives, let table):
      examples.addOutput(target, label: 1)
      for _ in 0..<negatives {
        let negative = table.draw(using: &generator)
        if negative != target { examples.addOutput(negative, label: 0) }
      }
    case .path(let tree):
      examples.addOutputs(tree.steps[tree.starts[Int(target)]..<tree.starts[Int(target) + 1]])
    }
    examples.endExample()
  }
}
