internal import Basics

extension IndexEntry {
  /// What a report that ``HTMLReport`` wrote says of itself in its head; there is no drawing in it.
  /// `nil` if the page is another program's.
  public init?(readingReport page: String, file: String) {
    guard page.firstRange(of: "<meta name=\"generator\" content=\"Unroll\">") != nil,
      let title = Self.text(in: page, from: "<title>", to: "</title>")
    else { return nil }
    self.init(
      title: title,
      description: Self.text(in: page, from: "<meta name=\"description\" content=\"", to: "\">"),
      file: file, hasFailed: page.firstRange(of: "<p class=\"banner\">") != nil)
  }

  private static func text(in page: String, from opening: String, to closing: String) -> String? {
    guard let start = page.firstRange(of: opening),
      let end = page[start.upperBound...].firstRange(of: closing)
    else { return nil }
    let text = String(page[start.upperBound..<end.lowerBound])
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ]
    return entities.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
