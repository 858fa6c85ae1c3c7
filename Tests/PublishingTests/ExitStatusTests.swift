import Publishing
import Testing

@Suite struct ExitStatusTests {
  @Test("What kept the command from its work outweighs what failed in it, and that other bytes")
  func joined() {
    let order: [Publishing.ExitStatus] = [.good, .otherBytes, .cellFailed, .badInput]
    for (index, status) in order.enumerated() {
      for other in order[...index] {
        #expect(status.joined(with: other) == status)
        #expect(other.joined(with: status) == status)
      }
    }
    #expect(order.map(\.rawValue) == [0, 3, 1, 2])
  }
}
