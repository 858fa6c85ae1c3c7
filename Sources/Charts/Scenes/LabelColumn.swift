/// Words one below the other, moved apart where they would touch.
enum LabelColumn {
  /// Places as near to the wished ones as a distance of `spacing` allows, within `range` if there
  /// is room. The order stays.
  static func arrange(_ wished: [Double], spacing: Double, in range: ClosedRange<Double>)
    -> [Double]
  {
    let order = wished.indices.sorted { (wished[$0], $0) < (wished[$1], $1) }
    // Neighbours that touch become a block around the mean of their wishes.
    var blocks: [(center: Double, count: Int)] = []
    for index in order {
      var block = (center: wished[index], count: 1)
      while let above = blocks.last,
        block.center - above.center < spacing * Double(block.count + above.count) / 2
      {
        blocks.removeLast()
        let count = block.count + above.count
        block.center =
          (block.center * Double(block.count) + above.center * Double(above.count))
          / Double(count)
        block.count = count
      }
      blocks.append(block)
    }
    var places: [Double] = []
    for block in blocks {
      let start = block.center - spacing * Double(block.count - 1) / 2
      for offset in 0..<block.count { places.append(start + spacing * Double(offset)) }
    }
    var limit = range.upperBound
    for index in places.indices.reversed() {
      places[index] = min(places[index], limit)
      limit = places[index] - spacing
    }
    limit = range.lowerBound
    for index in places.indices {
      places[index] = max(places[index], limit)
      limit = places[index] + spacing
    }
    var result = wished
    for (place, index) in zip(places, order) { result[index] = place }
    return result
  }
}
