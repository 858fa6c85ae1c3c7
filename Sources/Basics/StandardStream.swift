internal import Glibc

/// The streams that every program has; a reader that goes away, a full disk or a closed descriptor never
/// ends the program by itself.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// How a write ended that did not fail.
  public enum Outcome: Sendable {
    case written
    /// Whoever read has read enough, as `head` does.
    case readerIsGone
  }

  /// Writes a text whole; throws a ``Problem`` if that is not possible although somebody reads.
  @discardableResult
  public func write(_ text: String) throws(Problem) -> Outcome {
    var text = text
    let number = text.withUTF8 {
      DescriptorOutput.write(UnsafeRawBufferPointer($0), to: rawValue)
    }
    guard let number else { return .written }
    if number == EPIPE { return .readerIsGone }
    throw Problem(
      .file, "cannot write to \(self == .output ? "standard output" : "standard error")",
      advice: number == ENOSPC ? "Free some space where it leads." : "Look at where it leads.",
      underlying: String(cString: strerror(number)))
  }

  /// Whether a write would not wait for a reader.
  public var isReady: Bool {
    var waiting = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
    return poll(&waiting, 1, 0) == 1 && waiting.revents & Int16(POLLOUT) != 0
  }

  /// Occupies those of descriptors 0, 1 and 2 that are closed, so that no file that is opened later gets
  /// such a number and what is meant for a stream. Opened for reading alone: writing to them fails, as it
  /// should.
  public static func occupyClosedDescriptors() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      let opened = open("/dev/null", O_RDONLY)
      if opened > descriptor { close(opened) }
    }
  }
}
