internal import ArgumentParser
internal import Publishing

/// `unroll render`
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Run notebooks and write their reports.")
  @Argument(help: "Notebooks or folders; notebooks/ if none is named.") var paths: [String] = []
  @Option(name: [.short, .long], help: "Where reports go.") var output: String = "output"
  @Option(help: "What to write: html, text, markdown, ipynb, separated by commas.")
  var format: String = "html"
  @Option(help: ArgumentHelp("Write the results of all cells as JUnit XML.", valueName: "file"))
  var junit: String?
  @OptionGroup var options: CommonOptions

  func run() throws {
    let options = options
    let plan = try RenderPlan(
      .find(paths), formats: ReportFormat.list(format), into: output, junit: junit,
      read: options.read)
    var publisher = Publisher(
      plan, run: { try options.run($0, usingCache: !options.noCache) }, tell: { options.tell($0) })
    publisher.jobs = options.jobs
    publisher.isStrict = options.strict
    publisher.junit = junit
    try publisher.publish().end()
  }
}
