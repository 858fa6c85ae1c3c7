internal import ArgumentParser
internal import Basics
internal import Publishing
internal import Reports

/// `unroll run`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a notebook; the report goes to standard output as text.")
  @Argument(help: "A notebook.") var file: String
  @OptionGroup var options: CommonOptions

  func run() throws {
    let notebook = try options.read(NotebookPaths.single(file))
    let ran = try options.run(notebook, usingCache: !options.noCache)
    let warnings = NotebookWarnings.of(notebook, ran.result, heard: ran.heard)
    warnings.forEach { options.tell(.warning($0)) }
    Terminal.progress("")
    try StandardStream.output.write(TextReport.render(notebook, ran.result, width: 80))
    let hasFailed = !ran.result.failures.isEmpty || options.strict && !warnings.isEmpty
    try (hasFailed ? ExitStatus.cellFailed : .good).end()
  }
}
