internal import Basics
internal import Foundation
internal import Notebooks

/// Compiles texts of batches to shared objects and keeps them by content.
struct CellCompiler: Sendable {
  var toolchain: Toolchain
  var engine: Toolchain.Engine
  /// Where objects are kept, and modules by key; cells of one run link to them from `workFolder`.
  var cache: CacheFolder
  var workFolder: String
  var usesCache: Bool

  /// A text to compile.
  struct Job {
    var text: String
    var module: String
    var isOptimised: Bool
    /// Digest of all texts above.
    var chain: String
    /// Whether the code imports more than the engine.
    var usesModules: Bool
    /// What the library is called, without its ending: several of one module may be needed.
    var library: String
  }

  enum Outcome: Sendable {
    /// `linking`: seconds that the linker took.
    case compiled(library: String, warnings: [CompilerDiagnostic], linking: Double)
    case failed([CompilerDiagnostic])
  }

  /// What the objects of another way to compile must not be mistaken for.
  private static let format = "2"

  /// What was kept for a job, brought to the work folder; nothing where a byte of it is not as it was.
  func kept(_ job: Job) -> Outcome? {
    guard usesCache else { return nil }
    let place = place(of: job)
    guard
      files(of: job).allSatisfy({ file, ending in
        cache.contents(of: place + ending).map { data in
          (try? data.write(to: URL(fileURLWithPath: file))) != nil
        } ?? false
      })
    else { return nil }
    let warnings = cache.contents(of: place + ".warnings").flatMap { data in
      try? JSONDecoder().decode([CompilerDiagnostic].self, from: data)
    }
    guard let warnings else { return nil }
    return .compiled(library: path(of: job), warnings: warnings, linking: 0)
  }

  /// The files of a compiled job, with what their kept copies end in.
  private func files(of job: Job) -> [(file: String, ending: String)] {
    [("\(workFolder)/\(job.module).swiftmodule", ".swiftmodule"), (path(of: job), ".so")]
  }

  /// Compiles a job. A repaired text is kept under `original`, the job it came from, so that the
  /// attempts in between cost once.
  func compile(_ job: Job, original: Job? = nil, repairs: Repairs = Repairs()) throws -> Outcome {
    let base = workFolder + "/" + job.module
    try Data(job.text.utf8).write(to: URL(fileURLWithPath: base + ".swift"))
    let arguments =
      arguments(base, job, repairs) + (repairs.ignoresAccess ? ["-disable-access-control"] : [])
    var answer = try ChildProcess.run(toolchain.frontend, arguments)
    if answer.status != 0, Self.isAboutModules(answer.standardError) {
      cache.forgetModules()
      answer = try ChildProcess.run(toolchain.frontend, arguments)
    }
    try answer.requireUndisturbed("the compiler")
    let diagnostics = CompilerDiagnostic.list(in: answer.standardError)
    guard answer.status == 0 else {
      return .failed(
        diagnostics.contains { $0.severity == .error }
          ? diagnostics
          : [
            CompilerDiagnostic(
              severity: .error, file: "", line: 0, column: 0,
              message: Self.crashMessage(answer.standardError))
          ])
    }
    let compiled = MonotonicClock.now
    try CellLinker(toolchain: toolchain).link(
      base, module: job.module, to: path(of: job), usesModules: job.usesModules)
    let linking = MonotonicClock.now - compiled
    let warnings = diagnostics.filter { $0.severity == .warning }
    if usesCache { keep(original ?? job, warnings) }
    return .compiled(library: path(of: job), warnings: warnings, linking: linking)
  }

  /// Whether what the compiler says may come from a damaged file of its own store of C modules.
  private static func isAboutModules(_ text: String) -> Bool {
    [".pcm", "missing required module", "malformed", "could not build C module"]
      .contains { text.contains($0) }
  }

  private func keep(_ job: Job, _ warnings: [CompilerDiagnostic]) {
    guard let text = try? JSONEncoder().encode(warnings) else { return }
    cache.keep(text, at: place(of: job) + ".warnings")
    for (file, ending) in files(of: job) {
      if let data = FileManager.default.contents(atPath: file) {
        cache.keep(data, at: place(of: job) + ending)
      }
    }
  }

  private func path(of job: Job) -> String { "\(workFolder)/\(job.library).so" }

  private func place(of job: Job) -> String {
    var hash = SHA256()
    for field in [
      Self.format, toolchain.version, engine.identity, job.chain, job.module,
      "\(job.isOptimised)", job.text,
    ] {
      hash.update(field: field)
    }
    return cache.objects + "/" + hash.finish().prefix(40)
  }

  private func arguments(_ base: String, _ job: Job, _ repairs: Repairs) -> [String] {
    var arguments = [
      "-c", "-primary-file", base + ".swift", "-enable-testing", "-enable-private-imports",
      "-entry-point-function-name", "\(job.module)_main", "-module-name", job.module,
      "-emit-module-path", base + ".swiftmodule", "-I", engine.modules, "-I", workFolder,
      "-module-cache-path", cache.moduleCache, "-swift-version",
      repairs.fillsForeignStructures ? "4.2" : "5", "-resource-dir", toolchain.resources,
      "-gline-tables-only", "-diagnostic-style", "llvm",
      "-no-color-diagnostics", "-enable-bare-slash-regex", "-o", base + ".o",
      // A note about the engine shows the declaration, not a file of the machine that built it.
      "-ignore-module-source-info",
    ]
    arguments += job.isOptimised ? ["-O", "-assert-config", "Debug"] : ["-Onone"]
    arguments += toolchain.macros
    for map in engine.moduleMaps { arguments += ["-Xcc", "-fmodule-map-file=\(map)"] }
    return arguments
  }

  private static func crashMessage(_ text: String) -> String {
    let line = text.split(separator: "\n").first { $0.contains("error:") }
    return line.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
      ?? "the compiler ended without a message"
  }
}
