import Foundation
import Testing

@testable import SequenceModels

@Suite struct ScheduleTests {
  static let schedules: [(name: String, schedule: Schedule)] = [
    ("constant", .constant), ("step", .step(every: 3, factor: 0.4)),
    ("exponential", .exponential(factor: 0.9)), ("cosine", .cosine(over: 12, floor: 0.1)),
    ("warm-up", .warmUp(4, from: 0.25)), ("inverse root", .inverseSquareRoot(warmUp: 4)),
  ]

  @Test("Schedules give PyTorch's rates", arguments: schedules.indices)
  func schedulesEqualPyTorch(index: Int) throws {
    let (name, schedule) = Self.schedules[index]
    let golden = try Golden("schedules")[name].elements
    #expect(golden.count == 12)
    for (step, rate) in golden.enumerated() {
      #expect(abs(0.5 * schedule.factor(step: step + 1) - rate) < 1e-6, "step \(step + 1)")
    }
  }

  @Test("A plateau lowers the rate where PyTorch does")
  func plateauEqualsPyTorch() throws {
    let golden = try Golden("schedules")
    var plateau = Plateau(factor: 0.5, patience: 1, floor: 0.2)
    let losses = try golden["plateau losses"].elements
    for (loss, rate) in zip(losses, try golden["plateau"].elements) {
      #expect(abs(0.5 * plateau.factor(after: loss) - rate) < 1e-6)
      #expect(Plateau(text: plateau.text) == plateau)
    }
  }

  @Test("A cosine ends at its floor and stays; a warm-up comes before any schedule")
  func ends() {
    let cosine = Schedule.cosine(over: 100, floor: 0.1)
    #expect(abs(cosine.factor(step: 101) - 0.1) < 1e-6 && cosine.factor(step: 500) == 0.1)
    for step in 1...100 {
      let exact = 0.1 + 0.45 * (1 + Foundation.cos(Double.pi * Double(step - 1) / 100))
      #expect(abs(Double(cosine.factor(step: step)) - exact) < 1e-7)
    }
    let warm = Schedule.constant.warmedUp(3)
    #expect((1...5).map { warm.factor(step: $0) } == [0.25, 0.5, 0.75, 1, 1])
  }
}
