internal import Glibc

/// What a path leads to, as far as it matters for writing there.
enum WriteTarget: Equatable {
  /// A plain file, or a place for one, with the permissions that the file there has: it is replaced.
  case file(path: String, mode: mode_t?)
  /// A pipe, a device or an open descriptor: bytes go into it, and it stays.
  case stream(path: String)
  /// It cannot be written; the error number.
  case none(Int32)

  /// Follows symbolic links, so that the link stays and what it names is written.
  init(_ path: String) {
    var path = path
    for _ in 0..<40 {
      var info = stat()
      guard lstat(path, &info) == 0 else {
        self = errno == ENOENT ? .file(path: path, mode: nil) : .none(errno)
        return
      }
      switch info.st_mode & S_IFMT {
      case S_IFLNK:
        // What links in /proc name is an open descriptor, not a place in a folder.
        if Self.isInProc(path) {
          self = .stream(path: path)
          return
        }
        guard let next = Self.destination(ofLink: path) else {
          self = .none(errno)
          return
        }
        path = next
      case S_IFREG:
        self = .file(path: path, mode: info.st_mode & 0o777)
        return
      case S_IFDIR:
        self = .none(EISDIR)
        return
      default:
        self = .stream(path: path)
        return
      }
    }
    self = .none(ELOOP)
  }

  private static func isInProc(_ path: String) -> Bool {
    var (here, proc) = (stat(), stat())
    return stat(folder(of: path), &here) == 0 && stat("/proc/self", &proc) == 0
      && here.st_dev == proc.st_dev
  }

  private static func destination(ofLink path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let name = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return name.hasPrefix("/") ? name : folder(of: path) + "/" + name
  }

  /// The folder that a path's last part stands in.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
