internal import Basics
internal import Foundation
internal import Glibc
internal import Publishing
internal import Synchronization

/// What goes to standard error: diagnostics, and progress where a person looks on.
///
/// Nothing that comes from a notebook, a cell or a file name is obeyed by the terminal, and a standard
/// error that cannot be written changes nothing else.
enum Terminal {
  private static let lock = Mutex<Bool>(false)
  static let isInteractive = isatty(2) == 1
  private static let clearLine = "\r\u{1B}[K"

  private static func write(_ text: String, showsProgress: inout Bool, newLine: Bool) {
    let start = showsProgress || !newLine ? clearLine : ""
    // Where this text cannot go, a complaint cannot go either.
    _ = try? StandardStream.error.write(
      start + ControlCharacters.visible(text) + (newLine ? "\n" : ""))
    showsProgress = !newLine
  }

  /// A line that stays.
  static func error(_ text: String) {
    lock.withLock { write(text, showsProgress: &$0, newLine: true) }
  }

  /// A line that the next one replaces; only on a terminal.
  static func progress(_ text: String) {
    guard isInteractive else { return }
    lock.withLock { write(String(text.prefix(100)), showsProgress: &$0, newLine: false) }
  }

  /// The last line before the process ends: never waited for, whoever holds the stream up.
  static func lastWord(_ text: String) {
    guard StandardStream.error.isReady else { return }
    let isWritten: Void? = lock.withLockIfAvailable {
      write(text, showsProgress: &$0, newLine: true)
    }
    guard isWritten == nil else { return }
    var showsProgress = false
    write(text, showsProgress: &showsProgress, newLine: true)
  }

  /// A line on standard output. A reader who is gone has read enough; otherwise what cannot be written
  /// is told, and the command ends as if it could not do its work.
  static func say(_ text: String) {
    do { try StandardStream.output.write(ControlCharacters.visible(text) + "\n") } catch {
      Self.error("\(error)")
      exit(ExitStatus.badInput.rawValue)
    }
  }
}
