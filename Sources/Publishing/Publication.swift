public import Basics
public import Reports

/// What a render leaves in its folder beside the reports: digests, manifest and index, made from what is
/// on record there and what was rendered now. A value: nothing is read or written here.
public struct Publication: Equatable, Sendable {
  /// A notebook whose reports were written.
  public struct Rendered: Equatable, Sendable {
    /// The notebook's name.
    public var name: String
    /// The digests of what was written, by file.
    public var files: [String: String]
    /// The digests that its reports in the other formats would have now.
    public var otherFormats: [String: String] = [:]
    /// The page with what may differ between runs, if there is one.
    public var volatilePage: String?
    /// What the index says of it.
    public var card: IndexEntry

    /// A notebook's reports.
    public init(
      name: String, files: [String: String], otherFormats: [String: String] = [:],
      volatilePage: String? = nil, card: IndexEntry
    ) {
      self.name = name
      self.files = files
      self.otherFormats = otherFormats
      self.volatilePage = volatilePage
      self.card = card
    }
  }

  /// What stands in the folder.
  public struct State: Equatable, Sendable {
    /// The digests on record, by file.
    public var digests: [String: String] = [:]
    /// What is known of each notebook.
    public var manifest = Manifest()
    /// The names of all files there.
    public var present: Set<String> = []
    /// For reports of which the manifest says nothing: what they say of themselves.
    public var foundCards: [String: IndexEntry] = [:]

    /// An empty folder.
    public init() {}
  }

  /// The digests for the file `SHA256SUMS`.
  public private(set) var digests: [String: String]
  /// The manifest.
  public private(set) var manifest: Manifest
  /// The entries of the index, or `nil` if there is none.
  public private(set) var index: [IndexEntry]?
  /// Files of earlier runs that would be taken for results.
  public private(set) var warnings: [Problem] = []

  private let folder: String
  private let present: Set<String>

  /// What follows from a folder's state and a run.
  ///
  /// - Parameters:
  ///   - unreadable: the names of notebooks that gave no report, with their paths.
  ///   - isWholeSet: whether notebooks that are not among these are gone.
  public init(
    _ state: State, rendered: [Rendered], unreadable: [(name: String, path: String)],
    isWholeSet: Bool, folder: String
  ) {
    digests = state.digests
    manifest = state.manifest
    present = state.present
    self.folder = folder
    let hadIndex = digests.removeValue(forKey: "index.html") != nil
    adopt(state)
    let known = Set(rendered.map(\.name)).union(unreadable.map(\.name))
    for notebook in rendered { book(notebook) }
    for (name, path) in unreadable {
      retire(name, because: "\(path) could not be rendered now")
    }
    for name in manifest.records.keys.sorted() where !known.contains(name) {
      if isWholeSet {
        retire(name, because: "its notebook is not among those rendered")
      } else {
        forgetRemovedFiles(of: name)
      }
    }
    manifest.records = manifest.records.filter { !$0.value.allFiles.isEmpty }
    let entries = manifest.records.values.compactMap(entry).sorted {
      $0.file.utf8.lexicographicallyPrecedes($1.file.utf8)
    }
    if hadIndex || !entries.isEmpty { index = entries }
  }

  /// Books digests of files whose notebook has no record: the digests are committed, the manifest is not.
  private mutating func adopt(_ state: State) {
    let owners = Dictionary(
      manifest.records.values.flatMap { record in record.allFiles.map { ($0, record.name) } },
      uniquingKeysWith: { first, _ in first })
    for (file, digest) in digests {
      let name = owners[file] ?? Self.notebook(ofFile: file)
      var record = manifest.records[name] ?? ReportRecord(name: name)
      record.files[file] = digest
      record.leftOver.remove(file)
      if record.card == nil { record.card = state.foundCards[file] }
      manifest.records[name] = record
    }
    fromClone = Set(digests.keys.filter { owners[$0] == nil && !present.contains($0) })
    // Where the file of digests was removed, the manifest still knows those of what is there.
    for record in manifest.records.values {
      for (file, digest) in record.files where digests[file] == nil && present.contains(file) {
        digests[file] = digest
      }
    }
  }

  /// Files that are on record, though this folder never held them.
  private var fromClone: Set<String> = []

  private static func notebook(ofFile file: String) -> String {
    for format in ReportFormat.allCases where file.hasSuffix("." + format.ending) {
      return String(file.dropLast(format.ending.count + 1))
    }
    return file
  }

  private mutating func book(_ notebook: Rendered) {
    let old = manifest.records[notebook.name] ?? ReportRecord(name: notebook.name)
    var record = ReportRecord(
      name: notebook.name, files: notebook.files, volatilePage: notebook.volatilePage,
      card: notebook.card)
    for (file, digest) in old.files where notebook.files[file] == nil {
      // A report in a format that was not asked for stands as long as it would be the same now.
      if notebook.otherFormats[file] == digest {
        record.files[file] = digest
      } else {
        record.leftOver.insert(file)
      }
    }
    record.leftOver.formUnion(old.leftOver)
    if let page = old.volatilePage { record.leftOver.insert(page) }
    record.leftOver.formIntersection(present)
    record.leftOver.subtract(record.files.keys)
    if let page = notebook.volatilePage { record.leftOver.remove(page) }
    for file in old.files.keys { digests[file] = record.files[file] }
    digests.merge(record.files) { _, new in new }
    manifest.records[notebook.name] = record
    warn(record.leftOver, "\(notebook.name) was rendered without it now")
  }

  /// Nothing vouches any more for what was written for a notebook.
  private mutating func retire(_ name: String, because reason: String) {
    guard let old = manifest.records[name] else { return }
    for file in old.files.keys { digests[file] = nil }
    let record = ReportRecord(name: name, leftOver: old.allFiles.intersection(present))
    manifest.records[name] = record
    warn(record.leftOver, reason)
  }

  private mutating func forgetRemovedFiles(of name: String) {
    guard var record = manifest.records[name] else { return }
    for file in record.files.keys where !present.contains(file) && !fromClone.contains(file) {
      record.files[file] = nil
      digests[file] = nil
    }
    if let page = record.volatilePage, !present.contains(page) { record.volatilePage = nil }
    record.leftOver.formIntersection(present)
    manifest.records[name] = record
  }

  private mutating func warn(_ files: Set<String>, _ reason: String) {
    for file in files.sorted() {
      warnings.append(
        Problem(
          .file, .warning, at: nil,
          "\(folder)/\(file) is of an earlier run: \(reason); neither index nor digests list it",
          advice: "Remove it if it is not wanted any more."))
    }
  }

  private func entry(of record: ReportRecord) -> IndexEntry? {
    let file = ReportFormat.html.file(ofNotebook: record.name)
    guard record.files[file] != nil, !fromClone.contains(file) else { return nil }
    return record.card ?? IndexEntry(title: record.name, file: file)
  }

  /// Adds the digest of the index as it is written.
  public mutating func setIndexDigest(_ digest: String) { digests["index.html"] = digest }
}
