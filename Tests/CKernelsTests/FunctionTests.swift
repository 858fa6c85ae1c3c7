import CKernels
import Testing

@Suite struct FunctionTests {
  @Test("Functions are within a few units in the last place", arguments: MathFunction.all)
  func functionsAreAccurate(function: MathFunction) {
    let inputs = function.inputs
    var worst = 0.0
    var place = inputs[0]
    for (x, y) in zip(inputs, function.computed(inputs)) {
      let exact = function.exact(Double(x))
      let unit = Double(max(Float(abs(exact)), .leastNormalMagnitude).ulp)
      let error = abs(Double(y) - exact) / unit
      if !(error <= worst) { (worst, place) = (error, x) }
    }
    #expect(worst <= function.bound, "\(function.name)(\(place)): \(worst) ulp")
  }

  @Test(
    "Functions have the same bits at every level, for every length of the last block",
    arguments: (0..<4).filter { ck_simd_available(Int32($0)) == 1 })
  func functionsHaveTheSameBits(level: Int) async {
    await #expect(processExitsWith: .success) { [level] in
      for function in MathFunction.all {
        let all = function.inputs
        for count in [1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 4000] {
          let inputs = Array(all.prefix(count))
          _ = ck_set_simd_level(0)
          let scalar = function.computed(inputs).map(\.bitPattern)
          #expect(ck_set_simd_level(Int32(level)) == 0)
          let bits = function.computed(inputs).map(\.bitPattern)
          #expect(bits == scalar, "\(function.name), \(count)")
        }
      }
    }
  }

  @Test(
    "Reductions have the same bits at every level",
    arguments: (0..<4).filter { ck_simd_available(Int32($0)) == 1 })
  func reductionsHaveTheSameBits(level: Int) async {
    await #expect(processExitsWith: .success) { [level] in
      for count in [1, 15, 16, 17, 4099] {
        let numbers = Array(MathFunction.tanh.inputs.prefix(count))
        _ = ck_set_simd_level(0)
        let sum = ck_sum_f32(count, numbers)
        let squares = ck_sum_of_squares_f32(count, numbers)
        #expect(ck_set_simd_level(Int32(level)) == 0)
        #expect(ck_sum_f32(count, numbers).bitPattern == sum.bitPattern)
        #expect(ck_sum_of_squares_f32(count, numbers).bitPattern == squares.bitPattern)
        #expect(ck_max_f32(count, numbers) == numbers.max())
        let exact = numbers.reduce(0.0) { $0 + Double($1) }
        let size = numbers.reduce(0.0) { $0 + Double(abs($1)) }
        #expect(abs(Double(sum) - exact) <= 1e-6 * size)
        let exactSquares = numbers.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(squares - exactSquares) <= 1e-12 * exactSquares)
      }
    }
  }

  @Test("Far from zero the functions reach their limits")
  func limits() {
    #expect(MathFunction.exp.computed([-200]) == [0])
    #expect(MathFunction.exp.computed([0]) == [1])
    #expect(MathFunction.tanh.computed([-100, 0, 100]) == [-1, 0, 1])
    #expect(MathFunction.sigmoid.computed([0, 100]) == [0.5, 1])
    #expect(MathFunction.sigmoid.computed([-200])[0] < 1e-37)
    #expect(MathFunction.log.computed([1]) == [0])
  }
}
