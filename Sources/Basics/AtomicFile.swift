public import Foundation

/// Writes files so that a reader sees the old one or the new one, never a part.
public enum AtomicFile {
  /// Writes a file beside its place and then moves it there.
  ///
  /// Throws a ``Problem`` with the path if that is not possible, and leaves what stood there as it
  /// was and no temporary file.
  public static func write(_ data: Data, to path: String) throws(Problem) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw problem(path, errno) }
    if let reason = fill(descriptor, data) ?? move(template, to: path) {
      unlink(template)
      throw problem(path, reason)
    }
  }

  /// Writes all bytes and closes the file; the error number if that fails.
  private static func fill(_ descriptor: Int32, _ data: Data) -> Int32? {
    var reason: Int32?
    data.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          reason = errno
          return
        }
      }
    }
    // What mkstemp makes is for its owner alone; a report is for all.
    let mask = umask(0)
    umask(mask)
    if fchmod(descriptor, 0o666 & ~mask) != 0 { reason = reason ?? errno }
    if close(descriptor) != 0 { reason = reason ?? errno }
    return reason
  }

  private static func move(_ temporary: [CChar], to path: String) -> Int32? {
    rename(temporary, path) == 0 ? nil : errno
  }

  private static func problem(_ path: String, _ number: Int32) -> Problem {
    let advice =
      switch number {
      case ENOENT, ENOTDIR: "Make the folder first, or name another with --output."
      case EACCES, EPERM, EROFS: "Allow writing to the folder, or name another with --output."
      case ENOSPC, EDQUOT: "Free some space on the disk, or name another folder with --output."
      case EISDIR, ENOTEMPTY, EEXIST: "Move the folder that stands there, or name another file."
      default: "Check the path, or name another folder with --output."
      }
    return Problem(
      .file, at: nil, "\(path): the file cannot be written.", advice: advice,
      underlying: String(cString: strerror(number)))
  }
}
