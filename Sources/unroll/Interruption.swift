internal import Dispatch
internal import Foundation
internal import Glibc
internal import Kernel

/// Ctrl-C and its like: no process and no temporary folder is left behind, no file is half-written.
enum Interruption {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        ChildRegistry.killAll()
        WorkFolders.removeAll()
        Terminal.error(
          "unroll: interrupted; no report was changed by the notebooks that were running")
        _exit(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }
}
