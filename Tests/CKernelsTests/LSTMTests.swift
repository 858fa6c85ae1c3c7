import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct LSTM {
    /// One step in double: from pre-activations i, f, g, o and c to (c, h).
    static func step(_ gates: [Double], _ cPrevious: Double) -> (c: Double, h: Double) {
      func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
      let c = sigmoid(gates[1]) * cPrevious + sigmoid(gates[0]) * tanh(gates[2])
      return (c, sigmoid(gates[3]) * tanh(c))
    }

    @Test(arguments: [(1, 1), (2, 5), (3, 16), (4, 37), (70, 33)])
    func `A step and its gradients agree with the equations`(rows: Int, hidden: Int) {
      let stride = 4 * hidden + 3
      let gates = numbers(rows * stride, in: -3...3, seed: 21)
      let cPrevious = numbers(rows * hidden, in: -2...2, seed: 22)
      let hGradient = numbers(rows * hidden, seed: 23)
      let cGradient = numbers(rows * hidden, seed: 24)
      let size = rows * hidden
      let found = sameBitsEverywhere {
        var (activations, c, t, h) = (gates, cPrevious, cPrevious, cPrevious)
        ck_lstm_step_f32(
          rows, hidden, &activations, stride, cPrevious, hidden, &c, hidden, &t, hidden, &h, hidden)
        var (gateGradient, previousGradient) = (activations, cGradient)
        ck_lstm_step_backward_f32(
          rows, hidden, &gateGradient, stride, cPrevious, hidden, t, hidden, hGradient, hidden,
          &previousGradient, hidden)
        return c + h + previousGradient + gateGradient
      }
      for r in 0..<rows {
        for j in 0..<hidden {
          let at = r * hidden + j
          let input = (0..<4).map { Double(gates[r * stride + $0 * hidden + j]) }
          let exact = Self.step(input, Double(cPrevious[at]))
          #expect(abs(Double(found[at]) - exact.c) < 1e-6)
          #expect(abs(Double(found[size + at]) - exact.h) < 1e-6)

          func loss(_ gates: [Double], _ c: Double) -> Double {
            let result = Self.step(gates, c)
            return result.c * Double(cGradient[at]) + result.h * Double(hGradient[at])
          }
          let e = 1e-5
          let c = Double(cPrevious[at])
          let slope = (loss(input, c + e) - loss(input, c - e)) / (2 * e)
          #expect(abs(Double(found[2 * size + at]) - slope) < 2e-6)
          for gate in 0..<4 {
            var (up, down) = (input, input)
            up[gate] += e
            down[gate] -= e
            let slope = (loss(up, c) - loss(down, c)) / (2 * e)
            let place = 3 * size + r * stride + gate * hidden + j
            #expect(abs(Double(found[place]) - slope) < 2e-6)
          }
        }
        for j in 4 * hidden..<stride {
          #expect(found[3 * size + r * stride + j] == gates[r * stride + j], "between rows")
        }
      }
    }
  }
}
