internal import Basics
internal import CCellMessages
internal import CellMessages
internal import Foundation
internal import Glibc

/// The process that runs a notebook's cells, as the runner sees it: commands in, events out.
final class CellProcess: CellTransport {
  private let root: pid_t
  private let commands: Int32
  private let acknowledgements: Int32
  private let messages: Int32
  private let foreign: Int32
  private let memoryLimit: UInt64
  private var frames = FrameBuffer()
  private var queue: [TransportEvent] = []
  private var isForeignOpen = true
  private var isBroken = false
  private var nextMemoryLook = 0.0
  /// The process that runs cells now; 0 before it said so.
  private var live: pid_t = 0

  /// Starts the process.
  init(
    executable: String, folder: String, environment: [String: String], memoryLimit: UInt64
  ) throws {
    var ends: [Int32] = []
    var isStarted = false
    defer { if !isStarted { for end in ends { close(end) } } }
    func pipe() throws -> (read: Int32, write: Int32) {
      let pipe = try ChildProcess.pipe()
      ends += [pipe.read, pipe.write]
      return pipe
    }
    let (control, answers, told, other) = (try pipe(), try pipe(), try pipe(), try pipe())
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard nothing >= 0 else { throw ChildProcess.noDescriptors() }
    defer { close(nothing) }
    // Twice the limit as a wall; what lies between is told by watching.
    root = try ChildProcess.start(
      executable, ["--cells", String(memoryLimit &* 2), folder], environment: environment,
      descriptors: [
        (0, nothing), (1, other.write), (2, other.write), (Int32(CELL_COMMANDS), control.read),
        (Int32(CELL_MESSAGES), told.write), (Int32(CELL_ACKNOWLEDGEMENTS), answers.read),
      ])
    isStarted = true
    for end in [control.read, told.write, answers.read, other.write] { close(end) }
    (commands, acknowledgements) = (control.write, answers.write)
    (messages, foreign) = (told.read, other.read)
    self.memoryLimit = memoryLimit
    for end in [messages, foreign] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    ChildRegistry.add(root)
  }

  deinit {
    close(commands)
    close(acknowledgements)
    if live > 0 { kill(-live, SIGKILL); kill(live, SIGKILL) }
    // The first process sees its control pipe close, kills what is left below it and ends.
    var status: Int32 = 0
    for _ in 0..<2000 {
      if waitpid(root, &status, WNOHANG) != 0 { break }
      usleep(1000)
    }
    kill(root, SIGKILL)
    _ = waitpid(root, &status, 0)
    ChildRegistry.remove(root)
    for end in [messages, foreign] { close(end) }
  }

  func send(_ command: CellCommand) { write(command.frame.bytes, to: commands) }

  func acknowledge() { write([1], to: acknowledgements) }

  private func write(_ bytes: [UInt8], to end: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(end, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
      }
      if count < 0 && errno != EINTR { return }
      sent += max(0, count)
    }
  }

  func stop() {
    guard live > 0 else { return }
    for process in ProcessTree.startedByCells(live: live, root: root) { kill(process, SIGKILL) }
    kill(live, SIGTERM)
    let started = MonotonicClock.now
    while MonotonicClock.now - started < 0.3, !queue.contains(where: Self.isCrash), !isBroken {
      fill(timeout: 10)
      if live <= 0 || kill(live, 0) != 0 { break }
    }
    if live > 0 {
      kill(live, SIGKILL)
      kill(-live, SIGKILL)
    }
  }

  private static func isCrash(_ event: TransportEvent) -> Bool {
    if case .message(.crash, _) = event { return true }
    return false
  }

  func next(deadline: Double?) -> TransportEvent {
    while queue.isEmpty {
      let now = MonotonicClock.now
      if let deadline, now >= deadline { return .deadline }
      if now >= nextMemoryLook {
        nextMemoryLook = now + 0.05
        if let memory = excessMemory() { return .memory(memory) }
      }
      let left = deadline.map { ($0 - now) * 1000 } ?? 50
      fill(timeout: Int32(max(1, min(50, left))))
    }
    return queue.removeFirst()
  }

  /// The memory of all processes of the cells, if it is more than the limit.
  private func excessMemory() -> UInt64? {
    guard live > 0, memoryLimit > 0 else { return nil }
    let all = [live] + ProcessTree.startedByCells(live: live, root: root)
    guard all.reduce(0, { $0 + ProcessTree.memory(of: $1) }) > memoryLimit else { return nil }
    guard all.count > 1 else { return ProcessTree.memory(of: live) }
    let shared = all.reduce(0) { $0 + ProcessTree.proportionalMemory(of: $1) }
    return shared > memoryLimit ? shared : nil
  }

  private func fill(timeout: Int32) {
    var watched = [
      pollfd(fd: isBroken ? -1 : messages, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isForeignOpen ? foreign : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&watched, 2, timeout) > 0 else { return }
    if watched[0].revents != 0 { readMessages() }
    if watched[1].revents != 0 { readForeign() }
  }

  private func readMessages() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(messages, &buffer, buffer.count)
    if count < 0 { return }
    guard count > 0 else {
      queue.append(.closed)
      return
    }
    frames.append(buffer[..<count])
    do {
      while let frame = try frames.next() {
        // What other processes wrote before a message that is waited for comes before it.
        if frame.isAwaited { readForeign() }
        take(try CellMessage(frame), isAwaited: frame.isAwaited)
      }
    } catch {
      // Where a message starts is not known any more.
      isBroken = true
      queue.append(.broken("\(error)"))
    }
  }

  private func take(_ message: CellMessage, isAwaited: Bool) {
    switch message {
    case .alive(let process):
      guard ProcessTree.isDescendant(process, of: root) else {
        queue.append(
          .broken("a message that names process \(process), which is none of the cells'"))
        return
      }
      live = process
    case .ended:
      guard live > 0, kill(live, 0) != 0 || !ProcessTree.isDescendant(live, of: root) else {
        queue.append(.broken("a message that the process has ended, which has not"))
        return
      }
      live = 0
    default: break
    }
    queue.append(.message(message, isAwaited: isAwaited))
  }

  private func readForeign() {
    guard isForeignOpen else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    // At most what a pipe holds at a time, so that a flood cannot hold the runner here.
    for _ in 0..<16 {
      let count = read(foreign, &buffer, buffer.count)
      if count == 0 { isForeignOpen = false }
      guard count > 0 else { return }
      queue.append(.foreignOutput(Array(buffer[..<count])))
    }
  }
}
