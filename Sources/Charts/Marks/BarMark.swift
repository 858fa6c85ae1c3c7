/// A bar for each category; several such marks stand side by side in each category.
public struct BarMark: Sendable, Equatable, Codable {
  /// What the bars show.
  public var name: String
  /// The categories, along the horizontal axis.
  public var categories: [String]
  /// The heights.
  public var values: Numbers

  /// Bars.
  public init(name: String, categories: [String], values: Numbers) {
    self.name = name
    self.categories = categories
    self.values = values
  }
}

extension Chart {
  /// A bar for each category. Stops the program if the lists differ in length.
  public func bars<Value: ChartNumber>(
    _ categories: some Sequence<String>, _ values: some Sequence<Value>, name: String = ""
  ) -> Chart {
    let (categories, values) = (Array(categories), Numbers(values))
    requireSameCount("bars", ("categories", categories.count), ("values", values.count))
    return adding(.bars(BarMark(name: name, categories: categories, values: values)))
  }
}
