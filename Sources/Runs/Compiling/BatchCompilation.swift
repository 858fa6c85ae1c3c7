internal import Basics
internal import Notebooks

/// Compiles one batch: as it stands, and where the compiler asks for what one file would not need, with
/// that put right.
struct BatchCompilation {
  var source: BatchSource
  var compiler: CellCompiler
  /// The batches above that compiled.
  var earlier: [Batch]
  /// Digest of their texts.
  var chain: String

  enum Outcome {
    case compiled(library: String, warnings: [CompilerDiagnostic], linking: Double, text: String)
    /// What the author is told, and the edits that moved columns.
    case failed([CompilerDiagnostic], edits: [SourceEdit])
  }

  private static let mostRounds = 8

  /// Compiles it to a library of a name.
  func compile(_ batch: Batch, library: String) throws -> Outcome {
    if let diagnostic = asyncLet(in: batch) { return .failed([diagnostic], edits: []) }
    let original = job(batch, Repairs(), library)
    if case .compiled(let library, let warnings, let linking)? = compiler.kept(original) {
      return .compiled(
        library: library, warnings: warnings, linking: linking, text: original.text)
    }
    let reader = RepairReader(source: source, batch: batch, earlier: earlier)
    var repairs = Repairs()
    var first: [CompilerDiagnostic]?
    for _ in 0..<Self.mostRounds {
      let result = try compiler.compile(
        job(batch, repairs, library), original: original, repairs: repairs)
      switch result {
      case .compiled(let library, let warnings, let linking):
        return .compiled(
          library: library, warnings: warnings, linking: linking, text: original.text)
      case .failed(let diagnostics):
        if first == nil { first = diagnostics }
        guard let more = reader.repairs(after: repairs, diagnostics) else {
          return failed(diagnostics, first ?? diagnostics, repairs, batch)
        }
        repairs = more
      }
    }
    return .failed(first ?? [], edits: source.ownEdits(of: batch, after: earlier))
  }

  /// Errors of the author's text come first; where only what was put in is wrong, the first words hold.
  private func failed(
    _ last: [CompilerDiagnostic], _ first: [CompilerDiagnostic], _ repairs: Repairs, _ batch: Batch
  ) -> Outcome {
    let own = source.ownEdits(of: batch, after: earlier)
    let isAuthors = last.contains { $0.severity == .error && $0.file == source.file }
    return isAuthors ? .failed(last, edits: own + repairs.edits) : .failed(first, edits: own)
  }

  /// A use of an earlier cell's `async let`, on which the compiler ends without a word.
  private func asyncLet(in batch: Batch) -> CompilerDiagnostic? {
    var kinds: [String: String] = [:]
    for declaration in earlier.flatMap(\.steps).compactMap(source.cell(ofStep:))
      .flatMap({ source.analyses[$0].declared })
    {
      kinds[declaration.name] = declaration.kind
    }
    for cell in batch.steps.compactMap(source.cell(ofStep:)) {
      let (code, analysis) = (source.notebook.cells[cell].code, source.analyses[cell])
      let names = analysis.mentioned.subtracting(analysis.declared.map(\.name))
        .filter { kinds[$0] == Declaration.asyncLet }
      guard
        let place = Identifiers.list(of: code).first(where: {
          names.contains($0.name) && !$0.isMember && !$0.isLabel
        })
      else { continue }
      let head = code.utf8.prefix(place.offset)
      let row = head.count { $0 == 10 }
      return CompilerDiagnostic(
        severity: .error, file: source.file, line: source.notebook.cells[cell].location.line + row,
        column: place.offset - BatchSource.offset(ofLine: row, in: code) + 1,
        message: "'\(place.name)' is an `async let` of another cell, which ends with its cell; "
          + "keep its value there: `let value = await \(place.name)`")
    }
    return nil
  }

  private func job(_ batch: Batch, _ repairs: Repairs, _ library: String) -> CellCompiler.Job {
    let cells = batch.steps.compactMap(source.cell(ofStep:))
    return CellCompiler.Job(
      text: source.text(of: batch, after: earlier, repairs: repairs), module: batch.module,
      isOptimised: batch.isOptimised, chain: chain,
      usesModules: cells.contains { !source.analyses[$0].imports.isEmpty }
        || !source.imports(above: batch.steps.first ?? 0).isEmpty,
      library: library)
  }
}
