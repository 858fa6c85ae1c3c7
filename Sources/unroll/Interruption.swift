internal import Foundation
internal import Glibc
internal import Runs

/// Ctrl-C and its like: no process and no temporary folder is left behind, no file is half-written.
enum Interruption {
  static func watch() {
    var numbers = sigset_t()
    sigemptyset(&numbers)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_DFL)
      sigaddset(&numbers, number)
    }
    // Blocked here, and so in every thread to come, but for the one that waits for them.
    pthread_sigmask(SIG_BLOCK, &numbers, nil)
    let awaited = numbers
    let thread = Thread {
      var awaited = awaited
      var number: Int32 = 0
      guard sigwait(&awaited, &number) == 0 else { return }
      ChildRegistry.killAll()
      WorkFolders.removeAll()
      Terminal.error(
        "unroll: interrupted; no report was changed by the notebooks that were running")
      _exit(128 + number)
    }
    thread.start()
  }
}
