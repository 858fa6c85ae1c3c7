internal import Basics
internal import ArgumentParser
internal import Foundation
internal import Notebooks
internal import Reports

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
