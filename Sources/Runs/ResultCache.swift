internal import Basics
internal import Foundation
internal import CellMessages

/// What one step gave, as it is kept on disk.
struct StepRecord: Codable, Sendable {
  var outputs: [CellOutput] = []
  var inlineText: String?
  /// How a cell with `error: true` failed.
  var expectedFailure: Failure?
  /// Files read, with the digest of their content then; relative to the notebook's folder.
  var dependencies: [String: String] = [:]
}

/// Results of steps by key; a damaged entry is a miss.
struct ResultCache: Sendable {
  var folder: CacheFolder
  var notebookFolder: String

  func record(for key: String) -> StepRecord? {
    guard let data = FileManager.default.contents(atPath: path(key)), data.count > 65,
      String(decoding: data.prefix(64), as: UTF8.self) == SHA256.hexadecimal(data.dropFirst(65)),
      let record = try? FramePayload.decode(StepRecord.self, from: data.dropFirst(65))
    else { return nil }
    return record
  }

  func keep(_ record: StepRecord, for key: String) {
    guard let data = (try? FramePayload.encode(record)).map({ Data($0) }) else { return }
    CacheFolder.write(Data((SHA256.hexadecimal(data) + "\n").utf8) + data, to: path(key))
  }

  /// The files whose content is not what it was.
  func changedDependencies(_ record: StepRecord) -> [String] {
    record.dependencies.keys.sorted().filter { digest(ofFile: $0) != record.dependencies[$0] }
  }

  func digest(ofFile name: String) -> String {
    let path = name.hasPrefix("/") ? name : notebookFolder + "/" + name
    guard let data = FileManager.default.contents(atPath: path) else { return "absent" }
    return SHA256.hexadecimal(data)
  }

  private func path(_ key: String) -> String { folder.results + "/" + key.prefix(48) }
}
