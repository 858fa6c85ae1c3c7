public import Basics
public import Foundation
internal import Glibc
internal import Reports

/// The folder that reports are written to.
public struct OutputFolder: Sendable {
  /// Its path as the user named it.
  public var path: String

  /// A folder, which need not be there yet.
  public init(_ path: String) { self.path = path }

  /// The path of a file in it.
  public func path(of file: String) -> String { path + "/" + file }

  /// Makes the folder, and finds out before anything runs whether it can be written.
  public func prepare() throws(Problem) {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw unusable("a file stands where the folder for reports should be")
    }
    if let reason = make() {
      let isLink = (try? manager.destinationOfSymbolicLink(atPath: path)) != nil
      throw unusable(
        isLink ? "a symbolic link that leads nowhere" : "this folder cannot be made", reason)
    }
    guard manager.isWritableFile(atPath: path) else {
      throw unusable("this folder cannot be written")
    }
    AtomicFile.tidy(path)
  }

  /// Makes the folder and those above it; the reason if that fails. Another process may make them at the
  /// same time: that they are there in the end is what counts.
  private func make() -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for count in 1...parts.count {
      let folder = parts.prefix(count).joined(separator: "/")
      if folder.isEmpty || mkdir(folder, 0o777) == 0 || errno == EEXIST { continue }
      // What may not be written above can still hold the rest.
      if errno == EROFS || errno == EACCES, count < parts.count { continue }
      return String(cString: strerror(errno))
    }
    var info = stat()
    guard stat(path, &info) == 0 else { return String(cString: strerror(errno)) }
    return info.st_mode & S_IFMT == S_IFDIR ? nil : String(cString: strerror(ENOTDIR))
  }

  private func unusable(_ what: String, _ underlying: String? = nil) -> Problem {
    Problem(
      .file, "\(path): \(what)",
      advice: "Choose another one with --output, or check the permissions.", underlying: underlying)
  }

  /// Runs `body` while no other process does so for this folder. The lock is on the folder itself: no file
  /// is left, and it ends with the process however that ends.
  public func withLock<Value>(_ body: () throws -> Value) throws -> Value {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // Some network file systems have no locks on folders: one after the other is still safe there.
    defer { if descriptor >= 0 { close(descriptor) } }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    return try body()
  }

  /// What stands in it; throws a ``Problem`` that names the line if a record there is damaged.
  public func state() throws(Problem) -> Publication.State {
    var state = Publication.State()
    state.present = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
    state.digests = try digests() ?? [:]
    if let text = try text(of: Manifest.file) {
      state.manifest = try Manifest.parse(text, path: path(of: Manifest.file))
    }
    let described = Set(state.manifest.records.values.compactMap { $0.card?.file })
    for file in state.digests.keys
    where file.hasSuffix(".html") && !described.contains(file) && state.present.contains(file) {
      state.foundCards[file] = contents(of: file).flatMap {
        IndexEntry(readingReport: String(decoding: $0, as: UTF8.self), file: file)
      }
    }
    return state
  }

  /// The digests on record, by file; `nil` if there are none.
  public func digests() throws(Problem) -> [String: String]? {
    guard let text = try text(of: Digests.file) else { return nil }
    let entries = try Digests.parse(text, path: path(of: Digests.file))
    return Dictionary(entries.map { ($0.name, $0.digest) }) { first, _ in first }
  }

  /// The bytes of a file, if it is there.
  public func contents(of file: String) -> Data? {
    FileManager.default.contents(atPath: path(of: file))
  }

  private func text(of file: String) throws(Problem) -> String? {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path(of: file))) } catch {
      if (error as? CocoaError)?.code == .fileReadNoSuchFile { return nil }
      throw Problem(
        .file, "\(path(of: file)): cannot be read",
        advice: "Check what stands there, and its permissions.")
    }
    if let text = String(validating: data, as: UTF8.self) { return text }
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw Problem(
      .encoding, at: SourceLocation(file: path(of: file), line: line + 1),
      "the line is not UTF-8",
      advice: "Mend the line, or remove the file and render all notebooks: it is written anew.")
  }

  /// Writes a file whole; returns the digest of its bytes.
  @discardableResult
  public func write(_ data: Data, to file: String) throws(Problem) -> String {
    try AtomicFile.write(data, to: path(of: file))
    return SHA256.hexadecimal(data)
  }

  /// Writes what a render leaves beside the reports. The manifest comes first: the others follow from it,
  /// so that an end in between loses nothing.
  public func write(_ publication: Publication) throws {
    var publication = publication
    try write(Data(publication.manifest.text().utf8), to: Manifest.file)
    if let entries = publication.index {
      let page = Data(IndexPage.render(entries).utf8)
      publication.setIndexDigest(try write(page, to: "index.html"))
    }
    let digests = publication.digests.map { ($0.key, $0.value) }
    try write(Data(Digests.text(digests).utf8), to: Digests.file)
  }
}
