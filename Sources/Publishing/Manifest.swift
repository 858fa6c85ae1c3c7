public import Basics
internal import Foundation

/// What an output folder holds, by notebook: the source of its index, so that rendering one notebook needs
/// nothing of the others. It is kept beside the reports, and can be removed with them at any time.
public struct Manifest: Equatable, Sendable {
  /// The file in the output folder.
  public static let file = ".unroll-reports"

  /// The records, by the notebooks' names.
  public var records: [String: ReportRecord]

  /// A manifest of some records.
  public init(_ records: [ReportRecord] = []) {
    self.records = Dictionary(records.map { ($0.name, $0) }) { _, last in last }
  }

  /// One line of JSON for each notebook, by the bytes of their names.
  public func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let sorted = records.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return try sorted.map { try String(decoding: encoder.encode($0), as: UTF8.self) + "\n" }
      .joined()
  }

  /// Reads what ``text()`` wrote; `path` is named in what is thrown.
  public static func parse(_ text: String, path: String = file) throws(Problem) -> Manifest {
    var records: [String: ReportRecord] = [:]
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let record: ReportRecord
      do { record = try JSONDecoder().decode(ReportRecord.self, from: Data(line)) } catch {
        throw damaged(path, index, "not the record of a notebook's reports")
      }
      guard records[record.name] == nil else {
        throw damaged(path, index, "a second record of the reports of \(record.name)")
      }
      records[record.name] = record
    }
    return Manifest(Array(records.values))
  }

  private static func damaged(_ path: String, _ index: Int, _ message: String) -> Problem {
    Problem(
      .file, at: SourceLocation(file: path, line: index + 1), message,
      advice: "Remove the file and render all notebooks: it is written anew.")
  }
}
