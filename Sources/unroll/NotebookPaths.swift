internal import Basics
internal import Foundation
internal import Notebooks

/// The notebooks that the arguments name.
enum NotebookPaths {
  /// Files as they are; of folders, all `.md` files that are not READMEs; sorted by name.
  static func find(_ arguments: [String]) throws -> [String] {
    let manager = FileManager.default
    let isDefault = arguments.isEmpty
    var found: [String] = []
    for argument in isDefault ? ["notebooks"] : arguments {
      var isFolder: ObjCBool = false
      guard manager.fileExists(atPath: argument, isDirectory: &isFolder) else {
        throw Problem(
          .file, "\(argument): no such file or folder",
          advice: isDefault
            ? "Name a notebook, or run unroll in a folder that has notebooks/."
            : "Check the spelling; `unroll new \(argument)` writes a notebook to start from.")
      }
      guard isFolder.boolValue else {
        guard argument.hasSuffix(".md") else {
          throw Problem(
            .file, "\(argument): not a notebook", advice: "Notebooks are Markdown files: NAME.md.")
        }
        found.append(argument)
        continue
      }
      let names: [String]
      do { names = try manager.contentsOfDirectory(atPath: argument) } catch {
        throw Problem(.file, "\(argument): cannot be read", underlying: error.localizedDescription)
      }
      let notebooks = names.filter {
        $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0.uppercased() != "README.MD"
      }.sorted()
      guard !notebooks.isEmpty else {
        throw Problem(
          .file, "\(argument): no notebooks in this folder",
          advice: "Notebooks are Markdown files: NAME.md. `unroll new NAME` writes one.")
      }
      found += notebooks.map { (argument as NSString).appendingPathComponent($0) }
    }
    var names: [String: String] = [:]
    for path in found {
      let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      if let other = names[name] {
        throw Problem(
          .arguments, "\(path) and \(other) would both become \(name).html",
          advice: "Render them into different folders with --output.")
      }
      names[name] = path
    }
    return found
  }
}
