internal import CKernels

/// The rows that word2vec learns, padded with zeros (which stay zeros) to whole slices of 16 floats.
final class WordWeights {
  let size: Int
  let width: Int
  let inputRows: Int
  let outputRows: Int
  private let inputStorage: Storage
  private let outputStorage: Storage
  private let scratch: Storage

  /// Zeros.
  init(size: Int, inputRows: Int, outputRows: Int) {
    (self.size, self.inputRows, self.outputRows) = (size, inputRows, outputRows)
    width = (size + 15) / 16 * 16
    inputStorage = Self.zeros(inputRows * size, of: inputRows * width)
    outputStorage = Self.zeros(outputRows * width)
    scratch = Self.zeros(Int(CK_WORD_BLOCK) * width)
  }

  var inputs: UnsafeMutablePointer<Float> { inputStorage.pointer }
  var outputs: UnsafeMutablePointer<Float> { outputStorage.pointer }

  /// Learns from the examples in their order; `steps` gets rate · (label − σ) of every output.
  func update(_ examples: WordExamples, rate: Float, steps: inout [Float]) {
    if steps.count < examples.outputs.count {
      steps += [Float](repeating: 0, count: examples.outputs.count - steps.count)
    }
    examples.inputStarts.withUnsafeBufferPointer { inputStarts in
      examples.inputs.withUnsafeBufferPointer { inputRows in
        examples.outputStarts.withUnsafeBufferPointer { outputStarts in
          examples.outputs.withUnsafeBufferPointer { outputRows in
            steps.withUnsafeMutableBufferPointer { steps in
              guard let a = inputStarts.baseAddress, let b = inputRows.baseAddress,
                let c = outputStarts.baseAddress, let d = outputRows.baseAddress,
                let steps = steps.baseAddress
              else { return }
              var list = ck_word_examples(
                count: examples.count, input_starts: a, inputs: b, output_starts: c, outputs: d)
              var weights = ck_word_weights(width: width, inputs: inputs, outputs: outputs)
              ck_word2vec_f32(&list, &weights, rate, steps, scratch.pointer)
            }
          }
        }
      }
    }
  }

  /// The input rows, [inputRows, size], in the memory they were learnt in: nothing is learnt after it.
  func takeVectors() -> Tensor {
    for row in 0..<inputRows {
      (inputs + row * size).update(from: inputs + row * width, count: size)
    }
    return Tensor(storage: inputStorage, shape: [inputRows, size])
  }

  private static func zeros(_ count: Int, of capacity: Int? = nil) -> Storage {
    let storage = Storage(count: count, capacity: capacity)
    storage.pointer.update(repeating: 0, count: capacity ?? count)
    return storage
  }
}
