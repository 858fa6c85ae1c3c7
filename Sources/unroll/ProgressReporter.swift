internal import Basics
internal import CellMessages
internal import Foundation
internal import Notebooks
internal import Runs
internal import Synchronization

/// Tells how a run goes on, and keeps what is told at its end.
final class ProgressReporter: Sendable {
  private let name: String
  private let cells: Int
  private let (quiet, verbose, explain): (Bool, Bool, Bool)
  private let times = Mutex<[String: Double]>([:])
  private let pace = Mutex(TrainingPace(now: 0))
  private let heard = Mutex<[Problem]>([])

  init(_ notebook: Notebook, _ options: CommonOptions) {
    name = notebook.name
    cells = notebook.cells.count
    (quiet, verbose, explain) = (options.quiet, options.verbose, options.explain)
  }

  /// The compiler's warnings so far.
  var warnings: [Problem] { heard.withLock { $0 } }

  func observe(_ event: RunEvent) {
    switch event {
    case .cellStarted(let index):
      pace.withLock { $0 = TrainingPace(now: Self.now) }
      if !quiet { Terminal.progress("\(name): cell \(index + 1) of \(cells)") }
    case .cellFinished(let index):
      if verbose { Terminal.error("\(name): cell \(index + 1) of \(cells) done") }
    case .progress(let progress):
      if !quiet { tell(progress) }
    case .explanation(let place, let text):
      if explain { Terminal.error("\(place.file):\(place.line): \(text)") }
    case .warning(let place, let text):
      heard.withLock { $0.append(Problem(.compile, .warning, at: place, text)) }
    case .failure(let failure): Terminal.error(Self.text(failure))
    case .time(let part, let seconds): times.withLock { $0[part] = seconds }
    }
  }

  private func tell(_ progress: CellMessages.Progress) {
    let (rate, left) = pace.withLock { $0.after(progress, now: Self.now) }
    let loss = String(format: "%.3f", progress.loss)
    let line =
      "\(name): step \(progress.step) of \(progress.total), loss \(loss), \(rate) tokens/s, "
      + "\(left) s left"
    Terminal.progress(line)
    // Where nobody looks on, a plain line at each tenth.
    let tenth = max(1, progress.total / 10)
    let isDue = progress.step == progress.total || progress.step % tenth == 0
    if verbose, !Terminal.isInteractive, isDue { Terminal.error(line) }
  }

  private static var now: Double { Date().timeIntervalSinceReferenceDate }

  /// The seconds of each part, for `--verbose`.
  func tellTimes() {
    guard verbose else { return }
    let parts = times.withLock { $0 }.sorted { $0.key < $1.key }
      .map { "\($0.key) \(String(format: "%.3f", $0.value)) s" }
    if !parts.isEmpty { Terminal.error("\(name): " + parts.joined(separator: ", ")) }
  }

  private static func text(_ failure: Failure) -> String {
    var text = Problem(.run, at: failure.location, failure.message, advice: failure.advice)
      .description
    for note in failure.notes {
      text += "\n" + (note.location.map { "\($0): note: " } ?? "note: ") + note.message
    }
    return text
  }
}
