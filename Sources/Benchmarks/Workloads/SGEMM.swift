extension Workload {
  static let sgemm = Workload(
    "sgemm", "matrix products: squares and recurrent shapes, beside the machine's peak"
  ) { sampling in
    let peak = MachinePeak()
    return Product.all.map { $0.measure(sampling, peak) }
  }
}
