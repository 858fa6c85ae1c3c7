internal import Basics
internal import CellMessages
internal import Foundation

/// What the cells of a notebook are made of, by their texts: an unchanged notebook asks no compiler.
struct ItemStore: Sendable {
  var folder: CacheFolder
  var toolchain: Toolchain

  func items(of codes: [String]) -> [CellItems]? {
    guard let data = folder.contents(of: path(codes)) else { return nil }
    return try? Payload.decode([CellItems].self, from: data)
  }

  func keep(_ items: [CellItems], of codes: [String]) {
    guard let bytes = try? Payload.encode(items) else { return }
    folder.keep(Data(bytes), at: path(codes))
  }

  private func path(_ codes: [String]) -> String {
    var hash = SHA256()
    for field in ["items 1", toolchain.version] + codes { hash.update(field: field) }
    return folder.results + "/items-" + hash.finish().prefix(42)
  }
}
