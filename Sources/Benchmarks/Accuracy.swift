internal import CKernels
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The largest errors of the kernels' functions over all floats, in units in the last place of the
/// correctly rounded result, against the C library in double precision.
enum Accuracy {
  private struct Function: Sendable {
    let name: String
    let kernel: @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    let exact: @Sendable (Double) -> Double
  }

  private static let functions = [
    Function(name: "exp", kernel: { ck_exp_f32($0, $1, $2) }, exact: { exp($0) }),
    Function(name: "log", kernel: { ck_log_f32($0, $1, $2) }, exact: { log($0) }),
    Function(name: "tanh", kernel: { ck_tanh_f32($0, $1, $2) }, exact: { tanh($0) }),
    Function(
      name: "sigmoid", kernel: { ck_sigmoid_f32($0, $1, $2) }, exact: { 1 / (1 + exp(-$0)) }),
    Function(
      name: "gelu", kernel: { ck_gelu_f32($0, $1, $2) },
      exact: { $0 / 2 * erfc(-$0 * 0.5.squareRoot()) }),
  ]

  private struct Worst: Sendable {
    var error = 0.0
    var place: Float = 0
    /// Results that are infinite or NaN, where the rounded one is not the same.
    var wrong = 0
  }

  static func printTable(stride: Int) {
    say("function".padded(10) + "ulp".padded(-8) + "  at".padded(18) + "wrong limits")
    for function in functions {
      let worst = sweep(function, stride: stride)
      say(
        function.name.padded(10) + String(format: "%8.3f", worst.error)
          + "  \(worst.place)".padded(18) + "\(worst.wrong)")
    }
  }

  /// Parts of all 2³² bit patterns, on all cores.
  private static func sweep(_ function: Function, stride: Int) -> Worst {
    let parts = 1 << 12
    let patterns = (1 << 32) / parts
    let worst = Mutex(Worst())
    ck_set_thread_count(1)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let inputs = Swift.stride(from: part * patterns, to: (part + 1) * patterns, by: stride)
        .map { Float(bitPattern: UInt32($0)) }
      var outputs = [Float](repeating: 0, count: inputs.count)
      function.kernel(inputs.count, inputs, &outputs)
      let found = compare(function, inputs, outputs)
      worst.withLock { worst in
        worst.wrong += found.wrong
        if found.error > worst.error { (worst.error, worst.place) = (found.error, found.place) }
      }
    }
    return worst.withLock { $0 }
  }

  private static func compare(_ function: Function, _ inputs: [Float], _ outputs: [Float]) -> Worst
  {
    var worst = Worst()
    for (x, y) in zip(inputs, outputs) where x.isFinite {
      let exact = function.exact(Double(x))
      let rounded = Float(exact)
      guard rounded.isFinite, y.isFinite else {
        if y.bitPattern != rounded.bitPattern && !(y.isNaN && rounded.isNaN) { worst.wrong += 1 }
        continue
      }
      let error =
        abs(Double(y) - exact) / Double(max(abs(rounded), .leastNormalMagnitude).ulp)
      if error > worst.error { (worst.error, worst.place) = (error, x) }
    }
    return worst
  }
}
