import CKernels
import Foundation
import Testing

/// A function of the kernels, its exact counterpart, where it is tried and how many units in the last
/// place it may be off: what `unroll-bench --accuracy` found over all floats, as CKernels.h says.
struct MathFunction: Sendable, CustomTestStringConvertible {
  typealias Kernel =
    @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  var name: String
  var kernel: Kernel
  var exact: @Sendable (Double) -> Double
  var range: ClosedRange<Float>
  var bound: Double

  var testDescription: String { name }

  static let exp = MathFunction(
    name: "exp", kernel: { ck_exp_f32($0, $1, $2) }, exact: { Foundation.exp($0) },
    range: -87...88, bound: 1.02)
  static let log = MathFunction(
    name: "log", kernel: { ck_log_f32($0, $1, $2) }, exact: { Foundation.log($0) },
    range: 1e-37...1e37, bound: 0.92)
  static let tanh = MathFunction(
    name: "tanh", kernel: { ck_tanh_f32($0, $1, $2) }, exact: { Foundation.tanh($0) },
    range: -10...10, bound: 2.54)
  static let sigmoid = MathFunction(
    name: "sigmoid", kernel: { ck_sigmoid_f32($0, $1, $2) },
    exact: { 1 / (1 + Foundation.exp(-$0)) }, range: -80...80, bound: 2.41)
  static let gelu = MathFunction(
    name: "gelu", kernel: { ck_gelu_f32($0, $1, $2) },
    exact: { $0 / 2 * Foundation.erfc(-$0 * 0.5.squareRoot()) }, range: -15...15, bound: 5.8)
  static let all = [exp, log, tanh, sigmoid, gelu]

  /// Numbers of the range: evenly spread over it, near 0 and 1, and over all magnitudes.
  var inputs: [Float] {
    var numbers = Numbers(seed: 51)
    return (0..<20_000).map { index -> Float in
      let unit = numbers.float()
      let magnitude = Float(sign: .plus, exponent: Int(numbers.bits() % 90) - 83, significand: 1)
      let x =
        switch index % 4 {
        case 0: range.lowerBound + (unit + 1) / 2 * (range.upperBound - range.lowerBound)
        case 1: unit
        case 2: 1 + unit / 64
        default: unit * magnitude
        }
      let inside = range.lowerBound > 0 ? abs(x) : x
      return min(max(inside, range.lowerBound), range.upperBound)
    }
  }

  func computed(_ inputs: [Float]) -> [Float] {
    var outputs = [Float](repeating: 0, count: inputs.count)
    kernel(inputs.count, inputs, &outputs)
    return outputs
  }
}
