internal import CKernels

/// How the engine uses this machine; no result depends on it.
public enum EngineSettings {
  /// The SIMD level in use: `UNROLL_SIMD`, or the best that the CPU has.
  ///
  /// An unknown level, or one that the CPU has not got, ends the process with a message and status 2.
  public static var simdLevel: String {
    ["scalar", "avx2", "avx512", "neon"][Int(ck_simd_level())]
  }

  /// Threads that share work: `UNROLL_THREADS`, or one per CPU. A wrong number ends the process with a
  /// message and status 2.
  public static var threads: Int { Int(ck_thread_count()) }

  /// Ends the engine's own threads; the next large operation starts them again.
  public static func stopThreads() { ck_stop_threads() }
}
