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

    @Test(arguments: [Float(0), 0.1], [false, true])
    func `Every rule has the same bits everywhere`(penalty: Float, noGradient: Bool) {
      let (p, g) = (numbers(20_003, seed: 1), numbers(20_003, seed: 2))
      let moments = (3...5).map { seed in numbers(20_003, seed: UInt64(seed)).map(\.magnitude) }
      func after(
        _ rule: (
          UnsafeMutablePointer<Float>, UnsafePointer<Float>?, [UnsafeMutablePointer<Float>]
        ) -> Void
      ) {
        let found = sameBitsEverywhere {
          let arrays = ([p] + moments).map { values in
            let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
            _ = copy.initialize(from: values)
            return copy
          }
          defer { for array in arrays { array.deallocate() } }
          let pointers = arrays.compactMap(\.baseAddress)
          g.withUnsafeBufferPointer {
            rule(pointers[0], noGradient ? nil : $0.baseAddress, Array(pointers.dropFirst()))
          }
          return arrays.flatMap { Array($0) }
        }
        #expect(found.count == 4 * p.count)
        #expect(found.prefix(p.count) != p[...] || noGradient && penalty == 0)
      }
      var sgd = ck_sgd(
        rate: 0.1, momentum: 0.9, dampening: 0.2, penalty: penalty, nesterov: 1, first: 0)
      var adagrad = ck_adagrad(rate: 0.1, epsilon: 1e-10, penalty: penalty)
      var rmsprop = ck_rmsprop(
        rate: 0.1, alpha: 0.9, epsilon: 1e-8, momentum: 0.5, penalty: penalty)
      var adam = ck_adam(
        rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, penalty: penalty, decay: 0.1, sparse: 0)
      after { ck_sgd_step_f32(p.count, $0, $1, $2[0], &sgd) }
      after { p, g, _ in ck_sgd_step_f32(20_003, p, g, nil, &sgd) }
      after { ck_adagrad_step_f32(p.count, $0, $1, $2[0], &adagrad) }
      after { ck_rmsprop_step_f32(p.count, $0, $1, $2[0], nil, nil, &rmsprop) }
      // Mean squares above the squared means, as a run has them.
      after { p, g, m in
        for i in 0..<20_003 { m[0][i] += m[1][i] * m[1][i] }
        ck_rmsprop_step_f32(20_003, p, g, m[0], m[1], m[2], &rmsprop)
      }
      after { ck_adam_step_f32(p.count, $0, $1, $2[0], $2[1], $2[2], &adam, 7) }
      adam.sparse = 1
      after { ck_adam_step_f32(p.count, $0, $1, $2[0], $2[1], nil, &adam, 7) }
    }
  }
}
