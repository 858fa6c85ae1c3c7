internal import CKernels

/// The rows that word2vec learns, padded with zeros (which stay zeros) to whole slices of 16 floats.
final class WordWeights {
  let size: Int
  let width: Int
  let inputRows: Int
  let outputRows: Int
  let inputs: UnsafeMutablePointer<Float>
  let outputs: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>

  /// Zeros.
  init(size: Int, inputRows: Int, outputRows: Int) {
    (self.size, self.inputRows, self.outputRows) = (size, inputRows, outputRows)
    width = (size + 15) / 16 * 16
    inputs = Self.zeros(inputRows * width)
    outputs = Self.zeros(outputRows * width)
    scratch = Self.zeros(Int(CK_WORD_BLOCK) * width)
  }

  deinit {
    inputs.deallocate()
    outputs.deallocate()
    scratch.deallocate()
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
              var weights = ck_word_weights(width: width, inputs: inputs, outputs: outputs)
              ck_word2vec_f32(&list, &weights, rate, steps, scratch)
            }
          }
        }
      }
    }
  }

  /// The input rows, [inputRows, size].
  var vectors: Tensor {
    var elements: [Float] = []
    elements.reserveCapacity(inputRows * size)
    for row in 0..<inputRows {
      elements += UnsafeBufferPointer(start: inputs + row * width, count: size)
    }
    return Tensor(elements, shape: [inputRows, size])
  }

  /// At a cache line's start, so that threads on different slices share no line.
  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
    let floats = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    floats.update(repeating: 0, count: count)
    return floats
  }
}
