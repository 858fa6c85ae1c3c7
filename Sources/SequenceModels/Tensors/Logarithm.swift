/// The natural logarithm in double precision, the same on every machine: x = m · 2ᵉ with m in [1/√2, √2),
/// log m = 2 artanh((m − 1)/(m + 1)) by its series. Relative error below 10⁻¹⁴.
public func logarithm(_ x: Double) -> Double {
  guard x > 0, x.isFinite else { return x == 0 ? -.infinity : (x > 0 ? x : .nan) }
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 1.4142135623730951 {
    m /= 2
    exponent += 1
  }
  let s = (m - 1) / (m + 1)
  let square = s * s
  var sum = 0.0
  for k in stride(from: 41, through: 1, by: -2) { sum = sum * square + 1 / Double(k) }
  return exponent * 0.6931471805599453 + 2 * s * sum
}

/// eˣ in double precision, the same on every machine: x = j ln 2 + r, eʳ by its series. Relative error
/// below 10⁻¹⁴. What is not a number gives itself.
public func exponential(_ x: Double) -> Double {
  if x.isNaN { return x }
  if x > 709 { return .infinity }
  if x < -700 { return 0 }
  let j = (x * 1.4426950408889634).rounded()
  let r = (x - j * 0.6931471803691238) - j * 1.9082149292705877e-10
  var sum = 1.0
  for k in stride(from: 18, through: 1, by: -1) { sum = 1 + sum * r / Double(k) }
  return Double(sign: .plus, exponent: Int(j), significand: 1) * sum
}
