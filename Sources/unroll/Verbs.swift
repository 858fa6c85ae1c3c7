internal import ArgumentParser
internal import Foundation
internal import Kernel
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

/// `unroll new`
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a notebook to start from.")
  @Argument(help: "The notebook's name, with or without .md.") var name: String

  func run() throws {
    let path = name.hasSuffix(".md") ? name : name + ".md"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Problem(.file, "\(path): exists already", advice: "Choose another name.")
    }
    let title = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    try AtomicFile.write(Data(Template.text(title: title).utf8), to: path)
    print("\(path) written; try: unroll run \(path)")
  }
}

/// `unroll clean`
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Forget the cache of a folder's notebooks.")
  @Argument(help: "Folders with notebooks; notebooks/ if none is named.") var paths: [String] = []

  func run() throws {
    for path in paths.isEmpty ? ["notebooks"] : paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Problem(.file, "\(path): no such file or folder")
      }
      let folder = isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent
      let cache = CacheFolder(besideNotebooksIn: folder).path
      guard FileManager.default.fileExists(atPath: cache) else { continue }
      do { try FileManager.default.removeItem(atPath: cache) } catch {
        throw Problem(
          .file, "\(cache): cannot be removed", advice: "Check the permissions of the folder.",
          underlying: error.localizedDescription)
      }
    }
  }
}

/// `unroll check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run anew without the cache and compare with the recorded digests.")
  @Argument(help: "Notebooks or folders; notebooks/ if none is named.") var paths: [String] = []
  @Option(name: [.short, .long], help: "The folder with SHA256SUMS.") var output: String = "output"
  @OptionGroup var options: CommonOptions

  func run() throws {
    let sums = output + "/SHA256SUMS"
    guard let data = FileManager.default.contents(atPath: sums) else {
      throw Problem(
        .file, "\(sums): no recorded digests", advice: "Record them with `unroll render`.")
    }
    let recorded = Dictionary(
      try Digests.parse(String(decoding: data, as: UTF8.self)).map { ($0.name, $0.digest) },
      uniquingKeysWith: { first, _ in first })
    let notebooks = try NotebookPaths.find(paths).map { try options.read($0) }
    var runOptions = options.runOptions
    runOptions.usesCache = false
    var status = Status.good
    for notebook in notebooks {
      let result = try options.run(notebook, options: runOptions)
      if !result.failures.isEmpty { status = .cellFailed }
      let name = notebook.name + ".html"
      let digest = SHA256.hexadecimal(HTMLReport.render(notebook, result).utf8)
      if let known = recorded[name] {
        if known == digest {
          if !options.quiet { print("\(name): the same bytes") }
          continue
        }
        Terminal.error(
          "\(notebook.path):1:1: error: \(name) has other bytes than recorded in \(sums)")
      } else {
        Terminal.error("\(notebook.path):1:1: error: \(name) is not recorded in \(sums)")
      }
      if status == .good { status = .otherBytes }
    }
    if status != .good { throw ExitCode(status.rawValue) }
  }
}
