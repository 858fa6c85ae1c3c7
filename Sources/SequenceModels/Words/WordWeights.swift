internal import CKernels

/// What word2vec learns: a row for each word as an input, and one for each as an output.
final class WordWeights {
  let inputs: SectionedRows
  private(set) var outputs: SectionedRows
  private var scratch = Storage(count: 0)

  /// Zeros.
  init(size: Int, inputRows: Int, outputRows: Int) {
    inputs = SectionedRows(count: inputRows, size: size)
    outputs = SectionedRows(count: outputRows, size: size)
  }

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
              var weights = ck_word_weights(
                width: inputs.width, input_rows: inputs.count, output_rows: outputs.count,
                inputs: inputs.pointer, outputs: outputs.pointer)
              let size = ck_word2vec_scratch_size(&list, inputs.width)
              if scratch.count < size { scratch = Storage(count: size) }
              ck_word2vec_f32(&list, &weights, rate, steps, scratch.pointer)
            }
          }
        }
      }
    }
  }

  /// The input rows, [rows, size], when all is learnt: the outputs are given up for the room they take.
  func takeVectors() -> Tensor {
    outputs = SectionedRows(count: 0, size: outputs.size)
    return inputs.tensor
  }
}
