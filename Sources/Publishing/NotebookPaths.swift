public import Basics
internal import Foundation

/// The notebooks that a command's arguments name.
public struct NotebookPaths: Equatable, Sendable {
  /// Files as they are named; of folders, all `.md` files that are not READMEs, by their names.
  public var files: [String]
  /// Whether only folders were named: what they hold is all there is.
  public var isWholeSet: Bool

  /// Some files.
  public init(_ files: [String], isWholeSet: Bool) {
    self.files = files
    self.isWholeSet = isWholeSet
  }

  /// The name of a notebook's report, without an ending.
  public static func name(of path: String) -> String {
    ((path as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  /// Looks at what the arguments name; `notebooks/` if they are none.
  public static func find(_ arguments: [String]) throws(Problem) -> NotebookPaths {
    var paths = NotebookPaths([], isWholeSet: true)
    for argument in arguments.isEmpty ? ["notebooks"] : arguments {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) else {
        throw missing(argument, isDefault: arguments.isEmpty)
      }
      if isFolder.boolValue {
        paths.files += try notebooks(in: argument)
        continue
      }
      guard argument.hasSuffix(".md") else {
        throw Problem(
          .file, "\(argument): not a notebook", advice: "Notebooks are Markdown files: NAME.md.")
      }
      paths.isWholeSet = false
      paths.files.append(argument)
    }
    try paths.checkNames()
    return paths
  }

  /// The one notebook that an argument names.
  public static func single(_ argument: String) throws(Problem) -> String {
    let paths = try find([argument])
    guard !paths.isWholeSet, let path = paths.files.first else {
      throw Problem(
        .arguments, "\(argument): a folder, where one notebook is wanted",
        advice: paths.files.first.map { "Name one, as in \($0)." })
    }
    return path
  }

  private static func notebooks(in folder: String) throws(Problem) -> [String] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw Problem(.file, "\(folder): cannot be read", underlying: error.localizedDescription)
    }
    let notebooks = names.filter {
      $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0.uppercased() != "README.MD"
    }.sorted()
    guard !notebooks.isEmpty else {
      throw Problem(
        .file, "\(folder): no notebooks in this folder",
        advice: "Notebooks are Markdown files: NAME.md. `unroll new NAME` writes one.")
    }
    return notebooks.map { (folder as NSString).appendingPathComponent($0) }
  }

  private static func missing(_ argument: String, isDefault: Bool) -> Problem {
    let isLink =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: argument)) != nil
    return Problem(
      .file,
      isLink
        ? "\(argument): a symbolic link that leads nowhere"
        : "\(argument): no such file or folder",
      advice: isDefault
        ? "Name a notebook, or run unroll in a folder that has notebooks/."
        : "Check the spelling; `unroll new \(argument)` writes a notebook to start from.")
  }

  /// Two notebooks of one name would have one report; a notebook that is named twice is meant once.
  private mutating func checkNames() throws(Problem) {
    var places: [String: String] = [:]
    var kept: [String] = []
    for path in files {
      guard let other = places.updateValue(path, forKey: Self.name(of: path)) else {
        kept.append(path)
        continue
      }
      let urls = [path, other].map { URL(filePath: $0).standardizedFileURL }
      guard urls[0] == urls[1] else {
        throw Problem(
          .arguments, "\(path) and \(other) would both become \(Self.name(of: path)).html",
          advice: "Render them into different folders with --output.")
      }
    }
    files = kept
  }
}
