internal import Basics
internal import Dispatch
internal import Foundation
internal import Notebooks
internal import Reports
internal import Runs
internal import Synchronization

/// Carries out a ``RenderPlan``: runs the notebooks, writes their reports, and brings index and digests up
/// to date.
public struct Publisher: Sendable {
  /// What is written where.
  public var plan: RenderPlan
  /// Notebooks that run at once.
  public var jobs = 1
  /// Whether warnings are errors.
  public var isStrict = false
  /// The file for the results of all cells.
  public var junit: String?
  private let run: NotebookRun.Runner
  private let tell: @Sendable (PublishingEvent) -> Void
  private var folder: OutputFolder { OutputFolder(plan.folder) }

  /// What became of one notebook.
  private enum Outcome: Sendable {
    case rendered(Publication.Rendered, suite: JUnitReport.Suite, failed: Bool, warnings: [Problem])
    case failed(name: String, path: String, message: String)
  }

  /// A publisher of a plan.
  public init(
    _ plan: RenderPlan, run: @escaping NotebookRun.Runner,
    tell: @escaping @Sendable (PublishingEvent) -> Void
  ) {
    self.plan = plan
    self.run = run
    self.tell = tell
  }

  /// Does it all; what keeps everything from being written is thrown.
  public func publish() throws -> ExitStatus {
    // A damaged record or a wrong path is told before hours are spent, and again at the end, when it counts.
    if !plan.items.isEmpty { try folder.prepare() }
    if let junit { try AtomicFile.check(junit, option: "--junit") }
    try plan.check(against: folder.state().manifest)
    for unreadable in plan.unreadable { tell(.failure(unreadable.message)) }
    let unreadable = plan.unreadable.map {
      Outcome.failed(name: $0.name, path: $0.path, message: $0.message)
    }
    let outcomes = renderAll() + unreadable
    let publication = try finish(outcomes)
    let warnings = plan.warnings + publication.warnings
    warnings.forEach { tell(.warning($0)) }
    let suites = outcomes.map { outcome in
      switch outcome {
      case .rendered(_, var suite, _, let warnings):
        if isStrict { suite.problems = warnings.map(\.description) }
        return suite
      case .failed(let name, _, let message):
        return JUnitReport.Suite(unreadable: name, problem: message)
      }
    }
    if let junit {
      let text = Data(JUnitReport.render(suites).utf8)
      try AtomicFile.write(text, to: junit, option: "--junit")
    }
    return status(of: outcomes, warnings)
  }

  private func status(of outcomes: [Outcome], _ warnings: [Problem]) -> ExitStatus {
    var status = isStrict && !warnings.isEmpty ? ExitStatus.cellFailed : .good
    for outcome in outcomes {
      switch outcome {
      case .rendered(_, _, let failed, let warnings):
        if failed || isStrict && !warnings.isEmpty { status = status.joined(with: .cellFailed) }
      case .failed: status = .badInput
      }
    }
    return status
  }

  private func renderAll() -> [Outcome] {
    let outcomes = Mutex<[Int: Outcome]>([:])
    let next = Mutex<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, plan.items.count)) { _ in
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < plan.items.count else { return }
        let outcome = render(plan.items[index])
        outcomes.withLock { $0[index] = outcome }
      }
    }
    return plan.items.indices.compactMap { index in outcomes.withLock { $0[index] } }
  }

  private func render(_ item: RenderPlan.Item) -> Outcome {
    let notebook = item.notebook
    do {
      let ran = try run(notebook)
      let result = ran.result
      let warnings = NotebookWarnings.of(notebook, result, heard: ran.heard)
      warnings.forEach { tell(.warning($0)) }
      let drawing = Date()
      var rendered = Publication.Rendered(
        name: notebook.name, files: [:], card: IndexEntry(notebook, result))
      for (format, file) in item.files {
        rendered.files[file] = try folder.write(format.render(notebook, result), to: file)
        tell(.written(notebook.path, folder.path(of: file)))
      }
      if let page = HTMLReport.renderVolatile(notebook, result), let file = item.volatilePage {
        try folder.write(Data(page.utf8), to: file)
        rendered.volatilePage = file
      }
      rendered.otherFormats = try otherFormats(of: item, result)
      tell(.drawn(notebook.name, Date().timeIntervalSince(drawing)))
      return .rendered(
        rendered, suite: JUnitReport.Suite(notebook, result), failed: !result.failures.isEmpty,
        warnings: warnings)
    } catch {
      tell(.failure("\(error)"))
      return .failed(name: notebook.name, path: notebook.path, message: "\(error)")
    }
  }

  /// The digests that reports of earlier runs in formats that are not written now would have.
  private func otherFormats(
    of item: RenderPlan.Item, _ result: NotebookResult
  ) throws -> [String: String] {
    var digests: [String: String] = [:]
    for format in ReportFormat.allCases where !plan.formats.contains(format) {
      let file = format.file(ofNotebook: item.notebook.name)
      guard FileManager.default.fileExists(atPath: folder.path(of: file)) else { continue }
      digests[file] = SHA256.hexadecimal(try format.render(item.notebook, result))
    }
    return digests
  }

  /// Index and digests, of what is there now.
  private func finish(_ outcomes: [Outcome]) throws -> Publication {
    try folder.withLock {
      let state = try folder.state()
      var rendered: [Publication.Rendered] = []
      var unreadable: [(name: String, path: String)] = []
      for outcome in outcomes {
        switch outcome {
        case .rendered(let notebook, _, _, _): rendered.append(notebook)
        case .failed(let name, let path, _): unreadable.append((name, path))
        }
      }
      let publication = Publication(
        state, rendered: rendered.map(asItStands), unreadable: unreadable,
        isWholeSet: plan.isWholeSet, folder: plan.folder)
      // Where nothing was written and nothing was on record there is nothing to say.
      guard !rendered.isEmpty || !state.digests.isEmpty else { return publication }
      try folder.write(publication)
      return publication
    }
  }

  /// With the digests of the bytes that are there: another process may have rendered the same notebook in
  /// the meantime, and what it wrote is what the digests must say.
  private func asItStands(_ notebook: Publication.Rendered) -> Publication.Rendered {
    var notebook = notebook
    for file in notebook.files.keys {
      guard let data = folder.contents(of: file) else { continue }
      notebook.files[file] = SHA256.hexadecimal(data)
    }
    return notebook
  }
}
