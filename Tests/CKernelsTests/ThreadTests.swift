import CKernels
import Foundation
import Testing

/// Adds 1 to each of the Int32 in [begin, end).
private let countUp: @convention(c) (UnsafeMutableRawPointer?, Int, Int) -> Void = {
  context, begin, end in
  guard let counts = context?.assumingMemoryBound(to: Int32.self) else { return }
  for i in begin..<end { counts[i] += 1 }
}

/// The same, through a nested loop.
private let countUpNested: @convention(c) (UnsafeMutableRawPointer?, Int, Int) -> Void = {
  context, begin, end in
  guard let counts = context?.assumingMemoryBound(to: Int32.self) else { return }
  ck_parallel_for(end - begin, 1, countUp, counts + begin)
}

extension KernelTests {
  @Suite struct Threads {
    init() { ck_set_thread_count(3) }

    @Test(arguments: [(0, 1), (1, 1), (2, 1), (3, 1), (11, 1), (12, 5), (1000, 1), (1000, 499)])
    func `Every index runs exactly once`(count: Int, grain: Int) {
      var counts = [Int32](repeating: 0, count: count + 1)
      for _ in 0..<200 { ck_parallel_for(count, grain, countUp, &counts) }
      #expect(counts == [Int32](repeating: 200, count: count) + [0])
      ck_parallel_for(count, grain, countUpNested, &counts)
      #expect(counts == [Int32](repeating: 201, count: count) + [0])
    }

    @Test func `The pool starts again after it was stopped and when its size changes`() {
      for round in 1...20 {
        ck_set_thread_count(Int32(round % 4 + 1))
        var counts = [Int32](repeating: 0, count: 100)
        ck_parallel_for(100, 1, countUp, &counts)
        #expect(counts.allSatisfy { $0 == 1 })
        if round % 3 == 0 { ck_stop_threads() }
      }
    }

    @Test func `Several callers at once get their own results`() async {
      await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<4 {
          group.addTask {
            (0..<100).allSatisfy { _ in
              var counts = [Int32](repeating: 0, count: 64)
              ck_parallel_for(64, 1, countUp, &counts)
              return counts.allSatisfy { $0 == 1 }
            }
          }
        }
        for await right in group { #expect(right) }
      }
    }

    @Test(arguments: [true, false])
    func `The child of a fork has a pool of its own`(stopped: Bool) throws {
      // Swift hides fork; a child that only calls C and leaves by _exit may use it.
      typealias Fork = @convention(c) () -> Int32
      let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "fork"))
      let fork = unsafeBitCast(symbol, to: Fork.self)
      let counts = UnsafeMutablePointer<Int32>.allocate(capacity: 1000)
      defer { counts.deallocate() }
      counts.initialize(repeating: 0, count: 1000)
      ck_parallel_for(1000, 1, countUp, counts)
      if stopped { ck_stop_threads() }

      let child = fork()
      if child == 0 {
        alarm(20)  // a child that waits for threads it has not got dies of this
        for _ in 0..<50 { ck_parallel_for(1000, 1, countUp, counts) }
        for i in 0..<1000 where counts[i] != 51 { _exit(1) }
        ck_stop_threads()
        _exit(0)
      }
      var status: Int32 = -1
      #expect(waitpid(child, &status, 0) == child)
      #expect(status == 0)
      ck_parallel_for(1000, 1, countUp, counts)
      for i in 0..<1000 { #expect(counts[i] == 2) }
    }

    @Test func `A level that the CPU has not got is refused`() {
      let before = ck_simd_level()
      #expect(ck_set_simd_level(99) == -1)
      #expect(ck_simd_level() == before)
      #expect(ck_simd_available(before) == 1)
    }
  }
}
