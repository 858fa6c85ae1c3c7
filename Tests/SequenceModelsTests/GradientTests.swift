import Foundation
import Testing

@testable import SequenceModels

@Suite struct GradientTests {
  @Test("Gradients equal five-point differences", arguments: GradientRow.all)
  func gradientsEqualDifferences(row: GradientRow) {
    for (name, error) in row.make().gradientErrors() {
      #expect(error < 1e-3, "gradient of \(name): relative error \(error)")
    }
  }

  @Test("Every operation and layer of the sources has a row")
  func everyOperationAndLayerHasARow() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sources = root.appending(path: "Sources/SequenceModels").path
    let files = try #require(FileManager.default.enumerator(atPath: sources))
    let kinds: Set = [
      "Operation", "AddingOperation", "PairOperation", "Layer", "RecurrentLayer",
      "AutoregressiveModel",
      "StackedRecurrence", "RecurrentCell",
    ]
    var names: Set<String> = []
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: sources + "/" + file, encoding: .utf8)
      for line in text.split(separator: "\n") {
        let declaration = /^(?:public )?(?:final )?(?:struct|class) (\w+)(?:<.*>)?: ([\w, ]+) \{.*/
        guard let match = line.wholeMatch(of: declaration) else { continue }
        let protocols = match.2.split(separator: ",").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        if !kinds.isDisjoint(with: protocols) { names.insert(String(match.1)) }
      }
    }
    #expect(names.contains("MatMul") && names.contains("LSTM"))
    #expect(names == Set(GradientRow.all.map(\.covers)))
  }

  @Test("A gradient that is half a percent too large fails the check")
  func aSlightlyWrongGradientFails() {
    let wrong = Differentiable([("x", random([2, 3], seed: 1))]) { x in
      WrongTanh(factor: 1.005)(x)
    }
    let right = Differentiable([("x", random([2, 3], seed: 1))]) { x in
      WrongTanh(factor: 1)(x)
    }
    #expect(wrong.gradientErrors().allSatisfy { $0.error > 1e-3 })
    #expect(right.gradientErrors().allSatisfy { $0.error < 1e-3 })
  }

  @Test("A gradient that is left out fails the check")
  func aMissingGradientFails() {
    let wrong = Differentiable([("x", random([2, 3], seed: 1)), ("y", random([2, 3], seed: 2))]) {
      OneSidedProduct()($0)
    }
    let errors = wrong.gradientErrors()
    #expect(errors[0].error < 1e-3)
    #expect(errors[1].error > 0.9)
  }
}

/// Hyperbolic tangent with a gradient that is wrong by a factor.
private struct WrongTanh: SequenceModels.Operation {
  static let name = "wrong tanh"
  var factor: Float

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: Tensor) { Tanh().forward(inputs) }

  func backward(_ gradient: Tensor, saved: Tensor) -> [Tensor?] {
    Tanh().backward(gradient, saved: saved).map { part in
      part.map { $0.combined(with: $0) { x, _ in x * factor } }
    }
  }
}

/// A product that forgets its second gradient.
private struct OneSidedProduct: SequenceModels.Operation {
  static let name = "one-sided product"

  func forward(_ inputs: [Tensor]) -> (output: Tensor, saved: (Tensor, Tensor)) {
    Multiply().forward(inputs)
  }

  func backward(_ gradient: Tensor, saved: (Tensor, Tensor)) -> [Tensor?] {
    [Multiply.product(gradient, saved.1), nil]
  }
}
