internal import CKernels
internal import CMachinePeak

/// What the machine's multiply-add units allow, at the engine's SIMD level and threads.
struct MachinePeak {
  private let lanes: Int32
  private let parts: Int

  init() {
    switch Int(ck_simd_level()) {
    case CK_SIMD_AVX512: lanes = 16
    case CK_SIMD_AVX2: lanes = 8
    case CK_SIMD_NEON: lanes = 4
    default: lanes = 1
    }
    parts = Int(ck_thread_count())
  }

  /// GFLOP/s of all threads together, over some twenty milliseconds.
  func gigaflops() -> Double {
    var run = Run(lanes: lanes, iterations: 4_000_000)
    let seconds = ContinuousClock().measure {
      ck_parallel_for(
        parts, 1,
        { context, begin, end in
          guard let run = context?.assumingMemoryBound(to: Run.self).pointee else { return }
          for _ in begin..<end { _ = machine_peak_run(run.lanes, run.iterations) }
        }, &run)
    }.seconds
    let operations = Double(parts) * machine_peak_run(lanes, 1) * Double(run.iterations)
    return operations / seconds / 1e9
  }

  private struct Run {
    var lanes: Int32
    var iterations: Int
  }
}
