internal import Basics
internal import CellMessages
internal import Foundation

/// Results of steps by key; a damaged entry is a miss.
struct ResultStore: Sendable {
  var folder: CacheFolder

  func record(for key: String) -> StepRecord? {
    guard let data = folder.contents(of: path(key)) else { return nil }
    return try? Payload.decode(StepRecord.self, from: data)
  }

  func keep(_ record: StepRecord, for key: String) {
    guard let data = (try? Payload.encode(record)).map({ Data($0) }) else { return }
    folder.keep(data, at: path(key))
  }

  func forget(_ key: String) { try? FileManager.default.removeItem(atPath: path(key)) }

  private func path(_ key: String) -> String { folder.results + "/" + key.prefix(48) }
}
