import CKernels
import Foundation
import Testing

typealias Unary = @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

/// A function, its value in double and the largest error that it may have.
struct Function: CustomTestStringConvertible, Sendable {
  let name: String
  let kernel: Unary
  let exact: @Sendable (Double) -> Double
  let largestError: Double  // ulp
  var testDescription: String { name }

  func callAsFunction(_ x: [Float]) -> [Float] {
    var y = [Float](repeating: .nan, count: x.count)
    kernel(x.count, x, &y)
    return y
  }

  static let all = [
    Function(name: "exp", kernel: ck_exp_f32, exact: { exp($0) }, largestError: 1.02),
    Function(name: "log", kernel: ck_log_f32, exact: { log($0) }, largestError: 0.95),
    Function(name: "tanh", kernel: ck_tanh_f32, exact: { tanh($0) }, largestError: 2.54),
    Function(
      name: "sigmoid", kernel: ck_sigmoid_f32,
      exact: { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }, largestError: 2.4),
    Function(
      name: "gelu", kernel: ck_gelu_f32,
      exact: { $0 == -.infinity ? 0 : 0.5 * $0 * erfc(-$0 / 2.squareRoot()) }, largestError: 6),
  ]
}

/// The distance of a result from the exact one, in units of the last place of the exact one.
func ulps(_ found: Float, _ exact: Double) -> Double {
  let rounded = Float(exact)
  if rounded.isNaN || rounded.isInfinite || !found.isFinite {
    return found.isNaN && rounded.isNaN || found == rounded ? 0 : .infinity
  }
  let place = max(exact == 0 ? 0 : scalbn(1.0, Int(exact.exponent) - 23), 0x1p-149)
  return abs(Double(found) - exact) / place
}

/// Floats of every exponent and sign, spread evenly over the bit patterns, and the special ones.
let denseSample: [Float] =
  stride(from: UInt32(0), to: UInt32.max - 4_001, by: 4_001).map(Float.init(bitPattern:))
  + [0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]
  + [.leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]
  + [88.72283, 88.72284, -87.33655, -103.97208, -103.97209, -104, 0.8, -0.8]

extension KernelTests {
  @Suite struct Elementwise {
    @Test(arguments: Function.all)
    func `Errors stay within their bound over all exponents`(_ function: Function) {
      let near = numbers(20_000, in: -16...16, seed: 5)
      for x in [denseSample, near] {
        let y = function(x)
        for (x, y) in zip(x, y) {
          // Where Φ is subnormal, gelu keeps its absolute error only.
          if function.name == "gelu" && x < -12.9 && x > -15 {
            #expect(abs(Double(y) - function.exact(Double(x))) < 1e-43)
          } else if ulps(y, function.exact(Double(x))) > function.largestError {
            Issue.record("\(function.name)(\(x)) = \(y), not \(function.exact(Double(x)))")
          }
        }
      }
    }

    @Test(arguments: Function.all)
    func `Levels and threads give the same bits`(_ function: Function) {
      let x = denseSample.shuffled(seed: 11).prefix(30_001)
      sameBitsEverywhere { function(Array(x)) }
    }

    @Test(arguments: Function.all, 0...33)
    func `Every remainder is computed and nothing behind it`(_ function: Function, count: Int) {
      let x = numbers(count, in: 0.1...3, seed: 3)
      let y = sameBitsEverywhere(threads: [1]) {
        var y = [Float](repeating: 7, count: count + 1)
        function.kernel(count, x, &y)
        return y
      }
      #expect(y[count] == 7)
      for i in 0..<count { #expect(ulps(y[i], function.exact(Double(x[i]))) < 4) }
    }

    @Test func `The slope of gelu is its derivative`() {
      let x = numbers(9999, in: -6...6, seed: 9) + [-.infinity, .infinity, -100, 100]
      var y = x
      ck_gelu_f32(x.count, x, &y)
      let both = sameBitsEverywhere {
        var (y, slope) = (x, x)
        ck_gelu_with_slope_f32(x.count, x, &y, &slope)
        return y + slope
      }
      #expect(patterns(Array(both.prefix(x.count))) == patterns(y))
      let found = Array(both.dropFirst(x.count))
      for i in x.indices {
        let t = Double(x[i])
        let slope =
          0.5 * erfc(-t / 2.squareRoot())
          + (t.isFinite ? t * exp(-t * t / 2) / (2 * Double.pi).squareRoot() : 0)
        #expect(abs(Double(found[i]) - slope) < 2e-7)
      }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 70_001])
    func `Arithmetic rounds once per operation`(count: Int) {
      let (x, y) = (numbers(count, seed: 1), numbers(count, seed: 2))
      let results = sameBitsEverywhere {
        var (sum, difference, product) = (x, x, x)
        var (fused, axpy, scaled) = (y, y, y)
        ck_add_f32(1, count, x, y, &sum)
        ck_subtract_f32(1, count, x, y, &difference)
        ck_multiply_f32(1, count, x, y, &product)
        ck_multiply_add_f32(count, x, x, &fused)
        ck_axpy_f32(count, 0.3, x, &axpy)
        ck_scale_f32(count, 0.3, x, &scaled)
        return sum + difference + product + fused + axpy + scaled
      }
      let expected =
        zip(x, y).map { $0 + $1 } + zip(x, y).map { $0 - $1 } + zip(x, y).map { $0 * $1 }
        + zip(x, y).map { $1.addingProduct($0, $0) } + zip(x, y).map { $1.addingProduct(0.3, $0) }
        + x.map { 0.3 * $0 }
      #expect(patterns(results) == patterns(expected))
    }

    @Test(arguments: [
      (1, 70_001), (70_001, 1), (3, 40_000), (513, 130), (1_031, 67), (0, 5), (5, 0),
    ])
    func `A second operand may meet part after part`(parts: Int, count: Int) {
      let (x, y) = (numbers(parts * count, seed: 1), numbers(count, seed: 2))
      let results = sameBitsEverywhere {
        var (sum, difference, product) = (x, x, x)
        ck_add_f32(parts, count, x, y, &sum)
        ck_subtract_f32(parts, count, x, y, &difference)
        ck_multiply_f32(parts, count, x, y, &product)
        return sum + difference + product
      }
      let again = x.indices.map { y[$0 % count] }
      let expected =
        zip(x, again).map { $0 + $1 } + zip(x, again).map { $0 - $1 }
        + zip(x, again).map { $0 * $1 }
      #expect(patterns(results) == patterns(expected))
    }
  }
}

extension Array {
  func shuffled(seed: UInt64) -> [Element] {
    var generator = SplitMix64(state: seed)
    return shuffled(using: &generator)
  }
}
