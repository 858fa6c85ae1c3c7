internal import Foundation

/// The notebook that `unroll new` writes.
enum Template {
  static func text(title: String) -> String {
    """
    ---
    title: "\(title.replacingOccurrences(of: "\"", with: ""))"
    description: What this notebook shows, in one sentence.
    seed: 1
    params:
      steps: 60
    ---

    State the claim first, then let the cells bear it out.

    ```swift
    //| label: fig-loss
    //| caption: Training loss of a small character LSTM.
    let text = StoryGrammar().text(sentences: 400, using: &generator)
    let vocabulary = CharacterVocabulary(text)
    let (training, validation) = vocabulary.encode(text).split(0.9)
    let model = LanguageModel(
      vocabularySize: vocabulary.count, embeddingSize: 16, hiddenSize: 48, using: &generator)
    let history = train(
      model, on: training, batch: 16, time: 32, steps: params.steps,
      optimizer: Adam(learningRate: 0.01))
    show(Chart("Training loss", x: "step", y: "nats per character").line(history.losses, name: "LSTM"))
    ```

    After `{swift} params.steps` steps the validation loss is
    `{swift} model.crossEntropy(of: validation)` nats per character.

    ```swift
    check(model.crossEntropy(of: validation) < 3, "the model has learned something")
    ```

    """
  }
}
