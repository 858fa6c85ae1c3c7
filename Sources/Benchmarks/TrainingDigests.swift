internal import CKernels
internal import Basics
internal import SequenceModels

/// Small models of each kind, trained for 200 steps at every SIMD level that this CPU has and with 1, 2
/// and 3 threads; the bits of all weights at the end, hashed. The same on any machine and in any build.
enum TrainingDigests {
  private static let text: String = {
    var generator = SplitMix64(seed: 3)
    return StoryGrammar().text(sentences: 40, using: &generator)
  }()
  private static let vocabulary = CharacterVocabulary(text)

  private static let models: [(name: String, digest: @Sendable () -> UInt64)] = [
    ("rnn", { recurrent { RNN($0, 9, layers: 2, dropout: 0.2, using: &$1) } }),
    ("lstm", { recurrent { LSTM($0, 9, layers: 2, dropout: 0.2, using: &$1) } }),
    ("gru", { recurrent { GRU($0, 9, using: &$1) } }),
    ("gru-reset-before", { recurrent { GRU($0, 9, reset: .beforeProduct, using: &$1) } }),
    ("transformer", { transformer }),
  ]

  /// A line for each model. One that comes out differently at some level or number of threads is an
  /// error.
  static func lines() throws -> [String] {
    var found = [String](repeating: "", count: models.count)
    for level in 0..<4 where ck_simd_available(Int32(level)) == 1 {
      ck_set_simd_level(Int32(level))
      for threads in 1...3 {
        ck_set_thread_count(Int32(threads))
        for (place, model) in models.enumerated() {
          let digits = String(model.digest(), radix: 16)
          let line = model.name + " " + String(repeating: "0", count: 16 - digits.count) + digits
          guard found[place].isEmpty || found[place] == line else {
            throw Problem(
              .run,
              "\(line) at SIMD level \(level) with \(threads) threads, but \(found[place]) before")
          }
          found[place] = line
        }
      }
    }
    return found
  }

  private static func recurrent<Memory: RecurrentLayer>(
    _ make: (Int, inout SplitMix64) -> Memory
  ) -> UInt64 {
    var generator = SplitMix64(seed: 1)
    let memory = make(5, &generator)
    return trained(
      LanguageModel(
        vocabularySize: vocabulary.count, embeddingSize: 5, memory: memory, using: &generator))
  }

  private static var transformer: UInt64 {
    var generator = SplitMix64(seed: 1)
    return trained(
      TransformerLanguageModel(
        vocabularySize: vocabulary.count, size: 12, heads: 3, layers: 2, contextLength: 7,
        dropout: 0.1, using: &generator))
  }

  private static func trained(_ model: some AutoregressiveModel) -> UInt64 {
    var generator = SplitMix64(seed: 2)
    _ = train(
      model, on: vocabulary.encode(text), batch: 3, time: 7, steps: 200,
      optimizer: Adam(learningRate: 0.01), clip: 1, using: &generator)
    // FNV-1a.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (_, parameter) in model.parameters {
      for element in parameter.value.elements {
        hash = (hash ^ UInt64(element.bitPattern)) &* 0x100_0000_01b3
      }
    }
    return hash
  }
}
