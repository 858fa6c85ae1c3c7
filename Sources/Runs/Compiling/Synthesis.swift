/// Writes what Swift synthesises for a type of the same file, for extensions of an earlier cell's type.
struct Synthesis {
  var source: BatchSource
  var batch: Batch
  var earlier: [Batch]

  /// The witnesses that errors ask for, as extensions for the end of the file.
  func witnesses(for errors: [CompilerDiagnostic]) -> [String] {
    errors.compactMap { error in
      guard let requirement = Self.requirement(error.message),
        let declaration = declaration(at: error), let shape = shape(of: declaration.type),
        let body = WitnessText(shape: shape).text(of: requirement)
      else { return nil }
      return "extension \(declaration.type) \(declaration.condition) {\n\(body)}\n"
    }
  }

  /// The requirement that an error misses: `==`, `hash(into:)`, `allCases` and so on.
  static func requirement(_ message: String) -> String? {
    if message.hasSuffix("does not conform to protocol 'CaseIterable'") { return "allCases" }
    if message.hasSuffix("does not conform to protocol 'Comparable'") { return "<" }
    guard message.hasPrefix("extension outside of file declaring"),
      let start = message.range(of: "automatic synthesis of '")?.upperBound
    else { return nil }
    return String(message[start...].prefix { $0 != "'" })
  }

  /// The extension that a diagnostic points to.
  private func declaration(at error: CompilerDiagnostic) -> CellAnalysis.Extension? {
    guard let step = source.step(of: error, in: batch), let cell = source.cell(ofStep: step) else {
      return nil
    }
    let row = error.line - source.notebook.cells[cell].location.line
    let offset =
      BatchSource.offset(ofLine: row, in: source.notebook.cells[cell].code) + error.column - 1
    let extensions = source.analyses[cell].extensions
    return extensions.last { $0.start <= offset } ?? extensions.first
  }

  /// The newest type of that name in the cells above.
  private func shape(of name: String) -> TypeShape? {
    let cells = earlier.reversed().flatMap { $0.steps.reversed() }.compactMap(source.cell(ofStep:))
    for cell in cells {
      if let shape = source.analyses[cell].types.last(where: { $0.name == name }) { return shape }
    }
    return nil
  }
}
