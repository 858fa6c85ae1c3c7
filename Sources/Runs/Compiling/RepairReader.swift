/// Finds in the compiler's words what one file would not need, and how to put it right.
struct RepairReader {
  var source: BatchSource
  var batch: Batch
  var earlier: [Batch]

  /// The repairs for another attempt, or `nil` where there is nothing more to mend.
  func repairs(after done: Repairs, _ diagnostics: [CompilerDiagnostic]) -> Repairs? {
    var repairs = done
    let errors = diagnostics.filter { $0.severity == .error }
    for (position, error) in diagnostics.enumerated() where error.severity == .error {
      let notes = diagnostics[(position + 1)...].prefix { $0.severity == .note }
      if Self.isAboutAccess(error), !done.ignoresAccess {
        if let edit = accessEdit(error, notes, done) { add(edit, to: &repairs) }
      }
      if let name = Self.ambiguous(error), isEarlierFunction(name) {
        repairs.narrowed.insert(name)
      }
      if error.message.contains("cannot be consumed") || error.message.contains("consume"),
        let step = source.step(of: error, in: batch)
      {
        repairs.shownInPlace.insert(step)
      }
    }
    if errors.contains(where: { $0.file != source.file }) { repairs.omitsNotes = true }
    if errors.contains(where: isForeignFilling) { repairs.fillsForeignStructures = true }
    let synthesis = Synthesis(source: source, batch: batch, earlier: earlier)
    for text in synthesis.witnesses(for: errors) where !repairs.synthesized.contains(text) {
      repairs.synthesized.append(text)
    }
    if repairs != done { return repairs }
    // The word does not help, as with types that the cell itself keeps internal.
    if errors.contains(where: Self.isAboutAccess) || done.edits.contains(where: Self.isPublic),
      !done.ignoresAccess
    {
      repairs.edits.removeAll(where: Self.isPublic)
      repairs.ignoresAccess = true
      return repairs
    }
    return nil
  }

  /// Cells see each other's internal names as if they were public, and so Swift asks that a cell's own
  /// are as well, where they are needed for a conformance or an override.
  private static func isAboutAccess(_ error: CompilerDiagnostic) -> Bool {
    error.message.contains("must be declared public")
      || error.message.contains("must be as accessible as")
      || error.message.contains("cannot be declared public because")
  }

  /// An initialiser that sets the properties of an earlier cell's structure, as in the same file it may.
  /// The older version of the language reads `try?` of an optional in another way.
  private func isForeignFilling(_ error: CompilerDiagnostic) -> Bool {
    guard error.message.contains("self.init"),
      !batch.steps.compactMap(source.cell(ofStep:)).contains(where: {
        source.notebook.cells[$0].code.contains("try?")
      })
    else { return false }
    return error.message.contains("may not be initialized directly")
      || error.message.contains("'self' used before 'self.init' call")
      || error.message.contains("'self.init' isn't called on all paths")
  }

  private static func isPublic(_ edit: SourceEdit) -> Bool {
    edit.inserting == "public " || edit.inserting == "open "
  }

  private func accessEdit(
    _ error: CompilerDiagnostic, _ notes: ArraySlice<CompilerDiagnostic>, _ done: Repairs
  ) -> SourceEdit? {
    let fixed = ([error] + notes).first { $0.fix?.text == "public" || $0.fix?.text == "open" }
    guard let fixed, let fix = fixed.fix, fixed.file == source.file,
      let step = source.step(of: fixed, in: batch), let cell = source.cell(ofStep: step)
    else { return nil }
    let code = source.notebook.cells[cell].code
    var place = fixed
    place.column = fix.column
    let edits = done.edits + source.ownEdits(of: batch, after: earlier)
    var location = source.location(place, edits, in: batch)
    let row = location.line - source.notebook.cells[cell].location.line
    let indents = source.notebook.cells[cell].lineIndents
    if indents.indices.contains(row) { location.column -= indents[row] }
    return SourceEdit(
      step: step,
      offset: BatchSource.offset(ofLine: row, in: code) + location.column - 1,
      inserting: fix.text + " ")
  }

  private func add(_ edit: SourceEdit, to repairs: inout Repairs) {
    if !repairs.edits.contains(where: { $0.step == edit.step && $0.offset == edit.offset }) {
      repairs.edits.append(edit)
    }
  }

  private static func ambiguous(_ error: CompilerDiagnostic) -> String? {
    guard error.message.hasPrefix("ambiguous use of '") else { return nil }
    let name = error.message.dropFirst(18).prefix { $0 != "'" && $0 != "(" }
    return name.isEmpty ? nil : String(name)
  }

  private func isEarlierFunction(_ name: String) -> Bool {
    earlier.flatMap(\.steps).compactMap(source.cell(ofStep:)).contains { cell in
      source.analyses[cell].declared.contains { $0.name == name && $0.kind == "func" }
    }
  }
}
