internal import ArgumentParser
internal import Foundation
internal import Runs
internal import Notebooks
internal import Reports

/// `unroll run`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a notebook; the report goes to standard output as text.")
  @Argument(help: "A notebook.") var file: String
  @OptionGroup var options: CommonOptions

  func run() throws {
    let path = try NotebookPaths.find([file]).first ?? file
    let notebook = try options.read(path)
    let result = try options.run(notebook)
    Terminal.progress("")
    FileHandle.standardOutput.write(
      Data(TextReport.render(notebook, result, width: 80).utf8))
    if !result.failures.isEmpty { throw ExitCode(Status.cellFailed.rawValue) }
  }
}
