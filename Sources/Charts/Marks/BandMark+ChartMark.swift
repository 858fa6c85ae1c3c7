internal import Basics

extension BandMark: ChartMark {
  var role: MarkRole { .borrowed }
  var key: MarkKey { .none }
  var pairs: [(x: Double, y: Double)] {
    Array(zip(x.values, low.values)).map { ($0, $1) }
      + Array(zip(x.values, high.values)).map { ($0, $1) }
  }

  func draw(on plot: Plot, style: SeriesStyle, into scene: inout Scene) {
    var (below, above): ([Point], [Point]) = ([], [])
    func close() {
      if below.count > 1 {
        let upper = Simplification.line(above, resolution: plot.resolution)
        let lower = Simplification.line(below, resolution: plot.resolution)
        scene.inside.append(.area(upper + lower.reversed(), style.color, opacity: 0.2))
      }
      (below, above) = ([], [])
    }
    for index in x.values.indices {
      if let first = plot.place(x.values[index], low.values[index]),
        let second = plot.place(x.values[index], high.values[index])
      {
        below.append(first)
        above.append(second)
      } else {
        close()
      }
    }
    close()
  }

  func anchor(on plot: Plot) -> Point? { nil }

  func summary(of chart: Chart) -> String? {
    let low = low.values.filter(\.isFinite).min()
    let high = high.values.filter(\.isFinite).max()
    guard let low, let high else { return nil }
    return "\(name.isEmpty ? "a band" : "the band of \(name)") spans "
      + "\(NumberText.short(low)) to \(NumberText.short(high))"
  }

  var columns: MarkColumns {
    let prefix = name.isEmpty ? "" : name + " "
    return MarkColumns(
      keys: x.values.map(NumberText.exact),
      columns: [
        (name: prefix + "low", values: low.values.map(NumberText.exact)),
        (name: prefix + "high", values: high.values.map(NumberText.exact)),
      ])
  }
}
