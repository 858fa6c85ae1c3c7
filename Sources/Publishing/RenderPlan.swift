public import Basics
internal import Foundation
public import Notebooks

/// What a render will write where, known before anything runs.
public struct RenderPlan: Sendable {
  /// A notebook and the files that its results go to.
  public struct Item: Sendable {
    /// The notebook, with parameters and seed set.
    public var notebook: Notebook
    /// Its reports, in the order of the formats.
    public var files: [(format: ReportFormat, name: String)]
    /// The page for what may differ between runs, if a cell is marked so.
    public var volatilePage: String?
  }

  /// A notebook of which nothing can be written.
  public struct Unreadable: Sendable {
    /// The file.
    public var path: String
    /// The name that its report would have.
    public var name: String
    /// What is wrong, ready to print.
    public var message: String
  }

  /// The folder for all that is written.
  public var folder: String
  /// The formats.
  public var formats: [ReportFormat]
  /// Whether the notebooks are all that the folder's index lists; if not, others stay in it.
  public var isWholeSet: Bool
  /// The notebooks, by the order of their paths.
  public private(set) var items: [Item] = []
  /// Those that cannot be read.
  public private(set) var unreadable: [Unreadable] = []
  /// What is to be told although the reports can be written.
  public private(set) var warnings: [Problem] = []

  /// Plans the reports of some notebooks.
  ///
  /// - Parameters:
  ///   - junit: the file for the results of all cells, if one is wanted.
  ///   - read: reads a notebook; what it throws is the notebook's, not the plan's.
  /// - Throws: a ``Problem`` if two files would be one, or a report would replace a notebook.
  public init(
    _ paths: NotebookPaths, formats: [ReportFormat], into folder: String, junit: String? = nil,
    read: (String) throws -> Notebook
  ) throws(Problem) {
    self.folder = folder
    self.formats = formats
    isWholeSet = paths.isWholeSet
    for path in paths.files {
      do { items.append(item(of: try read(path))) } catch {
        unreadable.append(
          Unreadable(path: path, name: NotebookPaths.name(of: path), message: "\(error)"))
      }
    }
    try checkFiles(paths.files, junit: junit)
  }

  private func item(of notebook: Notebook) -> Item {
    let hasVolatile = notebook.cells.contains { cell in
      cell.options.isVolatile && cell.options.output && cell.options.run
    }
    return Item(
      notebook: notebook,
      files: formats.map { ($0, $0.file(ofNotebook: notebook.name)) },
      volatilePage: hasVolatile ? Self.volatilePage(ofNotebook: notebook.name) : nil)
  }

  /// The page beside a notebook's report.
  public static func volatilePage(ofNotebook name: String) -> String { name + ".volatile.html" }

  /// The files of the folder that belong to no notebook.
  private static let ownFiles = [
    "index.html": "the list of all notebooks", Digests.file: "the digests of all reports",
    Manifest.file: "the record of all reports",
  ]

  /// No file is written twice, and none over a notebook.
  private mutating func checkFiles(_ paths: [String], junit: String?) throws(Problem) {
    var owners = Self.ownFiles
    var spellings: [String: String] = [:]
    for item in items {
      let path = item.notebook.path
      for name in item.files.map(\.name) + (item.volatilePage.map { [$0] } ?? []) {
        if let other = owners.updateValue(path, forKey: name) {
          throw Self.collision(path, other, name)
        }
        if let other = spellings.updateValue(name, forKey: name.lowercased()) {
          warnings.append(
            Problem(
              .arguments, .warning, at: nil,
              "\(folder)/\(name) and \(folder)/\(other) differ only in upper and lower case: where a "
                + "file system does not tell these apart, one replaces the other",
              advice: "Rename one of the notebooks."))
        }
      }
    }
    let sources = Set(paths.map(Self.place))
    let targets = owners.keys.map { Self.place(folder + "/" + $0) }
    for name in owners.keys.sorted() where sources.contains(Self.place(folder + "/" + name)) {
      throw Problem(
        .arguments, "\(folder)/\(name): the report would replace the notebook",
        advice: "Choose another folder with --output.")
    }
    if let junit, sources.contains(Self.place(junit)) || targets.contains(Self.place(junit)) {
      throw Problem(
        .arguments, "--junit \(junit): a notebook or a report has this name",
        advice: "Choose another file with --junit.")
    }
  }

  /// No file is written over that of a notebook that was rendered by itself before.
  public func check(against manifest: Manifest) throws(Problem) {
    guard !isWholeSet else { return }
    let names = Set(items.map(\.notebook.name))
    for item in items {
      let files = Set(item.files.map(\.name) + (item.volatilePage.map { [$0] } ?? []))
      for (name, record) in manifest.records.sorted(by: { $0.key < $1.key })
      where !names.contains(name) {
        let taken = record.allFiles.subtracting(record.leftOver).intersection(files)
        guard let file = taken.sorted().first else { continue }
        throw Self.collision(item.notebook.path, "the notebook \(name)", file)
      }
    }
  }

  private static func collision(_ path: String, _ other: String, _ name: String) -> Problem {
    if let use = ownFiles[name] {
      return Problem(
        .arguments, at: SourceLocation(file: path, line: 1),
        "the report would be \(name), which is \(use)", advice: "Rename the notebook.")
    }
    return Problem(
      .arguments, at: SourceLocation(file: path, line: 1),
      "\(path) and \(other) would both write \(name)",
      advice: "Rename one of them, or render them into different folders with --output.")
  }

  /// A path by which two names of one place are equal.
  private static func place(_ path: String) -> String {
    let url = URL(filePath: path).standardizedFileURL
    return url.deletingLastPathComponent().resolvingSymlinksInPath()
      .appending(path: url.lastPathComponent).resolvingSymlinksInPath().path
  }
}
