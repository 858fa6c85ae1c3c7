internal import ArgumentParser
internal import Publishing

/// `unroll check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run anew without the cache and compare with the recorded digests.")
  @Argument(help: "Notebooks or folders; notebooks/ if none is named.") var paths: [String] = []
  @Option(name: [.short, .long], help: "The folder with SHA256SUMS.") var output: String = "output"
  @OptionGroup var options: CommonOptions

  func run() throws {
    let options = options
    var checker = Checker(
      output, run: { try options.run($0, usingCache: false) }, tell: { options.tell($0) })
    checker.isStrict = options.strict
    try checker.check(.find(paths), read: options.read).end()
  }
}
