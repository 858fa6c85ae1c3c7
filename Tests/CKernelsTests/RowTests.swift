import CKernels
import Foundation
import Testing

/// Half of a unit in the last place of 1: the largest relative error of one rounding.
private let unit = 0x1p-24

extension KernelTests {
  @Suite struct Rows {
    @Test(arguments: [0, 1, 7, 15, 16, 17, 31, 33, 4095, 4096, 4097, 3 * 4096 + 5, 50_000])
    func `Sums follow the documented order`(count: Int) {
      let x = numbers(count, in: -1...2, seed: UInt64(count))
      let found = sameBitsEverywhere(threads: [1]) { [ck_sum_f32(count, x)] }
      var sums: [Float] = stride(from: 0, to: count, by: 4096).map { begin in
        var partial = [Float](repeating: 0, count: 16)
        for i in begin..<min(begin + 4096, count) { partial[(i - begin) % 16] += x[i] }
        for half in [8, 4, 2, 1] { for j in 0..<half { partial[j] += partial[j + half] } }
        return partial[0]
      }
      // A binary tree over the blocks; an odd one out joins where its neighbours have met.
      while sums.count > 1 {
        sums = stride(from: 0, to: sums.count, by: 2).map {
          $0 + 1 < sums.count ? sums[$0] + sums[$0 + 1] : sums[$0]
        }
      }
      #expect(found == [sums.first ?? 0])
      let total = x.reduce(0.0) { $0 + Double($1) }
      let blocks = max((count + 4095) / 4096, 1)
      let roundings = Double(min(count, 4096)) / 16 + 4 + log2(Double(blocks)).rounded(.up)
      let size = x.reduce(0.0) { $0 + Double(abs($1)) }
      #expect(abs(Double(found[0]) - total) <= roundings * unit * size)
      let exact = x.reduce(0.0) { $0 + Double($1) * Double($1) }
      for level in levels {
        ck_set_simd_level(level)
        #expect(abs(ck_sum_of_squares_f32(count, x) - exact) <= 1e-12 * exact)
      }
      #expect(ck_max_f32(count, x) == x.max() ?? -.infinity)
    }

    @Test(arguments: [1, 5, 16, 40])
    func `A NaN anywhere is the maximum`(count: Int) {
      for place in 0..<count {
        var x = numbers(count, seed: 4)
        x[place] = .nan
        for level in levels {
          ck_set_simd_level(level)
          #expect(ck_max_f32(count, x).isNaN)
        }
      }
    }

    @Test(arguments: [(1, 1), (3, 5), (4, 16), (7, 33), (300, 65), (2, 5000)])
    func `Softmax is the normalised exponential`(rows: Int, columns: Int) {
      var x = numbers(rows * columns, in: -30...30, seed: 8)
      if columns > 1 { x[1] = -.infinity }
      let y = sameBitsEverywhere {
        var y = x
        ck_softmax_f32(rows, columns, x, &y)
        return y
      }
      for r in 0..<rows {
        let row = x[r * columns..<(r + 1) * columns].map(Double.init)
        let top = row.max() ?? 0
        let total = row.reduce(0) { $0 + exp($1 - top) }
        for j in 0..<columns where row[j] > -.infinity {
          let exact = exp(row[j] - top) / total
          let bound = (top - row[j] + log(Double(columns)) + Double(columns) / 16 + 11) * unit
          #expect(abs(Double(y[r * columns + j]) - exact) <= bound * exact + 0x1p-126)
        }
      }
      if columns > 1 { #expect(y[1] == 0) }
    }

    @Test(arguments: [(1, 2), (5, 17), (400, 29)])
    func `Cross entropy gives losses and gradients of logits`(rows: Int, columns: Int) {
      let x = numbers(rows * columns, in: -8...8, seed: 12)
      let targets = (0..<rows).map { Int32($0 * 7 % columns) }
      let weights = (0..<rows).map { $0 % 3 == 1 ? Float(0) : 0.25 }
      let found = sameBitsEverywhere {
        var (gradients, losses) = (x.map { _ in Float.nan }, [Float](repeating: -1, count: rows))
        ck_softmax_cross_entropy_f32(rows, columns, x, targets, weights, &losses, &gradients)
        return gradients + losses
      }
      for r in 0..<rows {
        let row = x[r * columns..<(r + 1) * columns].map(Double.init)
        let total = row.reduce(0) { $0 + exp($1) }
        let weight = Double(weights[r])
        let loss = weight == 0 ? 0 : log(total) - row[Int(targets[r])]
        let width = log(Double(columns)) + Double(columns) / 16
        #expect(abs(Double(found[rows * columns + r]) - loss) <= (width + 7 + 4 * loss) * unit)
        for j in 0..<columns {
          let share = exp(row[j]) / total
          let slope = weight * (share - (j == Int(targets[r]) ? 1 : 0))
          let bound = ((row.max() ?? 0) - row[j] + width + 12) * share + 1
          #expect(abs(Double(found[r * columns + j]) - slope) <= weight * bound * unit)
        }
      }
    }

    @Test(arguments: [(1, 1), (2, 3), (5, 16), (6, 37), (200, 48)])
    func `Layer norm has zero mean and unit variance before gamma and beta`(
      rows: Int, columns: Int
    ) {
      let x = numbers(rows * columns, in: 3...9, seed: 6)
      let (gamma, beta) = (numbers(columns, seed: 7), numbers(columns, seed: 8))
      let found = sameBitsEverywhere {
        var (y, mean) = (x, [Float](repeating: 0, count: rows))
        var rstd = mean
        ck_layer_norm_f32(rows, columns, x, gamma, beta, 1e-5, &y, &mean, &rstd)
        return y + mean + rstd
      }
      for r in 0..<rows {
        let row = x[r * columns..<(r + 1) * columns].map(Double.init)
        let mean = row.reduce(0, +) / Double(columns)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
        let rstd = 1 / (variance + 1e-5).squareRoot()
        let chain = Double(columns) / 16 + 5
        let largest = row.map { abs($0) }.max() ?? 0
        #expect(abs(Double(found[rows * columns + r]) - mean) <= chain * largest * unit)
        #expect(abs(Double(found[rows * (columns + 1) + r]) / rstd - 1) < 1e-5)
        for j in 0..<columns {
          let normal = (row[j] - mean) * rstd
          let exact = normal * Double(gamma[j]) + Double(beta[j])
          let bound = chain * largest * rstd + abs(normal) * (chain + 12) / 2
          #expect(
            abs(Double(found[r * columns + j]) - exact)
              <= (abs(Double(gamma[j])) * bound + abs(exact)) * unit)
        }
      }
    }
  }
}
