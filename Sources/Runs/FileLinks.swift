/// How steps are tied by files.
enum FileLinks {
  /// The steps above that wrote something of what a record used or wrote, in order.
  static func writers(of record: StepRecord, above index: Int, _ records: [Int: StepRecord])
    -> [Int]
  {
    let names =
      record.inputs.filter { $0.kind != .variable }.map(\.name) + record.written.keys
      + record.overwritten
    guard !names.isEmpty else { return [] }
    return records.keys.filter { above in
      above < index
        && records[above].map { record in names.contains { wrote(record, $0) } } ?? false
    }.sorted()
  }

  /// Whether a step wrote a file, something in a folder, or the folder that something is in.
  static func wrote(_ record: StepRecord, _ name: String) -> Bool {
    (record.written.keys + record.overwritten).contains { isRelated($0, name) }
  }

  private static func isRelated(_ a: String, _ b: String) -> Bool {
    a == b || a.hasPrefix(b + "/") || b.hasPrefix(a + "/") || (b == "." && !a.hasPrefix("/"))
      || (a == "." && !b.hasPrefix("/"))
  }
}
