import CKernels
import Testing

@Suite struct PoolRaceTests {
  @Test("Every element is worked on once, however often the pool is stopped and grows")
  func everyElementOnce() async {
    await #expect(processExitsWith: .success) {
      let counts = UnsafeMutablePointer<Int32>.allocate(capacity: 7)
      var wrong = 0
      for round in 0..<2000 {
        if round % 5 == 0 { ck_set_thread_count(Int32(2 + round % 3)) }
        counts.update(repeating: 0, count: 7)
        // Two elements wake one worker, seven wake all: the pool grows while it runs.
        let count = round % 5 < 2 ? 2 : 7
        ck_parallel_for(
          count, 1,
          { context, begin, end in
            guard let counts = context?.assumingMemoryBound(to: Int32.self) else { return }
            for element in begin..<end { counts[element] += 1 }
          }, counts)
        for element in 0..<7 where counts[element] != (element < count ? 1 : 0) { wrong += 1 }
      }
      #expect(wrong == 0)
    }
  }

  @Test("Callers on several threads do not disturb each other")
  func severalCallers() async {
    await #expect(processExitsWith: .success) {
      ck_set_thread_count(3)
      let wrong = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let counts = UnsafeMutablePointer<Int32>.allocate(capacity: 7)
            counts.update(repeating: 0, count: 7)
            for _ in 0..<2000 {
              ck_parallel_for(
                7, 1,
                { context, begin, end in
                  guard let counts = context?.assumingMemoryBound(to: Int32.self) else { return }
                  for element in begin..<end { counts[element] += 1 }
                }, counts)
            }
            return (0..<7).count { counts[$0] != 2000 }
          }
        }
        return await group.reduce(0, +)
      }
      #expect(wrong == 0)
    }
  }
}
