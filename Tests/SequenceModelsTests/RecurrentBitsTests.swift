import CKernels
import Testing

@testable import SequenceModels

@Suite struct RecurrentBitsTests {
  @Test(
    "200 training steps end in the same bits at every SIMD level and with 1, 2 and 3 threads",
    arguments: RecurrentKind.allCases)
  func sameBits(kind: RecurrentKind) async {
    // In a process of its own: level and threads are those of the whole process.
    await #expect(processExitsWith: .success) { [kind] in
      var ends: [UInt64] = []
      for level in 0..<4 where ck_simd_available(Int32(level)) == 1 {
        ck_set_simd_level(Int32(level))
        for threads in 1...3 {
          ck_set_thread_count(Int32(threads))
          ends.append(train(kind, hidden: 7, batch: 5, time: 6, steps: 200))
        }
      }
      #expect(ends.count >= 3 && Set(ends).count == 1)
      #expect(ends[0] != train(kind, hidden: 7, batch: 5, time: 6, steps: 199))
    }
  }

  @Test(
    "Threads that share out the sequences of a large batch change no bit",
    arguments: RecurrentKind.allCases)
  func sameBitsOfLargeBatch(kind: RecurrentKind) async {
    await #expect(processExitsWith: .success) { [kind] in
      let ends = [1, 2, 3].map { threads in
        ck_set_thread_count(Int32(threads))
        return train(kind, hidden: 40, batch: 48, time: 20, steps: 2)
      }
      #expect(Set(ends).count == 1)
    }
  }

  @Test(
    "Without a tape, where nothing is kept for backward, outputs and states have the same bits",
    arguments: RecurrentKind.allCases)
  func inference(kind: RecurrentKind) {
    func run(_ layer: some StackedRecurrence) {
      var generator = SplitMix64(seed: 11)
      let embedding = Embedding(vocabularySize: 9, size: 5, using: &generator)
      let tokens = (0..<6).map { row in (0..<4).map { (row * 5 + $0 * 3) % 9 } }
      for lengths in [[4, 1, 3, 4, 2, 2], [4, 4, 4, 4, 4, 4]] {
        let recorded = layer(embedding(tokens, Tape()), lengths: lengths)
        for _ in 0..<2 {  // the second time with packed weights
          let found = layer(embedding(tokens), lengths: lengths)
          #expect(found.output.tape == nil && found.output.value == recorded.output.value)
          for (one, other) in zip(found.state.hidden, recorded.state.hidden) {
            #expect(one.value == other.value)
          }
        }
      }
    }
    run(kind.layer(5, 7, layers: 2, bidirectional: true))
  }

  @Test("A step of decoding has the bits of the sequence, for any rows and at every level")
  func decodingStep() async {
    await #expect(processExitsWith: .success) {
      var generator = SplitMix64(seed: 3)
      let layer = LSTM(19, 96, layers: 2, using: &generator)
      for level in 0..<4 where ck_simd_available(Int32(level)) == 1 {
        ck_set_simd_level(Int32(level))
        for (rows, threads) in [(1, 1), (1, 3), (2, 2), (3, 1), (5, 2), (6, 1), (13, 3)] {
          ck_set_thread_count(Int32(threads))
          let x = Initializer.uniform([rows, 3, 19], bound: 1, using: &generator)
          // On a tape the whole sequence is one operation.
          let sequence = layer(Tape().constant(x))
          var state = layer.initialState(batch: rows)
          for time in 0..<3 {
            let one = Variable(x).slice(axis: 1, time..<(time + 1))
            #expect(layer.cells[0].isPlainStep(one, LSTM.cell(0, of: state)))
            let (output, next) = layer(one, state)
            let expected = sequence.output.slice(axis: 1, time..<(time + 1)).value
            #expect(output.value == expected, "\(rows) rows, step \(time), level \(level)")
            state = next
          }
          for layer in 0..<2 {
            #expect(state.hidden[layer].value == sequence.state.hidden[layer].value)
            #expect(state.cell[layer].value == sequence.state.cell[layer].value)
          }
        }
      }
    }
  }
}

/// Trains two layers in both directions over uneven lengths to answer random targets; the final weights,
/// hashed.
private func train(_ kind: RecurrentKind, hidden: Int, batch: Int, time: Int, steps: Int) -> UInt64
{
  func run(_ layer: some StackedRecurrence) -> UInt64 {
    var generator = SplitMix64(seed: 21)
    let head = Linear(2 * hidden, 1, using: &generator)
    let model = Both(layer: layer, head: head)
    var adam = Adam(learningRate: 0.01)
    for _ in 0..<steps {
      let lengths = (0..<batch).map { _ in 1 + generator.index(below: time) }
      let x = Initializer.uniform([batch, time, 3], bound: 1, using: &generator)
      let target = Initializer.uniform([batch, time, 1], bound: 1, using: &generator)
      let error = head(layer(Tape().constant(x), lengths: lengths).output) - Variable(target)
      adam.minimize((error * error).mean(), of: model, clip: 1)
    }
    // FNV-1a.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (_, parameter) in model.parameters {
      for element in parameter.value.elements {
        hash = (hash ^ UInt64(element.bitPattern)) &* 0x100_0000_01b3
      }
    }
    return hash
  }
  return run(kind.layer(3, hidden, layers: 2, bidirectional: true))
}

private struct Both: Layer {
  let layer: any Layer
  let head: Linear
  var children: Children { ["layer": layer, "head": head] }
}
