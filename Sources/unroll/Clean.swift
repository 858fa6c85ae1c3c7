internal import Basics
internal import ArgumentParser
internal import Foundation
internal import Runs
internal import Notebooks

/// `unroll clean`
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Forget the cache of a folder's notebooks.")
  @Argument(help: "Folders with notebooks; notebooks/ if none is named.") var paths: [String] = []

  func run() throws {
    for path in paths.isEmpty ? ["notebooks"] : paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Problem(.file, "\(path): no such file or folder")
      }
      let folder = isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent
      let cache = CacheFolder(besideNotebooksIn: folder).path
      guard FileManager.default.fileExists(atPath: cache) else { continue }
      do { try FileManager.default.removeItem(atPath: cache) } catch {
        throw Problem(
          .file, "\(cache): cannot be removed", advice: "Check the permissions of the folder.",
          underlying: error.localizedDescription)
      }
    }
  }
}
