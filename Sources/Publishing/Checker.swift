internal import Basics
internal import Foundation
public import Notebooks
internal import Reports
internal import Runs

/// Runs notebooks anew and compares the bytes of their reports with the recorded digests.
public struct Checker: Sendable {
  /// The folder with the digests.
  public var folder: OutputFolder
  /// Whether warnings are errors.
  public var isStrict = false
  private let run: NotebookRun.Runner
  private let tell: @Sendable (PublishingEvent) -> Void

  /// A checker of a folder's digests.
  public init(
    _ folder: String, run: @escaping NotebookRun.Runner,
    tell: @escaping @Sendable (PublishingEvent) -> Void
  ) {
    self.folder = OutputFolder(folder)
    self.run = run
    self.tell = tell
  }

  /// Checks notebooks, and the index if they are all that it lists.
  public func check(
    _ paths: NotebookPaths, read: (String) throws -> Notebook
  ) throws -> ExitStatus {
    guard let recorded = try folder.digests() else {
      throw Problem(
        .file, "\(folder.path(of: Digests.file)): no recorded digests",
        advice: "Record them with `unroll render`.")
    }
    var status = ExitStatus.good
    var entries: [IndexEntry] = []
    for path in paths.files {
      do {
        let notebook = try read(path)
        let ran = try run(notebook)
        status = status.joined(with: compare(notebook, ran, recorded))
        entries.append(IndexEntry(notebook, ran.result))
      } catch {
        tell(.failure("\(error)"))
        status = .badInput
      }
    }
    if paths.isWholeSet, entries.count == paths.files.count, let digest = recorded["index.html"],
      SHA256.hexadecimal(IndexPage.render(entries).utf8) != digest
    {
      tell(.failure("error: index.html has other bytes than recorded in \(sums)"))
      status = status.joined(with: .otherBytes)
    }
    return status
  }

  private var sums: String { folder.path(of: Digests.file) }

  /// Compares every recorded format of a notebook's report; tells what differs.
  private func compare(
    _ notebook: Notebook, _ ran: NotebookRun, _ recorded: [String: String]
  ) -> ExitStatus {
    let warnings = NotebookWarnings.of(notebook, ran.result, heard: ran.heard)
    warnings.forEach { tell(.warning($0)) }
    let hasFailed = !ran.result.failures.isEmpty || isStrict && !warnings.isEmpty
    var status = hasFailed ? ExitStatus.cellFailed : .good
    let known = ReportFormat.allCases.filter {
      recorded[$0.file(ofNotebook: notebook.name)] != nil
    }
    for format in known {
      let name = format.file(ofNotebook: notebook.name)
      do {
        let bytes = try format.render(notebook, ran.result)
        if SHA256.hexadecimal(bytes) == recorded[name] {
          tell(.sameBytes(name))
        } else {
          status = status.joined(with: differs(notebook, "\(name) has other bytes than recorded"))
        }
      } catch {
        tell(.failure("\(error)"))
        status = .badInput
      }
    }
    if known.isEmpty {
      status = status.joined(with: differs(notebook, "no report of this notebook is recorded"))
    }
    return status
  }

  private func differs(_ notebook: Notebook, _ what: String) -> ExitStatus {
    let place = SourceLocation(file: notebook.path, line: 1)
    tell(.failure(Problem(.file, at: place, "\(what) in \(sums)").description))
    return .otherBytes
  }
}
