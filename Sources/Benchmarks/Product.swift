internal import CKernels
internal import SequenceModels

/// One matrix product of the `sgemm` workload: op(a)[m, k] · op(b)[k, n].
struct Product {
  /// How the operands are stored: NT has b as `[n, k]`, TN has a as `[k, m]`; packed has b packed
  /// beforehand, as the steps of a recurrence have it.
  enum Layout: String { case nn = "NN", nt = "NT", tn = "TN", packed = "PK" }

  var layout: Layout
  var m: Int
  var k: Int
  var n: Int

  var name: String { "\(layout.rawValue) \(m)x\(k)x\(n)" }
  var operations: Double { 2 * Double(m) * Double(k) * Double(n) }

  /// Squares, and the shapes that recurrent layers of 128 to 1024 on batches of 32 × 64 multiply:
  /// all inputs at once, one step, one step backward, the weights' gradients; and thin ones.
  static let all: [Product] =
    [128, 256, 512, 1024, 2048].flatMap { size in
      [Layout.nn, .nt, .tn].map { Product(layout: $0, m: size, k: size, n: size) }
    }
    + [(2048, 64, 512), (2048, 128, 384), (2048, 128, 512), (2048, 256, 1024)].flatMap {
      (m, k, n) in [Layout.nn, .nt].map { Product(layout: $0, m: m, k: k, n: n) }
    }
    + [(512, 2048, 128), (1024, 2048, 256), (2048, 2048, 512)].map {
      (m, k, n) in Product(layout: .tn, m: m, k: k, n: n)
    }
    + [
      (32, 128, 512), (32, 256, 1024), (32, 512, 2048), (32, 1024, 4096), (32, 512, 128),
      (32, 1024, 256), (32, 2048, 512),
    ].flatMap { (m, k, n) in
      [Layout.packed, .nn, .nt].map { Product(layout: $0, m: m, k: k, n: n) }
    }
    + [(1, 256, 1024), (5, 256, 1024)].flatMap { (m, k, n) in
      [Layout.packed, .nn, .nt].map { Product(layout: $0, m: m, k: k, n: n) }
    }

  /// Times it beside the machine's peak: each sample just after a look at the peak.
  func measure(_ sampling: Sampling, _ peak: MachinePeak) -> Measurement {
    var generator = SplitMix64(seed: 1)
    func random(_ count: Int) -> TensorMemory {
      let memory = TensorMemory(count: count)
      for i in 0..<count { memory.floats[i] = generator.uniform(-0.5...0.5) }
      return memory
    }
    let a = random(m * k)
    let b = random(k * n)
    let c = random(m * n)
    let packed = TensorMemory(count: layout == .packed ? ck_gemm_packed_size(n, k) : 0)
    if layout == .packed { ck_gemm_pack_f32(0, n, k, b.floats, n, packed.floats) }
    var peaks: [Double] = []
    let timing = sampling.time(between: { peaks.append(peak.gigaflops()) }) {
      let (a, b, c) = (a.floats, b.floats, c.floats)
      switch layout {
      case .packed: ck_gemm_packed_f32(0, m, n, k, a, k, packed.floats, 0, c, n)
      case .nn: ck_gemm_f32(0, 0, m, n, k, a, k, b, n, 0, c, n)
      case .nt: ck_gemm_f32(0, 1, m, n, k, a, k, b, k, 0, c, n)
      case .tn: ck_gemm_f32(1, 0, m, n, k, a, m, b, n, 0, c, n)
      }
    }
    let machine = Timing(peaks).median
    let share = 100 * operations / timing.median / 1e9 / machine
    return Measurement(
      part: name, timing: timing, operations: operations,
      others: [("peak_gflops", machine), ("percent_of_peak", share)])
  }
}

/// Floats in memory as tensors have it: large ones in large pages.
private final class TensorMemory {
  let floats: UnsafeMutablePointer<Float>
  private let bytes: Int

  init(count: Int) {
    bytes = max(1, count) * MemoryLayout<Float>.stride
    guard let memory = ck_allocate(bytes) else { fatalError("no memory for \(count) floats") }
    floats = memory.bindMemory(to: Float.self, capacity: count)
  }

  deinit { ck_release(floats, bytes) }
}
