internal import Basics
internal import Foundation
internal import Glibc
internal import Runs

/// Ctrl-C and its like: no process and no temporary file is left behind, and no report is changed.
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
      // Nothing is written from here on: what fails because its compiler is killed below would otherwise
      // be taken for a result.
      WriteGate.shared.close()
      // Whoever presses Ctrl-C again does not wait for the tidying up.
      pthread_sigmask(SIG_UNBLOCK, &awaited, nil)
      ChildRegistry.killAll()
      WorkFolders.removeAll()
      Terminal.lastWord(
        "unroll: interrupted; no report was changed by the notebooks that were running")
      _exit(128 + number)
    }
    thread.start()
  }
}
