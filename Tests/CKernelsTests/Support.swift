import CKernels
import Testing

/// All kernel tests: one after another, for they set the process's SIMD level and threads.
@Suite(.serialized) enum KernelTests {}

/// The levels that this CPU has, the reference first.
let levels = [CK_SIMD_SCALAR, CK_SIMD_AVX2, CK_SIMD_AVX512, CK_SIMD_NEON]
  .map { Int32($0) }.filter { ck_simd_available($0) == 1 }

/// Sebastiano Vigna's SplitMix64.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Seeded numbers from a range.
func numbers(_ count: Int, in range: ClosedRange<Float> = -1...1, seed: UInt64) -> [Float] {
  var generator = SplitMix64(state: seed)
  return (0..<count).map { _ in
    let unit = Float(generator.next() >> 40) * 0x1p-24
    return range.lowerBound + unit * (range.upperBound - range.lowerBound)
  }
}

/// The bits of each number; every NaN counts as the same.
func patterns(_ values: [Float]) -> [UInt32] {
  values.map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
}

/// Runs the body at every level with 1, 2 and 3 threads and expects the same bits each time.
/// Returns what the reference gave.
@discardableResult
func sameBitsEverywhere(
  threads: [Int32] = [1, 2, 3], location: SourceLocation = #_sourceLocation,
  _ body: () -> [Float]
) -> [Float] {
  let levelBefore = ck_simd_level()
  let threadsBefore = ck_thread_count()
  defer {
    ck_set_simd_level(levelBefore)
    ck_set_thread_count(threadsBefore)
  }
  ck_set_simd_level(Int32(CK_SIMD_SCALAR))
  ck_set_thread_count(1)
  let reference = body()
  let expected = patterns(reference)
  for level in levels {
    for count in threads {
      ck_set_simd_level(level)
      ck_set_thread_count(count)
      let found = patterns(body())
      if found != expected {
        let place = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? -1
        Issue.record(
          "level \(level), \(count) threads: other bits, first at \(place)",
          sourceLocation: location)
      }
    }
  }
  return reference
}
