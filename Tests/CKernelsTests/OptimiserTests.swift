import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Optimisers {
    @Test(arguments: [Float(0), 0.1])
    func `Ten steps of Adam follow the paper`(decay: Float) {
      let count = 20_003
      let start = numbers(count, seed: 31)
      let found = sameBitsEverywhere {
        var (p, m) = (start, [Float](repeating: 0, count: count))
        var v = m
        for step in 1...10 {
          let g = p.map { $0 * 2 - 0.3 }
          ck_adam_f32(count, &p, g, &m, &v, 0.01, 0.9, 0.999, 1e-8, decay, step)
        }
        return p
      }
      for i in stride(from: 0, to: count, by: 101) {
        var (p, m, v) = (Double(start[i]), 0.0, 0.0)
        for step in 1...10 {
          let g = p * 2 - 0.3
          p *= 1 - 0.01 * Double(decay)
          m = 0.9 * m + 0.1 * g
          v = 0.999 * v + 0.001 * g * g
          let root = (v / (1 - pow(0.999, Double(step)))).squareRoot() + 1e-8
          p -= 0.01 * m / (1 - pow(0.9, Double(step))) / root
        }
        #expect(abs(Double(found[i]) - p) < 3e-5)
      }
    }

    @Test func `SGD subtracts the scaled gradient`() {
      let (p, g) = (numbers(70_001, seed: 1), numbers(70_001, seed: 2))
      let found = sameBitsEverywhere {
        var result = p
        ck_sgd_f32(p.count, &result, g, 0.1)
        return result
      }
      #expect(patterns(found) == patterns(zip(p, g).map { $0.addingProduct(-0.1, $1) }))
    }
  }
}
