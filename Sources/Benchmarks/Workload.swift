/// Something that is timed. One workload is one file in Workloads/ and one entry in `Workload.all`.
struct Workload: Sendable {
  /// What `--workload` takes.
  let name: String
  /// What `--list` says.
  let summary: String
  /// Prepares everything, then times it. Most workloads give one measurement.
  let measure: @Sendable (Sampling) throws -> [Measurement]

  init(
    _ name: String, _ summary: String,
    measure: @escaping @Sendable (Sampling) throws -> [Measurement]
  ) {
    self.name = name
    self.summary = summary
    self.measure = measure
  }

  /// All of them, in the order in which they run.
  static let all: [Workload] = [
    .lstm128, .lstm2x256, .lstm2x512, .lstm1024, .gru256, .rnn256, .bilstmPacked, .seq2seqAttention,
    .gpt128x4, .textCNN, .beam5, .lstmSample, .lstmInfer, .word2vecSkipGram, .word2vecCBOW, .sgemm,
    .notebookCold, .notebookWarm,
  ]
}
