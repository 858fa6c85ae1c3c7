public import Reports

/// What an output folder holds of one notebook.
public struct ReportRecord: Codable, Equatable, Sendable {
  /// The notebook's name.
  public var name: String
  /// Its reports with the digests of their bytes, by file name.
  public var files: [String: String]
  /// The page beside the report with what may differ between runs, if there is one.
  public var volatilePage: String?
  /// What the index says of it, if there is an HTML report.
  public var card: IndexEntry?
  /// Files of earlier runs that nothing vouches for any more; they are told of as long as they are there.
  public var leftOver: Set<String>

  /// A record.
  public init(
    name: String, files: [String: String] = [:], volatilePage: String? = nil,
    card: IndexEntry? = nil, leftOver: Set<String> = []
  ) {
    self.name = name
    self.files = files
    self.volatilePage = volatilePage
    self.card = card
    self.leftOver = leftOver
  }

  /// All files that were written for the notebook and may still be there.
  public var allFiles: Set<String> {
    leftOver.union(files.keys).union(volatilePage.map { [$0] } ?? [])
  }

  /// As it is written: sets in order, nothing that is empty.
  private enum CodingKeys: String, CodingKey { case name, files, volatilePage, card, leftOver }

  /// Reads a record; only the name must be there.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    files = try values.decodeIfPresent([String: String].self, forKey: .files) ?? [:]
    volatilePage = try values.decodeIfPresent(String.self, forKey: .volatilePage)
    card = try values.decodeIfPresent(IndexEntry.self, forKey: .card)
    leftOver = Set(try values.decodeIfPresent([String].self, forKey: .leftOver) ?? [])
  }

  /// Writes a record.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    if !files.isEmpty { try values.encode(files, forKey: .files) }
    try values.encodeIfPresent(volatilePage, forKey: .volatilePage)
    try values.encodeIfPresent(card, forKey: .card)
    if !leftOver.isEmpty { try values.encode(leftOver.sorted(), forKey: .leftOver) }
  }
}
