internal import Basics
internal import Notebooks

/// The state of compiling a notebook from its top: which modules there are, and what is missing.
struct CompileWork {
  private let source: BatchSource
  private let compiler: CellCompiler
  private let note: @Sendable (RunEvent) -> Void
  /// The batches that compiled, as far as they did.
  private var earlier: [Batch] = []
  private var chain = ""
  /// Names that steps which do not compile would have declared.
  private var missing: Set<String> = []
  private var others: [(step: Int, failure: Failure)] = []
  /// Whether a step did not compile that should have.
  private(set) var hasFailed = false

  init(
    source: BatchSource, compiler: CellCompiler, note: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.source = source
    self.compiler = compiler
    self.note = note
  }

  /// Failures of further steps in the batches compiled so far.
  mutating func takeOthers() -> [(step: Int, failure: Failure)] {
    defer { others = [] }
    return others
  }

  /// Compiles a batch to be run.
  mutating func compile(_ batch: Batch) throws -> CompileQueue.Outcome {
    let compilation = BatchCompilation(
      source: source, compiler: compiler, earlier: earlier, chain: chain)
    switch try compilation.compile(batch, library: batch.module) {
    case .compiled(let library, let warnings, let linking, let text):
      let told = self.warnings(warnings, batch)
      for warning in told { note(.warning(warning.location, warning.message)) }
      if !batch.expectsError { advance(batch, text) }
      return .ready(library: library, linking: linking, warnings: told)
    case .failed(let diagnostics, let edits):
      let failures = source.failures(of: batch, diagnostics, edits: edits)
      guard let first = failures.first else {
        throw Problem(.compile, "the compiler failed without a word")
      }
      if !batch.expectsError {
        for (_, failure) in failures { note(.failure(failure)) }
        hasFailed = true
        others += failures.dropFirst()
      }
      let above = try self.above(first.step, in: batch, compilation)
      if !batch.expectsError { try checkRest(of: batch, without: failures.map(\.step)) }
      return .failed(step: first.step, first.failure, above: above)
    }
  }

  /// Compiles a batch below a failure: what is wrong in it by itself.
  mutating func check(_ batch: Batch) throws -> [(step: Int, failure: Failure)] {
    guard !batch.expectsError else { return [] }
    try checkRest(of: batch, without: [])
    return takeOthers()
  }

  /// What stands above the failing step, to be run.
  private func above(
    _ step: Int, in batch: Batch, _ compilation: BatchCompilation
  ) throws -> (library: String, steps: [Int])? {
    var head = batch
    head.steps = batch.steps.filter { $0 < step }
    guard !head.steps.isEmpty,
      case .compiled(let library, _, _, _) = try compilation.compile(
        head, library: batch.module + "-above")
    else { return nil }
    return (library, head.steps)
  }

  /// Compiles the steps of a batch that do not depend on failed ones, so that those below can be judged.
  private mutating func checkRest(of batch: Batch, without failed: [Int]) throws {
    var rest = batch
    lose(failed)
    for _ in 0..<4 {
      dropDependents(from: &rest, failed: failed)
      guard !rest.steps.isEmpty else { return }
      let compilation = BatchCompilation(
        source: source, compiler: compiler, earlier: earlier, chain: chain)
      switch try compilation.compile(rest, library: batch.module + "-rest") {
      case .compiled(_, _, _, let text): return advance(rest, text)
      case .failed(let diagnostics, let edits):
        let failures = source.failures(of: rest, diagnostics, edits: edits)
        for (_, failure) in failures { note(.failure(failure)) }
        others += failures
        lose(failures.map(\.step))
        rest.steps.removeAll { step in failures.contains { $0.step == step } }
      }
    }
  }

  private mutating func dropDependents(from batch: inout Batch, failed: [Int]) {
    for step in batch.steps {
      let mentioned: Set<String> =
        switch source.notebook.steps[step] {
        case .cell(let cell):
          // A member is a name that an extension may have declared.
          Set(Identifiers.list(of: source.notebook.cells[cell].code).map(\.name))
        case .inlineValue(let value):
          Set(Identifiers.list(of: source.notebook.inlineValues[value].expression).map(\.name))
        }
      guard failed.contains(step) || !mentioned.isDisjoint(with: missing) else { continue }
      lose([step])
      batch.steps.removeAll { $0 == step }
    }
  }

  private mutating func lose(_ steps: [Int]) {
    for cell in steps.compactMap(source.cell(ofStep:)) {
      missing.formUnion(source.analyses[cell].lost(code: source.notebook.cells[cell].code))
    }
  }

  private mutating func advance(_ batch: Batch, _ text: String) {
    chain = SHA256.hexadecimal((chain + text).utf8)
    earlier.append(batch)
  }

  /// What the compiler warns of in the author's text.
  private func warnings(_ warnings: [CompilerDiagnostic], _ batch: Batch) -> [StepWarning] {
    warnings.filter { warning in
      warning.file == source.file && !Self.isNoise(warning.message) && !isHidden(warning)
    }.map { warning in
      StepWarning(
        step: source.step(of: warning, in: batch) ?? batch.steps.first ?? 0,
        location: source.location(warning, in: batch),
        message: CellModuleName.shown(in: warning.message))
    }
  }

  /// A value that is not used, behind which a semicolon says that it is not to be shown.
  private func isHidden(_ warning: CompilerDiagnostic) -> Bool {
    warning.message.contains("is unused")
      && warning.shownLine.reversed().first { !$0.isWhitespace } == ";"
  }

  /// Warnings of what a cell is compiled as, not of what it says.
  private static func isNoise(_ message: String) -> Bool {
    message == "will never be executed" || message.contains("'\(BatchSource.value)'")
      || message.hasPrefix("extension declares a conformance of imported type")
      || message.hasPrefix("conformance to 'Sendable' must occur in the same source file")
      || message.hasPrefix("'nonisolated(unsafe)' ")
      || message.contains("because it is not in module 'UnrollCell")
  }
}
