public import Foundation

/// Writes files so that a reader sees the old one or the new one, never a part.
public enum AtomicFile {
  /// How temporary files are called; they stand beside the file to come.
  private static let (opening, ending) = (".unroll-", ".tmp")

  /// Writes a file beside its place and then moves it there.
  ///
  /// A symbolic link stays, and what it names is written so. A pipe or a device stays as well, and the
  /// bytes go into it. Throws a ``Problem`` with the path if the file cannot be written, and leaves what
  /// stood there as it was and no temporary file.
  ///
  /// - Parameter option: the option of the command that names another place, for the advice.
  public static func write(
    _ data: Data, to path: String, option: String? = "--output", gate: WriteGate = .shared
  ) throws(Problem) {
    let reason =
      switch WriteTarget(path) {
      case .file(let place, let mode): replace(place, mode: mode, by: data, gate)
      case .stream(let place): pour(data, into: place, gate)
      case .none(let number): number
      }
    if let reason { throw problem(path, reason, option) }
  }

  /// Throws what ``write(_:to:option:gate:)`` would, as far as that can be known before there is anything
  /// to write.
  public static func check(_ path: String, option: String? = "--output") throws(Problem) {
    switch WriteTarget(path) {
    case .file(let place, _):
      let folder = WriteTarget.folder(of: place)
      if access(folder, W_OK) != 0 { throw problem(path, errno, option) }
    case .stream(let place): if access(place, W_OK) != 0 { throw problem(path, errno, option) }
    case .none(let number): throw problem(path, number, option)
    }
  }

  /// Removes temporary files of processes that were killed before they could.
  public static func tidy(_ folder: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(opening) && name.hasSuffix(ending) {
      let path = folder + "/" + name
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      close(descriptor)
    }
  }

  private static func replace(
    _ path: String, mode: mode_t?, by data: Data, _ gate: WriteGate
  ) -> Int32? {
    var temporary: String
    var opened: Result<Int32, SystemError>
    repeat {
      let number = String(UInt64.random(in: 0 ... .max), radix: 36)
      temporary = WriteTarget.folder(of: path) + "/" + opening + number + ending
      opened = gate.open(temporary, mode: 0o666)
    } while opened == .failure(SystemError(number: EWOULDBLOCK))
    let descriptor: Int32
    switch opened {
    case .success(let value): descriptor = value
    case .failure(let error): return error.number
    }
    var reason = data.withUnsafeBytes { DescriptorOutput.write($0, to: descriptor) }
    if let mode, reason == nil, fchmod(descriptor, mode) != 0 { reason = errno }
    // The lock that keeps others from tidying up is held to the end; some file systems tell only when a
    // descriptor is closed that they could not write.
    let lock = dup(descriptor)
    defer { if lock >= 0 { close(lock) } }
    if close(descriptor) != 0 { reason = reason ?? errno }
    if reason == nil { reason = gate.move(temporary, to: path) }
    if reason != nil { gate.discard(temporary) }
    return reason
  }

  private static func pour(_ data: Data, into path: String, _ gate: WriteGate) -> Int32? {
    gate.wait()
    // A pipe's reader may be about to open it; without one the writer would wait for ever.
    let flags = O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC | O_NONBLOCK
    var descriptor = open(path, flags)
    var attempts = 0
    while descriptor < 0, errno == ENXIO, attempts < 150 {
      attempts += 1
      usleep(20_000)
      descriptor = open(path, flags)
    }
    guard descriptor >= 0 else { return errno }
    let reason = data.withUnsafeBytes { DescriptorOutput.write($0, to: descriptor) }
    return close(descriptor) != 0 ? reason ?? errno : reason
  }

  private static func problem(_ path: String, _ number: Int32, _ option: String?) -> Problem {
    let other = option.map { "name another with \($0)" } ?? "name another"
    let advice =
      switch number {
      case ENOENT, ENOTDIR: "Make the folder first, or \(other)."
      case EACCES, EPERM, EROFS: "Allow writing to the folder, or \(other)."
      case ENOSPC, EDQUOT: "Free some space on the disk, or \(other)."
      case EISDIR, ENOTEMPTY, EEXIST: "Move the folder that stands there, or name another file."
      case ENXIO, EPIPE: "Nobody reads from it: start the reader first, or name another file."
      case ELOOP: "Its symbolic links lead in a circle: mend them, or name another file."
      default: "Check the path, or \(other)."
      }
    return Problem(
      .file, at: nil, "\(path): the file cannot be written.", advice: advice,
      underlying: String(cString: strerror(number)))
  }
}
