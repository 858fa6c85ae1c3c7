internal import Basics
internal import Foundation
internal import Glibc

/// What the files are like that a notebook's cells use. Paths in a notebook's folder are told relative to
/// it, so that a folder that is moved or reached by another path gives the same.
struct FileView: Sendable {
  /// The notebook's folder as it is given, and its path from the root without links.
  let folder: String
  private let realFolder: String
  private let givenFolder: String

  init(folder: String) {
    self.folder = folder
    let current = FileManager.default.currentDirectoryPath
    givenFolder = Self.standard(folder.hasPrefix("/") ? folder : current + "/" + folder)
    realFolder = Self.real(folder) ?? givenFolder
  }

  /// A path as records name it: relative to the notebook's folder where it lies in it.
  func name(ofPath path: String) -> String {
    let path = Self.standard(path)
    for folder in [givenFolder, realFolder] where path == folder || path.hasPrefix(folder + "/") {
      return path == folder ? "." : String(path.dropFirst(folder.count + 1))
    }
    return path
  }

  /// A text in which files of the notebook's folder are named as from there.
  func withoutPaths(_ text: String) -> String {
    guard text.contains("/") else { return text }
    return [realFolder, givenFolder].filter { $0.count > 1 }.reduce(text) { text, folder in
      text.replacingOccurrences(of: "file://\(folder)/", with: "")
        .replacingOccurrences(of: folder + "/", with: "")
    }
  }

  /// What stands for what a look at a file or folder finds.
  func found(_ kind: StepInput.Kind, _ name: String) -> String {
    let path = name.hasPrefix("/") ? name : folder + "/" + name
    switch kind {
    case .content: return content(path)
    case .names: return names(path)
    case .presence: return type(path) == nil ? "absent" : "there"
    case .variable: return ""
    }
  }

  /// What stands for a file that a step has written: its content; a folder only by being there.
  func written(_ name: String) -> String {
    let path = name.hasPrefix("/") ? name : folder + "/" + name
    return type(path) == S_IFDIR ? "folder" : content(path)
  }

  private func content(_ path: String) -> String {
    switch type(path) {
    case nil: return "absent"
    case S_IFREG: return Self.digest(ofFile: path) ?? "unreadable"
    case S_IFDIR:
      var hash = SHA256()
      for name in Self.tree(path) {
        hash.update(field: name)
        let inner = path + "/" + name
        hash.update(
          field: type(inner) == S_IFREG ? Self.digest(ofFile: inner) ?? "unreadable" : "folder")
      }
      return hash.finish()
    default: return "special"
    }
  }

  private func names(_ path: String) -> String {
    guard type(path) == S_IFDIR else { return type(path) == nil ? "absent" : "no folder" }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var hash = SHA256()
    for name in names.sorted() where !Self.isOwn(name) { hash.update(field: name) }
    return hash.finish()
  }

  /// The names below a folder, without what Unroll itself keeps there.
  private static func tree(_ path: String) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: path) else { return [] }
    var names: [String] = []
    while let name = walk.nextObject() as? String {
      if isOwn(name) { walk.skipDescendants() } else { names.append(name) }
    }
    return names.sorted()
  }

  private static func isOwn(_ name: String) -> Bool {
    name == ".unroll" || name.hasSuffix("/.unroll")
  }

  /// The kind of file at a path, links followed; `nil` if there is none.
  private func type(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// The digest of a file, read in parts: it may be larger than memory.
  static func digest(ofFile path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { return hash.finish() }
      hash.update(buffer[..<count])
    }
  }

  /// A path from the root without links; `nil` if there is nothing.
  static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A path without `.`, `..` and doubled slashes, by its text alone.
  static func standard(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
