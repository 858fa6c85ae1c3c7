internal import CellMessages
internal import Foundation
internal import Glibc
internal import Notebooks

/// The process that runs a notebook's cells, as the runner sees it: commands in, events out.
final class CellProcess {
  /// What happens in the process.
  enum Event {
    case frame(FrameKind, [UInt8])
    case output(isError: Bool, [UInt8])
    /// Nothing happened until the deadline.
    case deadline
    /// The live process holds more memory than it may.
    case memory(UInt64)
    /// The process is gone.
    case closed
  }

  private let root: pid_t
  private let commands: Int32
  private let frames: Int32
  private let outputs: [Int32]
  private var queue: [Event] = []
  private var pending: [UInt8] = []
  private var openOutputs = [true, true]
  private let memoryLimit: UInt64
  /// The process that runs cells now; 0 before it said so.
  var live: pid_t = 0

  /// Starts the process.
  init(
    executable: String, folder: String, environment: [String: String], memoryLimit: UInt64
  ) throws {
    let (control, messages) = (try ChildProcess.pipe(), try ChildProcess.pipe())
    let (out, err) = (try ChildProcess.pipe(), try ChildProcess.pipe())
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer {
      for end in [control.read, messages.write, out.write, err.write, nothing] { close(end) }
    }
    // Twice the limit as a wall; what lies between is told by watching.
    root = try ChildProcess.start(
      executable, ["--cells", String(memoryLimit &* 2), folder], environment: environment,
      descriptors: [
        (0, nothing), (1, out.write), (2, err.write), (3, control.read), (4, messages.write),
      ])
    (commands, frames, outputs) = (control.write, messages.read, [out.read, err.read])
    self.memoryLimit = memoryLimit
    for end in outputs + [frames] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    close(commands)
    if live > 0 { kill(-live, SIGKILL); kill(live, SIGKILL) }
    // The first process sees its control pipe close, kills what is left below it and ends.
    var status: Int32 = 0
    for _ in 0..<2000 {
      if waitpid(root, &status, WNOHANG) != 0 { break }
      usleep(1000)
    }
    kill(root, SIGKILL)
    _ = waitpid(root, &status, 0)
    for end in outputs + [frames] { close(end) }
  }

  /// Sends a command.
  func send(_ kind: CommandKind, _ text: String = "") {
    let payload = Array(text.utf8)
    var bytes: [UInt8] = []
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: payload.count >> shift)) }
    bytes.append(kind.rawValue)
    bytes += payload
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(commands, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
      }
      if count < 0 && errno != EINTR { return }
      sent += max(0, count)
    }
  }

  /// Asks the live process to say where it is and end; after a moment it is killed.
  func stop() {
    guard live > 0 else { return }
    kill(live, SIGTERM)
    let started = Date()
    while Date().timeIntervalSince(started) < 0.3, !queue.contains(where: Self.isCrash) {
      fill(timeout: 10)
      if kill(live, 0) != 0 { break }
    }
    kill(live, SIGKILL)
    kill(-live, SIGKILL)
  }

  private static func isCrash(_ event: Event) -> Bool {
    if case .frame(.crash, _) = event { return true }
    return false
  }

  /// The next event; waits for it until `deadline`.
  func next(deadline: Date?) -> Event {
    while queue.isEmpty {
      if let deadline, Date() >= deadline { return .deadline }
      if let memory = usedMemory(), memoryLimit > 0, memory > memoryLimit { return .memory(memory) }
      let left = deadline.map { $0.timeIntervalSinceNow * 1000 } ?? 50
      fill(timeout: Int32(max(1, min(50, left))))
    }
    return queue.removeFirst()
  }

  private func usedMemory() -> UInt64? {
    guard live > 0, memoryLimit > 0 else { return nil }
    let file = open("/proc/\(live)/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = read(file, &buffer, 128)
    guard count > 0 else { return nil }
    let words = buffer[..<count].split(separator: 32)
    guard words.count > 2, let resident = UInt64(String(decoding: words[1], as: UTF8.self)),
      let shared = UInt64(String(decoding: words[2], as: UTF8.self))
    else { return nil }
    return (resident - min(shared, resident)) * UInt64(sysconf(Int32(_SC_PAGESIZE)))
  }

  private func fill(timeout: Int32) {
    var watched = [
      pollfd(fd: frames, events: Int16(POLLIN), revents: 0),
      pollfd(fd: openOutputs[0] ? outputs[0] : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: openOutputs[1] ? outputs[1] : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&watched, 3, timeout) > 0 else { return }
    if watched[0].revents != 0 {
      var buffer = [UInt8](repeating: 0, count: 65536)
      let got = read(frames, &buffer, buffer.count)
      // What was printed before a frame comes before it.
      drain()
      if got > 0 {
        pending += buffer[..<got]
        takeFrames()
      } else if got == 0 {
        queue.append(.closed)
      }
    } else {
      drain()
    }
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 65536)
    for i in 0..<2 where openOutputs[i] {
      // At most what a pipe holds at a time, so that a flood cannot hold the runner here.
      for _ in 0..<16 {
        let got = read(outputs[i], &buffer, buffer.count)
        if got == 0 { openOutputs[i] = false }
        guard got > 0 else { break }
        queue.append(.output(isError: i == 1, Array(buffer[..<got])))
      }
    }
  }

  private func takeFrames() {
    while pending.count >= 5 {
      let count = (0..<4).reduce(0) { $0 | Int(pending[$1]) << (8 * $1) }
      guard pending.count >= 5 + count else { return }
      if let kind = FrameKind(rawValue: pending[4]) {
        queue.append(.frame(kind, Array(pending[5..<(5 + count)])))
      }
      pending.removeFirst(5 + count)
    }
  }
}
