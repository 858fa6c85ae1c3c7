internal import Basics
internal import Foundation
internal import Glibc
internal import Notebooks
internal import Synchronization

/// A program run to its end, with what it wrote.
struct ProgramOutput: Sendable {
  var status: Int32
  var standardOutput: [UInt8]
  var standardError: String

  /// Throws if another process ended it by a signal, an interruption or the system that is out of memory:
  /// then what it says of its work says nothing. A program that crashes by itself ends by other signals.
  func requireUndisturbed(_ name: String) throws {
    let signal = status & 0x7F
    guard [SIGHUP, SIGINT, SIGKILL, SIGQUIT, SIGTERM, SIGXCPU].contains(signal) else { return }
    throw Problem(
      .environment, "\(name) was ended by signal \(signal) before it had done its work",
      advice: "Run the notebook again; if it happens often, give the machine more memory.")
  }
}

/// Starting programs: `posix_spawn`, in a process group of their own.
enum ChildProcess {
  /// Held while a pipe is made or a program started, so that no program inherits half-made pipes.
  private static let spawning = Mutex<Void>(())

  /// Starts a program with descriptors in the places named; everything else is closed in it.
  static func start(
    _ path: String, _ arguments: [String], environment: [String: String],
    descriptors: [(Int32, Int32)]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (place, descriptor) in descriptors {
      posix_spawn_file_actions_adddup2(&actions, descriptor, place)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)

    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var child: pid_t = 0
    let code = spawning.withLock { _ in
      posix_spawn(&child, path, &actions, &attributes, &argv, &envp)
    }
    guard code == 0 else {
      throw Problem(
        .environment, "\(path) cannot be started: \(String(cString: strerror(code)))",
        advice: "Check that Unroll and Swift are installed completely.")
    }
    return child
  }

  /// A pipe that programs started later do not inherit, on descriptors above 10, where no place that a
  /// program expects is taken.
  static func pipe() throws -> (read: Int32, write: Int32) {
    let ends = spawning.withLock { _ -> [Int32] in
      var low: [Int32] = [0, 0]
      guard Glibc.pipe(&low) == 0 else { return [] }
      defer { low.forEach { close($0) } }
      let high = low.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
      guard high.contains(where: { $0 < 0 }) else { return high }
      for end in high where end >= 0 { close(end) }
      return []
    }
    guard ends.count == 2 else { throw noDescriptors() }
    return (ends[0], ends[1])
  }

  /// The process may not open any more files.
  static func noDescriptors() -> Problem {
    Problem(
      .environment, "no more files can be opened",
      advice: "Raise the limit of open files (ulimit -n) or lower --jobs.",
      underlying: String(cString: strerror(errno)))
  }

  /// What may stop the programs that the task at hand runs.
  @TaskLocal static var cancellation: Cancellation?

  /// Runs a program to its end.
  static func run(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> ProgramOutput {
    try cancellation?.check()
    let out = try pipe()
    defer { close(out.read) }
    let err: (read: Int32, write: Int32)
    do { err = try pipe() } catch {
      close(out.write)
      throw error
    }
    defer { close(err.read) }
    let inn: (read: Int32, write: Int32)
    do { inn = try pipe() } catch {
      close(out.write)
      close(err.write)
      throw error
    }
    let child: pid_t
    do {
      defer { close(out.write); close(err.write); close(inn.read) }
      child = try start(
        path, arguments, environment: environment ?? ProcessInfo.processInfo.environment,
        descriptors: [(0, inn.read), (1, out.write), (2, err.write)])
    }
    close(inn.write)
    ChildRegistry.add(child)
    cancellation?.begin(child)
    defer {
      cancellation?.end()
      ChildRegistry.remove(child)
    }
    var texts: [[UInt8]] = [[], []]
    var watched = [
      pollfd(fd: out.read, events: Int16(POLLIN), revents: 0),
      pollfd(fd: err.read, events: Int16(POLLIN), revents: 0),
    ]
    var buffer = [UInt8](repeating: 0, count: 65536)
    while watched.contains(where: { $0.fd >= 0 }) {
      if poll(&watched, 2, -1) < 0 && errno != EINTR { break }
      for i in 0..<2 where watched[i].fd >= 0 && watched[i].revents != 0 {
        let got = read(watched[i].fd, &buffer, buffer.count)
        if got > 0 { texts[i] += buffer[0..<got] } else if got == 0 { watched[i].fd = -1 }
      }
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return ProgramOutput(
      status: status, standardOutput: texts[0],
      standardError: String(decoding: texts[1], as: UTF8.self))
  }
}
