internal import Basics
internal import Foundation
internal import Notebooks

/// Compiles batches to shared objects, one after the other, and keeps them by content.
struct CellCompiler: Sendable {
  var toolchain: Toolchain
  var engine: Toolchain.Engine
  /// Where objects are kept, and modules by key; cells of one run link to them from `workFolder`.
  var cache: CacheFolder
  var workFolder: String
  var usesCache: Bool

  /// A diagnostic of the compiler.
  struct Diagnostic: Sendable {
    var severity: String
    var file: String
    var line: Int
    var column: Int
    var message: String
  }

  enum Outcome: Sendable {
    /// `linking`: seconds that the linker took.
    case compiled(library: String, warnings: [Diagnostic], linking: Double)
    case failed([Diagnostic])
  }

  /// Compiles the text of a batch.
  func compile(_ text: String, module: String, isOptimised: Bool, chain: String) throws -> Outcome {
    var hash = SHA256()
    for field in [toolchain.version, engine.identity, chain, module, "\(isOptimised)", text] {
      hash.update(field: field)
    }
    let key = String(hash.finish().prefix(40))
    let base = workFolder + "/" + module
    let library = workFolder + "/" + module + ".so"
    let kept = cache.objects + "/" + key
    let manager = FileManager.default
    if usesCache, manager.fileExists(atPath: kept + ".ok"),
      (try? manager.copyItem(atPath: kept + ".so", toPath: library)) != nil,
      (try? manager.copyItem(atPath: kept + ".swiftmodule", toPath: base + ".swiftmodule")) != nil
    {
      return .compiled(library: library, warnings: [], linking: 0)
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: base + ".swift"))
    let answer = try ChildProcess.run(toolchain.frontend, arguments(base, module, isOptimised))
    let diagnostics = Self.diagnostics(in: answer.standardError)
    guard answer.status == 0 else {
      return .failed(
        diagnostics.contains { $0.severity == "error" }
          ? diagnostics
          : [
            Diagnostic(
              severity: "error", file: "", line: 0, column: 0,
              message: Self.crashMessage(answer.standardError))
          ])
    }
    let compiled = Date()
    try link(base, library, imports: text.contains("import "))
    let linking = Date().timeIntervalSince(compiled)
    if usesCache {
      for ending in ["swiftmodule", "so"] {
        if let data = manager.contents(atPath: base + "." + ending) {
          CacheFolder.write(data, to: kept + "." + ending)
        }
      }
      CacheFolder.write(Data(), to: kept + ".ok")
    }
    return .compiled(
      library: library, warnings: diagnostics.filter { $0.severity == "warning" }, linking: linking)
  }

  private func arguments(_ base: String, _ module: String, _ isOptimised: Bool) -> [String] {
    var arguments = [
      "-c", "-primary-file", base + ".swift", "-enable-testing",
      "-entry-point-function-name", "\(module)_main", "-module-name", module,
      "-emit-module-path", base + ".swiftmodule", "-I", engine.modules, "-I", workFolder,
      "-module-cache-path", cache.moduleCache, "-swift-version", "5",
      "-resource-dir", toolchain.resources, "-gline-tables-only", "-diagnostic-style", "llvm",
      "-no-color-diagnostics", "-enable-bare-slash-regex", "-o", base + ".o",
    ]
    arguments += isOptimised ? ["-O", "-assert-config", "Debug"] : ["-Onone"]
    for map in engine.moduleMaps { arguments += ["-Xcc", "-fmodule-map-file=\(map)"] }
    return arguments
  }

  private func link(_ base: String, _ library: String, imports: Bool) throws {
    let libraries = toolchain.resources + "/linux"
    var arguments = [
      "-shared", base + ".o", "-o", library, "-L", libraries, "-rpath", libraries, "--as-needed",
      "-lswiftCore", "-lswift_Concurrency", "-lswift_StringProcessing",
    ]
    let extractor =
      (toolchain.frontend as NSString).deletingLastPathComponent + "/swift-autolink-extract"
    if imports, FileManager.default.isExecutableFile(atPath: extractor) {
      let answer = try ChildProcess.run(extractor, [base + ".o", "-o", base + ".autolink"])
      if answer.status == 0,
        let text = try? String(contentsOfFile: base + ".autolink", encoding: .utf8)
      {
        for word in text.split(whereSeparator: \.isWhitespace) where word.hasPrefix("-l") {
          let file = libraries + "/lib\(word.dropFirst(2)).so"
          if FileManager.default.fileExists(atPath: file) { arguments.append(String(word)) }
        }
      }
    }
    let answer = try ChildProcess.run(toolchain.linker, arguments)
    guard answer.status == 0 else {
      throw Problem(
        .compile, "a cell cannot be linked", advice: "Check that the Swift toolchain is complete.",
        underlying: answer.standardError)
    }
  }

  private static func crashMessage(_ text: String) -> String {
    let line = text.split(separator: "\n").first { $0.contains("error:") }
    return line.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
      ?? "the compiler ended without a message"
  }

  /// Reads `FILE:LINE:COLUMN: error: message` lines.
  static func diagnostics(in text: String) -> [Diagnostic] {
    text.split(separator: "\n").compactMap { line in
      for severity in ["error", "warning", "note"] {
        guard let mark = line.range(of: ": \(severity): ") else { continue }
        let place = line[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
        guard place.count >= 3, let row = Int(place[place.count - 2]),
          let column = Int(place[place.count - 1])
        else { continue }
        return Diagnostic(
          severity: severity, file: place.dropLast(2).joined(separator: ":"), line: row,
          column: column, message: String(line[mark.upperBound...]))
      }
      return nil
    }
  }
}
