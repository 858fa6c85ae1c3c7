internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Publishing

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
    let title = NotebookPaths.name(of: path)
    guard !title.isEmpty, !title.hasPrefix(".") else {
      throw Problem(
        .arguments, "\(name): not a name for a notebook",
        advice: "Write one as in unroll new first.")
    }
    try AtomicFile.write(Data(Template.text(title: title).utf8), to: path, option: nil)
    let word = path.contains { !$0.isLetter && !$0.isNumber && !"-_./".contains($0) } ? "\"" : ""
    try StandardStream.output.write(
      ControlCharacters.visible("\(path) written; try: unroll run \(word)\(path)\(word)") + "\n")
  }
}
