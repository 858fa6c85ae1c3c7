import Foundation
import Glibc
import Testing

@testable import Runs

@Suite struct ProcessTreeTests {
  @Test("A process, its parent and the first process")
  func parents() {
    let own = getpid()
    #expect(ProcessTree.parent(of: own) == getppid())
    #expect(ProcessTree.isDescendant(own, of: own))
    #expect(ProcessTree.isDescendant(own, of: getppid()))
    #expect(!ProcessTree.isDescendant(getppid(), of: own))
    #expect(ProcessTree.children(of: getppid()).contains(own))
  }

  @Test("Numbers that no process has", arguments: [0, -1, Int32.max])
  func nobody(process: Int32) {
    #expect(ProcessTree.parent(of: process) == nil)
    #expect(!ProcessTree.isDescendant(process, of: getpid()))
    #expect(ProcessTree.children(of: process) == [])
    #expect(ProcessTree.memory(of: process) == 0)
    #expect(ProcessTree.proportionalMemory(of: process) == 0)
  }

  @Test("Memory that a process has touched is counted")
  func memory() throws {
    let size = 64 << 20
    let before = ProcessTree.memory(of: getpid())
    let memory = try #require(
      mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(memory, size) }
    memset(memory, 1, size)
    // Other tests run at the same time and give memory back.
    #expect(ProcessTree.memory(of: getpid()) > before / 2 + UInt64(size) / 2)
    #expect(ProcessTree.proportionalMemory(of: getpid()) > UInt64(size) / 2)
  }
}
