import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Recurrence {
    @Test(arguments: [0, 1, 2, 3, 4], [(1, [1]), (5, [2, 2, 2]), (16, [4, 3, 1]), (37, [5])])
    func `All steps and their gradients agree with the equations`(
      kind: Int32, size: (hidden: Int, lengths: [Int])
    ) {
      let (hidden, lengths) = size
      let example = Example(kind: kind, hidden: hidden, lengths: lengths)
      let found = sameBitsEverywhere { example.run() }
      let exact = example.exact(example.products.map(Double.init))
      for (place, output) in exact.enumerated() {
        #expect(abs(Double(found[place]) - output) < 2e-6)
      }
      // The gradient of L = Σ seed ⊙ output by differences, at some places.
      func loss(_ products: [Double]) -> Double {
        zip(example.exact(products), example.seed).reduce(0) { $0 + $1.0 * Double($1.1) }
      }
      let count = example.products.count
      for place in stride(from: 0, to: count, by: max(1, count / 41)) {
        var (up, down) = (example.products.map(Double.init), example.products.map(Double.init))
        let step = 1e-5
        up[place] += step
        down[place] -= step
        let slope = (loss(up) - loss(down)) / (2 * step)
        let (row, column) = (place / (example.gates * hidden), place % (example.gates * hidden))
        // The GRU with the reset after the product has n̄ first, and r ⊙ n̄ last.
        let width = kind == 2 ? 4 * hidden : example.gates * hidden
        let shifted = kind == 2 ? (column + hidden) % (3 * hidden) : column
        let gradient = found[exact.count + row * width + shifted]
        #expect(abs(Double(gradient) - slope) < 1e-5, "place \(place)")
      }
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func `Threads that share out sequences give the bits of one`(kind: Int32) {
      let lengths = (0..<37).map { 24 - $0 / 3 }
      let example = Example(kind: kind, hidden: 48, lengths: lengths)
      sameBitsEverywhere { example.run() }
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func `Inputs by place have the bits of inputs that were copied`(kind: Int32) {
      let lengths = (0..<19).map { 9 - $0 / 3 }
      let example = Example(kind: kind, hidden: 48, lengths: lengths)
      let found = sameBitsEverywhere { example.run(byPlace: true) }
      #expect(patterns(found) == patterns(example.run()))
    }

    @Test(arguments: [0, 1, 2, 3, 4], [false, true])
    func `Where no backward follows outputs have the same bits`(kind: Int32, byPlace: Bool) {
      let lengths = (0..<19).map { 9 - $0 / 3 }
      let example = Example(kind: kind, hidden: 48, lengths: lengths)
      let found = sameBitsEverywhere { example.run(byPlace: byPlace, forInference: true) }
      #expect(patterns(found) == patterns(Array(example.run()[..<found.count])))
    }

    @Test(arguments: [(0, 3), (1, 5), (7, 0), (7, 5), (300, 257)])
    func `Rows are copied from stride to stride`(rows: Int, columns: Int) {
      let x = numbers(rows * (columns + 2), seed: 4)
      let found = sameBitsEverywhere {
        var y = [Float](repeating: 7, count: rows * (columns + 1))
        ck_copy_rows_f32(rows, columns, x, columns + 2, &y, columns + 1)
        return y
      }
      for r in 0..<rows {
        let row = found[(r * (columns + 1))..<((r + 1) * (columns + 1))]
        #expect(Array(row) == x[(r * (columns + 2))...].prefix(columns) + [7])
      }
    }

    @Test
    func `Rows are gathered and scattered by place`() {
      let x = numbers(7 * 5, seed: 3)
      let place = [4, 0, 6, 2]
      var (rows, back) = ([Float](repeating: 0, count: 20), [Float](repeating: 0, count: 35))
      ck_gather_rows_f32(4, 5, x, place, &rows)
      #expect(rows == place.flatMap { Array(x[$0 * 5..<($0 + 1) * 5]) })
      ck_scatter_rows_f32(4, 5, rows, place, &back)
      #expect(back == (0..<35).map { place.contains($0 / 5) ? x[$0] : 0 })
    }
  }
}

/// One layer over sequences of falling length; outputs are in packed order backwards.
private struct Example {
  let kind: Int32
  let hidden: Int
  let lengths: [Int]
  let gates: Int
  let alive: [Int]
  let weights, bias, hiddenBias, start, startCell, products, seed: [Float]

  init(kind: Int32, hidden: Int, lengths: [Int]) {
    (self.kind, self.hidden, self.lengths) = (kind, hidden, lengths)
    gates = kind < 2 ? 1 : kind == 4 ? 4 : 3
    alive = (0..<lengths[0]).map { step in lengths.filter { $0 > step }.count }
    let (count, bound) = (lengths.reduce(0, +), 1 / Float(hidden).squareRoot())
    weights = numbers(gates * hidden * hidden, in: -bound...bound, seed: 1)
    bias = numbers(gates * hidden, seed: 2)
    hiddenBias = numbers(hidden, seed: 3)
    start = numbers(lengths.count * hidden, seed: 4)
    startCell = numbers(lengths.count * hidden, seed: 5)
    products = numbers(count * gates * hidden, in: -2...2, seed: 6)
    seed = numbers(count * hidden, seed: 7)
  }

  private var count: Int { lengths.reduce(0, +) }

  private func packed(_ rows: Range<Int>, transposed: Bool) -> [Float] {
    let (first, many) = (rows.lowerBound * hidden, rows.count * hidden)
    let (n, k) = transposed ? (many, hidden) : (hidden, many)
    var result = [Float](repeating: 0, count: ck_gemm_packed_size(n, k))
    let part = Array(weights[(first * hidden)..<((first + many) * hidden)])
    ck_gemm_pack_f32(transposed ? 1 : 0, n, k, part, hidden, &result)
    return result
  }

  /// Outputs and gradients of the gates, by the kernels; `byPlace`, the products of the inputs stand
  /// elsewhere, in the order of `place`; `forInference`, outputs alone, with room for no more.
  func run(byPlace: Bool = false, forInference: Bool = false) -> [Float] {
    let place = Array((0..<count).reversed())
    let row = gates * hidden
    let elsewhere = place.flatMap { Array(products[$0 * row..<($0 + 1) * row]) }
    let table = UnsafeMutableBufferPointer.copy(elsewhere)
    defer { table.deallocate() }
    let parts = kind == 3 ? 2 : gates
    let width = kind == 2 ? 4 : gates
    let arrays = [
      byPlace ? zeros(forInference ? lengths.count * row : products.count) : products,
      start + zeros(forInference ? 0 : count * hidden),
      startCell + zeros(forInference ? 0 : count * hidden),
      zeros(count * hidden), zeros(lengths.count * hidden), zeros(count * hidden),
      zeros(lengths.count * 3 * hidden), zeros(count * width * hidden),
      zeros(lengths.count * hidden), zeros(lengths.count * hidden),
    ].map { UnsafeMutableBufferPointer.copy($0) }
    defer { for array in arrays { array.deallocate() } }
    for direction in forInference ? [true] : [true, false] {
      let main = packed(0..<parts, transposed: direction)
      let candidate = packed((gates - 1)..<gates, transposed: direction)
      let outer = place.flatMap { p in Array(seed[p * hidden..<(p + 1) * hidden]) }
      main.withUnsafeBufferPointer { main in
        candidate.withUnsafeBufferPointer { candidate in
          bias.withUnsafeBufferPointer { bias in
            hiddenBias.withUnsafeBufferPointer { hiddenBias in
              outer.withUnsafeBufferPointer { outer in
                alive.withUnsafeBufferPointer { alive in
                  place.withUnsafeBufferPointer { place in
                    guard let at = alive.baseAddress, let to = place.baseAddress else { return }
                    var sequence = ck_sequence(steps: alive.count, alive: at, place: to)
                    var layer = ck_recurrence()
                    layer.kind = kind
                    layer.hidden = hidden
                    layer.weights = main.baseAddress
                    layer.candidate_weights = candidate.baseAddress
                    layer.bias = bias.baseAddress
                    layer.hidden_bias = hiddenBias.baseAddress
                    layer.output_gradient = outer.baseAddress
                    layer.gates = arrays[0].baseAddress
                    if byPlace {
                      layer.inputs = UnsafePointer(table.baseAddress)
                      layer.input_places = to
                    }
                    layer.for_inference = forInference ? 1 : 0
                    layer.before = arrays[1].baseAddress
                    layer.memory = forInference && kind == 2 ? nil : arrays[2].baseAddress
                    layer.cell_tanh = forInference ? nil : arrays[3].baseAddress
                    layer.last_cell = arrays[4].baseAddress
                    layer.output = arrays[5].baseAddress
                    layer.scratch = arrays[6].baseAddress
                    layer.gates_gradient = arrays[7].baseAddress
                    layer.hidden_gradient = arrays[8].baseAddress
                    layer.cell_gradient = arrays[9].baseAddress
                    if direction {
                      ck_recurrence_f32(&sequence, &layer)
                    } else {
                      ck_recurrence_backward_f32(&sequence, &layer)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    let output = place.flatMap { p in Array(arrays[5][p * hidden..<(p + 1) * hidden]) }
    return output + (forInference ? [] : [7, 8, 9].flatMap { Array(arrays[$0]) })
  }

  private func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }

  /// Outputs in double, one number at a time, from W x.
  func exact(_ products: [Double]) -> [Double] {
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    var h = start.map(Double.init)
    var c = startCell.map(Double.init)
    var outputs: [Double] = []
    var first = 0
    for running in alive {
      for row in 0..<running {
        let before = Array(h[row * hidden..<(row + 1) * hidden])
        func product(_ gate: Int, _ j: Int, _ state: [Double]) -> Double {
          let at = (gate * hidden + j) * hidden
          return (0..<hidden).reduce(0) { $0 + Double(weights[at + $1]) * state[$1] }
        }
        func input(_ gate: Int, _ j: Int) -> Double {
          products[(first + row) * gates * hidden + gate * hidden + j]
            + Double(bias[gate * hidden + j])
        }
        func a(_ gate: Int, _ j: Int) -> Double { input(gate, j) + product(gate, j, before) }
        let reset = gates == 3 ? (0..<hidden).map { sigmoid(a(0, $0)) } : []
        let kept = zip(reset, before).map { $0 * $1 }
        for j in 0..<hidden {
          let at = row * hidden + j
          switch kind {
          case 0: h[at] = tanh(a(0, j))
          case 1: h[at] = max(a(0, j), 0)
          case 2, 3:
            let inner =
              kind == 2
              ? reset[j] * (product(2, j, before) + Double(hiddenBias[j])) : product(2, j, kept)
            let n = tanh(input(2, j) + inner)
            let z = sigmoid(a(1, j))
            h[at] = (1 - z) * n + z * before[j]
          default:
            c[at] = sigmoid(a(1, j)) * c[at] + sigmoid(a(0, j)) * tanh(a(2, j))
            h[at] = sigmoid(a(3, j)) * tanh(c[at])
          }
        }
        outputs += h[row * hidden..<(row + 1) * hidden]
      }
      first += running
    }
    return outputs
  }
}

extension UnsafeMutableBufferPointer where Element == Float {
  fileprivate static func copy(_ elements: [Float]) -> Self {
    let buffer = allocate(capacity: elements.count)
    _ = buffer.initialize(from: elements)
    return buffer
  }
}
