internal import Foundation
internal import Glibc

/// The folder `.unroll` beside the notebooks. Whatever goes wrong in it is a miss, never an error.
public struct CacheFolder: Sendable {
  /// The folder itself.
  public let path: String

  /// The cache of the notebooks in a folder.
  public init(besideNotebooksIn folder: String) {
    path = (folder.isEmpty ? "." : folder) + "/.unroll"
  }

  var objects: String { path + "/objects" }
  var results: String { path + "/results" }
  var moduleCache: String { path + "/modules" }

  /// Makes the folders; tells whether they can be written.
  func prepare() -> Bool {
    let manager = FileManager.default
    for folder in [objects, results, moduleCache] {
      try? manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    if !manager.fileExists(atPath: path + "/.gitignore") {
      Self.write(Data("*\n".utf8), to: path + "/.gitignore")
    }
    return access(objects, W_OK) == 0 && access(results, W_OK) == 0
  }

  /// Writes a file whole or not at all.
  @discardableResult
  static func write(_ data: Data, to path: String) -> Bool {
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    guard FileManager.default.createFile(atPath: temporary, contents: data) else { return false }
    guard rename(temporary, path) == 0 else {
      unlink(temporary)
      return false
    }
    return true
  }
}
