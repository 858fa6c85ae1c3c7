/// Sine and cosine in double precision, the same on every machine: x = j π/2 + r with |r| ≤ π/4, both of
/// r by their series. Absolute error below 10⁻¹⁵ for |x| ≤ 10⁶.
public func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
  require(
    x.magnitude <= 1e6, "sineAndCosine: \(x) is too far from 0; the largest magnitude is 10⁶")
  let j = (x * 0.6366197723675814).rounded()
  // π/2 in three parts; the first two have so few bits that their products with j are exact.
  let r = ((x - j * 0x1.921fb54p0) - j * 0x1.10b46118p-30) - j * 0x1.313198a2e037p-61
  let square = r * r
  var (sine, cosine) = (1.0, 1.0)
  for k in stride(from: 20, through: 2, by: -2) {
    cosine = 1 - square * cosine / Double((k - 1) * k)
    sine = 1 - square * sine / Double(k * (k + 1))
  }
  sine *= r
  switch Int(j) & 3 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}
