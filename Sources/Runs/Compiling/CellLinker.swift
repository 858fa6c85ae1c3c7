internal import Basics
internal import Foundation
internal import Notebooks

/// Makes an object file a shared object that the process of the cells can load.
struct CellLinker: Sendable {
  var toolchain: Toolchain

  /// Links the object at `base`; `usesModules` where its code imports more than the engine.
  func link(_ base: String, module: String, to library: String, usesModules: Bool) throws {
    var arguments = [
      "-shared", toolchain.imageStart, base + ".o", "-o", library, "-L", toolchain.libraries,
      "-rpath", toolchain.libraries, "--as-needed", "-lswiftCore", "-lswift_Concurrency",
      "-lswift_StringProcessing", "-lswiftSwiftOnoneSupport",
    ]
    if usesModules { arguments += try importedLibraries(base) }
    let answer = try ChildProcess.run(toolchain.linker, arguments)
    try CompilerEnd.check(answer)
    guard answer.status == 0 else {
      throw Problem(
        .compile, "a cell cannot be linked", advice: "Check that the Swift toolchain is complete.",
        underlying: CellModuleName.shown(in: answer.standardError))
    }
    let file = URL(fileURLWithPath: library)
    try CellModuleName.renamed(module, in: Data(contentsOf: file)).write(to: file)
  }

  /// The libraries of the modules that the code imports, as the object names them.
  private func importedLibraries(_ base: String) throws -> [String] {
    let extractor =
      (toolchain.frontend as NSString).deletingLastPathComponent + "/swift-autolink-extract"
    guard FileManager.default.isExecutableFile(atPath: extractor) else { return [] }
    let answer = try ChildProcess.run(extractor, [base + ".o", "-o", base + ".autolink"])
    guard answer.status == 0,
      let text = try? String(contentsOfFile: base + ".autolink", encoding: .utf8)
    else { return [] }
    return text.split(whereSeparator: \.isWhitespace).map(String.init).filter { word in
      word.hasPrefix("-l")
        && FileManager.default.fileExists(
          atPath: "\(toolchain.libraries)/lib\(word.dropFirst(2)).so")
    }
  }
}
