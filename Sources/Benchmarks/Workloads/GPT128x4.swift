internal import SequenceModels

extension Workload {
  static let gpt128x4 = Workload(
    "gpt-128x4", "training: a decoder-only Transformer, width 128, 4 heads, 4 layers"
  ) { sampling in
    let model = LanguageModelCase.transformer
    let (width, time) = (model.head.value.shape[1], model.contextLength)
    let layers = model.transformer.layers.count
    // Of the scores and sums of attention the causal half.
    let layer = 2 * 12 * width * width + 2 * (time + 1) * width
    let operations = layers * layer + 2 * width * LanguageModelCase.vocabulary
    return LanguageModelCase.train(
      model, batch: 16, time: time, operations: Double(operations), sampling)
  }
}
