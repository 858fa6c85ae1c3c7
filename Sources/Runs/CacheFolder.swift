internal import Basics
internal import Foundation
internal import Glibc

/// The folder `.unroll` beside the notebooks. Whatever goes wrong in it is a miss, never an error: each
/// file opens with the digest of what follows.
public struct CacheFolder: Sendable {
  /// The folder itself.
  public let path: String

  /// The cache of the notebooks in a folder.
  public init(besideNotebooksIn folder: String) {
    self.init(path: (folder.isEmpty ? "." : folder) + "/.unroll")
  }

  init(path: String) { self.path = path }

  var objects: String { path + "/objects" }
  var results: String { path + "/results" }

  /// Where the compiler keeps C modules: they hold their own path, so that a folder that is moved or
  /// reached by another path gets new ones.
  var moduleCache: String {
    let real = FileView.real(path) ?? path
    return real + "/modules/" + SHA256.hexadecimal(real.utf8).prefix(16)
  }

  /// Forgets the compiler's C modules: one of them is damaged.
  func forgetModules() {
    try? FileManager.default.removeItem(atPath: moduleCache)
    try? FileManager.default.createDirectory(
      atPath: moduleCache, withIntermediateDirectories: true)
  }

  /// Makes the folders; tells whether they can be written.
  func prepare() -> Bool {
    let manager = FileManager.default
    for folder in [objects, results] {
      try? manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try? manager.createDirectory(atPath: moduleCache, withIntermediateDirectories: true)
    if !manager.fileExists(atPath: path + "/.gitignore") {
      Self.write(Data("*\n".utf8), to: path + "/.gitignore")
    }
    return access(objects, W_OK) == 0 && access(results, W_OK) == 0
  }

  /// What ``keep(_:at:)`` wrote, if it is whole.
  func contents(of path: String) -> Data? {
    FileManager.default.contents(atPath: path).flatMap { data in
      Seal.open(data, name: (path as NSString).lastPathComponent).map { Data($0) }
    }
  }

  /// Keeps some bytes with their digest; tells whether that was possible.
  @discardableResult
  func keep(_ data: Data, at path: String) -> Bool {
    Self.write(Data(Seal.of(data, name: (path as NSString).lastPathComponent)) + data, to: path)
  }

  /// Writes a file whole or not at all.
  @discardableResult
  private static func write(_ data: Data, to path: String) -> Bool {
    (try? AtomicFile.write(data, to: path)) != nil
  }
}
