internal import SequenceModels

/// Time per token as something grows: sequences, batches, texts. It should stay flat,
/// or, for a Transformer, rise until its context is full.
struct Growth {
  var sampling: Sampling

  func printTables() {
    table("training lstm-128, batch 32, by sequence length", [16, 32, 64, 128, 256, 512, 1024]) {
      trainingStep(batch: 32, time: $0)
    }
    table("training lstm-128, time 64, by batch", [1, 2, 4, 8, 16, 32, 64, 128]) {
      trainingStep(batch: $0, time: 64)
    }
    table("cross-entropy of a text by lstm-128, by tokens", [10_000, 40_000, 160_000, 640_000]) {
      reading(tokens: $0)
    }
    table("sampling from lstm-128, by tokens drawn", [50, 200, 800, 3200]) {
      drawing(tokens: $0, from: LanguageModelCase.lstm(hidden: 128, layers: 1))
    }
    table("sampling from gpt-128x4, by tokens drawn", [8, 16, 32, 64, 127, 256, 1024]) {
      drawing(tokens: $0, from: LanguageModelCase.transformer)
    }
  }

  private func table(_ title: String, _ sizes: [Int], _ measure: (Int) -> Measurement) {
    print(title)
    print("size".padded(-10) + "us/token".padded(-12) + "spread".padded(-9) + "peak MB".padded(-9))
    for size in sizes {
      let found = measure(size)
      let perToken = 1e6 / (found.tokensPerSecond ?? .nan)
      print(
        "\(size)".padded(-10) + rounded(perToken, 3).padded(-12)
          + "\(rounded(found.timing.spread * 100, 0)) %".padded(-9)
          + rounded(Memory.peakMegabytes, 0).padded(-9))
    }
    print()
  }

  private func trainingStep(batch: Int, time: Int) -> Measurement {
    let model = LanguageModelCase.lstm(hidden: 128, layers: 1)
    let batches = TokenBatches(
      vocabulary: LanguageModelCase.vocabulary, batch: batch, time: time, seed: 7)
    var adam = Adam()
    var step = 0
    let timing = sampling.time {
      let (inputs, targets) = batches[step]
      let (logits, _) = model(inputs, model.initialState(batch: batch), Tape())
      adam.minimize(logits.crossEntropy(targets), of: model, clip: 1)
      step += 1
    }
    return Measurement(timing: timing, tokens: Double(batch * time))
  }

  private func reading(tokens: Int) -> Measurement {
    let model = LanguageModelCase.lstm(hidden: 128, layers: 1)
    var generator = SplitMix64(seed: 5)
    let text = (0..<tokens).map { _ in generator.index(below: LanguageModelCase.vocabulary) }
    return Measurement(
      timing: sampling.time { _ = model.crossEntropy(of: text) }, tokens: Double(tokens))
  }

  private func drawing(tokens: Int, from model: some AutoregressiveModel) -> Measurement {
    var generator = SplitMix64(seed: 5)
    let timing = sampling.time {
      _ = sample(model, prompt: [0], length: tokens, using: &generator)
    }
    return Measurement(timing: timing, tokens: Double(tokens))
  }

  private func rounded(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value * scale).rounded() / scale
    return digits == 0 ? "\(Int(scaled))" : "\(scaled)"
  }
}
