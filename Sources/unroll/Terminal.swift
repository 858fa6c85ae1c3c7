internal import Basics
internal import Foundation
internal import CellMessages
internal import Glibc
internal import Runs
internal import Notebooks
internal import Synchronization

/// What goes to standard error: diagnostics, and progress where a person looks on.
enum Terminal {
  private static let lock = Mutex<Bool>(false)
  static let isInteractive = isatty(2) == 1

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// A line that stays.
  static func error(_ text: String) {
    lock.withLock { showsProgress in
      if showsProgress { write("\r\u{1B}[K") }
      showsProgress = false
      write(text + "\n")
    }
  }

  /// A line that the next one replaces; only on a terminal.
  static func progress(_ text: String) {
    guard isInteractive else { return }
    lock.withLock { showsProgress in
      write("\r\u{1B}[K" + String(text.prefix(100)))
      showsProgress = true
    }
  }
}

/// Tells how a run goes on.
final class ProgressReporter: Sendable {
  private let name: String
  private let cells: Int
  private let options: CommonOptions.Talk
  private let times = Mutex<[String: Double]>([:])
  private let pace = Mutex(TrainingPace(now: 0))

  init(_ notebook: Notebook, _ options: CommonOptions.Talk) {
    name = notebook.name
    cells = notebook.cells.count
    self.options = options
  }

  func observe(_ event: RunEvent) {
    switch event {
    case .cellStarted(let index):
      pace.withLock { $0 = TrainingPace(now: Self.now) }
      if !options.quiet { Terminal.progress("\(name): cell \(index + 1) of \(cells)") }
    case .cellFinished(let index):
      if options.verbose { Terminal.error("\(name): cell \(index + 1) of \(cells) done") }
    case .progress(let progress):
      guard !options.quiet else { return }
      let (rate, left) = pace.withLock { $0.after(progress, now: Self.now) }
      let loss = String(format: "%.3f", progress.loss)
      let line =
        "\(name): step \(progress.step) of \(progress.total), loss \(loss), \(rate) tokens/s, "
        + "\(left) s left"
      Terminal.progress(line)
      // Where nobody looks on, a plain line at each tenth.
      let tenth = max(1, progress.total / 10)
      let isDue = progress.step == progress.total || progress.step % tenth == 0
      if options.verbose, !Terminal.isInteractive, isDue { Terminal.error(line) }
    case .explanation(let place, let text):
      if options.explain { Terminal.error("\(place.file):\(place.line): \(text)") }
    case .warning(let place, let text):
      if !options.quiet { Terminal.error("\(place): warning: \(text)") }
    case .failure(let failure): Terminal.error(Self.text(failure))
    case .time(let part, let seconds): times.withLock { $0[part] = seconds }
    }
  }

  private static var now: Double { Date().timeIntervalSinceReferenceDate }

  /// The seconds of each part, for `--verbose`.
  func tellTimes() {
    guard options.verbose else { return }
    let parts = times.withLock { $0 }.sorted { $0.key < $1.key }
      .map { "\($0.key) \(String(format: "%.3f", $0.value)) s" }
    if !parts.isEmpty { Terminal.error("\(name): " + parts.joined(separator: ", ")) }
  }

  static func text(_ failure: Failure) -> String {
    var text = Problem(.run, at: failure.location, failure.message, advice: failure.advice)
      .description
    for note in failure.notes {
      text += "\n" + (note.location.map { "\($0): note: " } ?? "note: ") + note.message
    }
    return text
  }
}
