import Basics
import CellMessages
import Notebooks

@testable import Runs

/// A session over a world that a test makes up: no process, no file. What the process would say is said
/// by the test.
struct ScriptedSession {
  var session: Session
  /// What the session wants done, in order.
  private(set) var log: [Session.Action] = []

  /// A session of a notebook called `n.md`; step `i` has the seed `100 + i`.
  init(
    _ parts: String..., options: RunOptions = RunOptions(), front: String = "",
    restored: [Int: StepRecord] = [:]
  ) throws {
    let notebook = try Self.notebook(parts, front: front)
    session = Session(
      notebook, options: options, seeds: notebook.steps.indices.map { 100 + UInt64($0) },
      symbolizer: Symbolizer(path: nil, file: "n.md", notebookPath: "n.md"),
      surroundings: SessionSurroundings(
        name: { $0.hasPrefix("/book/") ? String($0.dropFirst(6)) : $0 },
        found: { "\($0) of \($1)" }, written: { "left in \($0)" },
        withoutPaths: { $0.hasPrefix("/room/") ? String($0.dropFirst(6)) : $0 }),
      restored: restored)
  }

  static func notebook(_ parts: [String], front: String = "") throws -> Notebook {
    let head = front.isEmpty ? "" : "---\n\(front)\n---\n\n"
    return try NotebookReader.parse(head + parts.joined(separator: "\n"), path: "n.md")
  }

  /// A cell with option lines.
  static func cell(_ code: String = "work()", _ options: String...) -> String {
    "```swift\n" + options.map { "//| \($0)\n" }.joined() + code + "\n```\n"
  }

  static func module(_ steps: Int..., expectsError: Bool = false) -> Session.Module {
    let name = "m\(steps.map(String.init).joined(separator: "_"))"
    return Session.Module(
      library: "/room/\(name).so", name: name, steps: steps, expectsError: expectsError)
  }

  /// The command that loads a module.
  static func load(_ steps: Int...) -> Session.Action {
    let name = "m\(steps.map(String.init).joined(separator: "_"))"
    return .send(
      .load(
        library: "/room/\(name).so", entry: "\(name)_main",
        seeds: steps.map { .init(step: $0, seed: 100 + UInt64($0)) }))
  }

  @discardableResult
  mutating func handle(_ event: Session.Event) -> [Session.Action] {
    let actions = session.handle(event)
    log += actions
    return actions
  }

  /// A module is there to run.
  @discardableResult
  mutating func ready(_ module: Session.Module) -> [Session.Action] { handle(.ready(module)) }

  /// The process says something, waiting where such a message waits.
  @discardableResult
  mutating func say(_ messages: CellMessage...) -> [Session.Action] {
    messages.flatMap {
      handle(.transport(.message($0, isAwaited: $0.isAcknowledged)))
    }
  }

  /// Something else comes from the process.
  @discardableResult
  mutating func happen(_ event: TransportEvent) -> [Session.Action] { handle(.transport(event)) }

  /// A module of one step runs to its end.
  mutating func run(_ step: Int, _ messages: CellMessage...) {
    ready(Self.module(step))
    say(.stepStarted(step))
    for message in messages { say(message) }
    say(.stepEnded(step), .idle)
  }

  var failure: Failure? { session.failures.first }

  var warnings: [String] {
    log.compactMap { action in
      if case .observe(.warning(let place, let words)) = action {
        return "\(place.line): \(words.prefix { $0 != ":" && $0 != "\n" })"
      }
      return nil
    }
  }
}

extension CellMessage {
  static func text(_ text: String, birth: Int? = nil) -> CellMessage {
    .printed(birth: birth, isError: false, Array(text.utf8))
  }

  static func errorText(_ text: String, birth: Int? = nil) -> CellMessage {
    .printed(birth: birth, isError: true, Array(text.utf8))
  }

  /// A crash that the cell itself made.
  static func crash(_ signal: Int32) -> CellMessage {
    .crash(signal: signal, isOverflow: false, isForeign: false, addresses: [])
  }
}
