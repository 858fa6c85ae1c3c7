import CKernels
import Foundation
import Testing

/// Sizes and options of one attention.
struct AttentionCase: CustomTestStringConvertible, Sendable {
  var batch = 2, heads = 2, size = 5, queries = 3, keys = 3
  var causal = false
  var lengths: [Int32]?
  var drops = false

  var testDescription: String {
    "\(batch) × \(heads) heads of \(size), \(queries) queries, \(keys) keys"
      + (causal ? ", causal" : "") + (lengths == nil ? "" : ", lengths")
      + (drops ? ", dropout" : "")
  }

  static let all = [
    AttentionCase(batch: 1, heads: 1, size: 1, queries: 1, keys: 1),
    AttentionCase(causal: true), AttentionCase(queries: 2, keys: 7, lengths: [7, 1]),
    AttentionCase(heads: 3, size: 33, queries: 31, keys: 33, causal: true, lengths: [33, 4]),
    AttentionCase(heads: 1, size: 32, queries: 65, keys: 65, causal: true, drops: true),
    AttentionCase(size: 5, queries: 40, keys: 55, causal: true, lengths: [55, 20]),
    AttentionCase(batch: 3, size: 16, queries: 1, keys: 100, causal: true),
    AttentionCase(size: 8, queries: 70, keys: 40, drops: true),
  ]

  var width: Int { heads * size }
  // Rows are longer than they need be, as where queries, keys and values lie side by side.
  var stride: Int { width + 3 }
  var q: [Float] { numbers(batch * queries * stride, in: -2...2, seed: 1) }
  var k: [Float] { numbers(batch * keys * stride, in: -2...2, seed: 2) }
  var v: [Float] { numbers(batch * keys * stride, seed: 3) }
  var upstream: [Float] { numbers(batch * queries * width, seed: 4) }
  var mask: [Float]? {
    drops
      ? numbers(batch * heads * queries * keys, seed: 5).map { $0 < -0.5 ? 0 : 1.25 } : nil
  }

  /// Outputs, weights and gradients of q, k and v by the kernels, one after the other.
  func run() -> [Float] {
    let (q, k, v, mask, lengths) = (q, k, v, mask, lengths)
    var y = [Float](repeating: 7, count: batch * queries * width)
    var weights = [Float](repeating: 7, count: batch * heads * queries * keys)
    var statistics = [Float](repeating: 7, count: 2 * batch * heads * queries)
    var (q̄, k̄, v̄) = (q, k, v)
    func withOptional<T, R>(_ array: [T]?, _ body: (UnsafePointer<T>?) -> R) -> R {
      array?.withUnsafeBufferPointer { body($0.baseAddress) } ?? body(nil)
    }
    q.withUnsafeBufferPointer { q in
      k.withUnsafeBufferPointer { k in
        v.withUnsafeBufferPointer { v in
          withOptional(mask) { mask in
            withOptional(lengths) { lengths in
              guard let q = q.baseAddress, let k = k.baseAddress, let v = v.baseAddress else {
                return
              }
              var job = ck_attention(
                batch: batch, heads: heads, size: size, query_time: queries, key_time: keys,
                queries: q, query_stride: stride, keys: k, key_stride: stride, values: v,
                value_stride: stride, causal: causal ? 1 : 0, key_lengths: lengths, mask: mask,
                scale: 0.7)
              var scratch = [Float](repeating: .nan, count: ck_attention_scratch_size(&job))
              ck_attention_f32(&job, &y, width, &statistics, &weights, &scratch)
              ck_attention_backward_f32(
                &job, y, upstream, width, statistics, &q̄, &k̄, &v̄, &scratch)
            }
          }
        }
      }
    }
    return y + weights + q̄ + k̄ + v̄
  }

  /// The same in double precision, as the formulas are written.
  func exact() -> [Double] {
    let (q, k, v) = (q.map(Double.init), k.map(Double.init), v.map(Double.init))
    var y = [Double](repeating: 0, count: batch * queries * width)
    var weights = [Double](repeating: 0, count: batch * heads * queries * keys)
    // What stands between the rows stays as it is.
    var (q̄, k̄, v̄) = (q, k, v)
    for (x, time) in [(0, queries), (1, keys), (2, keys)] {
      for row in 0..<(batch * time) {
        for j in 0..<width {
          if x == 0 { q̄[row * stride + j] = 0 }
          if x == 1 { k̄[row * stride + j] = 0 }
          if x == 2 { v̄[row * stride + j] = 0 }
        }
      }
    }
    for b in 0..<batch {
      for h in 0..<heads {
        for t in 0..<queries {
          let last = causal ? t + keys - queries : keys - 1
          let seen = 0...min(last, Int(lengths?[b] ?? Int32(keys)) - 1)
          let matrix = ((b * heads + h) * queries + t) * keys
          let m = (0..<keys).map { Double(mask?[matrix + $0] ?? 1) }
          let (row, out) = (
            (b * queries + t) * stride + h * size, (b * queries + t) * width + h * size
          )
          func other(_ s: Int) -> Int { (b * keys + s) * stride + h * size }
          func dot(_ x: [Double], _ i: Int, _ y: [Double], _ j: Int) -> Double {
            (0..<size).reduce(0) { $0 + x[i + $1] * y[j + $1] }
          }
          let scores = seen.map { 0.7 * dot(q, row, k, other($0)) }
          let top = scores.max() ?? 0
          let sum = scores.reduce(0) { $0 + exp($1 - top) }
          let p = scores.map { exp($0 - top) / sum }
          let upstream = upstream.map(Double.init)
          let p̄ = seen.map { m[$0] * dot(upstream, out, v, other($0)) }
          let mean = zip(p, p̄).reduce(0) { $0 + $1.0 * $1.1 }
          for s in seen {
            weights[matrix + s] = p[s]
            let s̄ = 0.7 * p[s] * (p̄[s] - mean)
            for j in 0..<size {
              y[out + j] += m[s] * p[s] * v[other(s) + j]
              q̄[row + j] += s̄ * k[other(s) + j]
              k̄[other(s) + j] += s̄ * q[row + j]
              v̄[other(s) + j] += m[s] * p[s] * upstream[out + j]
            }
          }
        }
      }
    }
    return y + weights + q̄ + k̄ + v̄
  }
}

extension KernelTests {
  @Suite struct Attention {
    @Test(arguments: AttentionCase.all)
    func `Attention and its gradients are the formulas', with the same bits everywhere`(
      _ sizes: AttentionCase
    ) {
      let found = sameBitsEverywhere { sizes.run() }
      let exact = sizes.exact()
      #expect(found.count == exact.count)
      let worst = zip(found, exact).map { abs(Double($0) - $1) }.max() ?? .infinity
      #expect(worst < 2e-5, "the largest error is \(worst)")
    }

    @Test(arguments: [(1, 1), (5, 16), (6, 37), (130, 70), (3, 200)])
    func `The gradients of layer norm are the formulas'`(rows: Int, columns: Int) {
      let (x, gamma) = (numbers(rows * columns, seed: 6), numbers(columns, seed: 7))
      let upstream = numbers(rows * columns, seed: 9)
      let found = sameBitsEverywhere {
        var y = x
        var (mean, rstd) = ([Float](repeating: 0, count: rows), [Float](repeating: 0, count: rows))
        ck_layer_norm_f32(rows, columns, x, gamma, gamma, 0.1, &y, &mean, &rstd)
        let found = backward(rows, columns, [x, gamma, mean, rstd, upstream], adding: nil)
        let added = backward(rows, columns, [x, gamma, mean, rstd, upstream], adding: x)
        #expect(added[0] == zip(x, found[0]).map { $0 + $1 })
        #expect(Array(added[1...]) == Array(found[1...]))
        let over = backward(
          rows, columns, [x, gamma, mean, rstd, upstream], adding: x, overIt: true)
        #expect(over == added)
        return found.flatMap { $0 }
      }
      var gamma̅ = [Double](repeating: 0, count: columns)
      var beta̅ = gamma̅
      var x̄: [Double] = []
      for r in 0..<rows {
        let row = x[r * columns..<(r + 1) * columns].map(Double.init)
        let gradient = upstream[r * columns..<(r + 1) * columns].map(Double.init)
        let mean = row.reduce(0, +) / Double(columns)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
        let rstd = 1 / (variance + 0.1).squareRoot()
        let normal = row.map { ($0 - mean) * rstd }
        let g = zip(gradient, gamma).map { $0 * Double($1) }
        let average = g.reduce(0, +) / Double(columns)
        let slope = zip(g, normal).reduce(0) { $0 + $1.0 * $1.1 } / Double(columns)
        for j in 0..<columns {
          gamma̅[j] += gradient[j] * normal[j]
          beta̅[j] += gradient[j]
          x̄.append(rstd * (g[j] - average - normal[j] * slope))
        }
      }
      let worst = zip(found, x̄ + gamma̅ + beta̅).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(worst < 3e-5, "the largest error is \(worst)")
    }

    /// x̄, γ̄ and β̄ of layer norm; x̄ in its own place or over what it is added to.
    private func backward(
      _ rows: Int, _ columns: Int, _ given: [[Float]], adding addend: [Float]?, overIt: Bool = false
    ) -> [[Float]] {
      var arrays: [UnsafeMutablePointer<Float>] = []
      defer { for array in arrays { array.deallocate() } }
      func copy(_ values: [Float]) -> UnsafeMutablePointer<Float> {
        let array = UnsafeMutablePointer<Float>.allocate(capacity: values.count)
        array.initialize(from: values, count: values.count)
        arrays.append(array)
        return array
      }
      func room(_ count: Int) -> UnsafeMutablePointer<Float> {
        copy([Float](repeating: 7, count: count))
      }
      let inputs = given.map(copy)
      let scratch = room(ck_layer_norm_scratch_size(rows, columns))
      let addend = addend.map(copy)
      let result = overIt ? addend : nil
      let results = [result ?? room(rows * columns), room(columns), room(columns)]
      var arguments = ck_layer_norm_backward(
        rows: rows, columns: columns, x: inputs[0], gamma: inputs[1], mean: inputs[2],
        rstd: inputs[3], y_gradient: inputs[4], addend: addend.map { UnsafePointer($0) },
        x_gradient: results[0], gamma_gradient: results[1], beta_gradient: results[2])
      ck_layer_norm_backward_f32(&arguments, scratch)
      return zip(results, [rows * columns, columns, columns]).map {
        [Float](UnsafeBufferPointer(start: $0, count: $1))
      }
    }
  }
}
