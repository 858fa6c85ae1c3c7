internal import Basics
internal import Foundation
internal import Glibc
internal import Notebooks

/// The compiler, the linker, and the modules that cells import.
public struct Toolchain: Sendable, Codable {
  /// The compiler proper; the driver takes several times as long.
  var frontend: String
  /// Where the compiler's own modules and the runtime's libraries are.
  var resources: String
  /// Where the runtime's libraries for this platform are.
  var libraries: String
  /// Tells the runtime of the types and conformances of the image that it is linked into first.
  var imageStart: String
  /// Where the standard library's macros are, if they are anywhere: arguments for the compiler.
  var macros: [String]
  /// Puts objects together to a library.
  var linker: String
  /// Tells the line of an address; `nil` where the toolchain has none.
  var symbolizer: String?
  /// Names the compiler for cache keys.
  var version: String

  /// Where the engine's modules and the program that runs cells are.
  struct Engine: Sendable {
    var cells: String
    var modules: String
    var moduleMaps: [String]
    /// Names this build of the engine for cache keys.
    var identity: String
  }

  /// Finds the engine beside this executable: as the package manager builds it or as installed.
  static func engine(memory: CacheFolder) throws -> Engine {
    let manager = FileManager.default
    guard let executable = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      throw Problem(.environment, "the place of this program cannot be told")
    }
    let folder = (executable as NSString).deletingLastPathComponent
    let candidates = [
      folder, folder + "/../lib/unroll", (folder as NSString).deletingLastPathComponent,
    ]
    for place in candidates {
      let cells = place + "/unroll-cells"
      let modules = place + "/Modules"
      guard manager.isExecutableFile(atPath: cells),
        manager.fileExists(atPath: modules + "/CellRuntime.swiftmodule")
      else { continue }
      let maps = ["CKernels", "CCellMessages", "CCellProcess"].map {
        place + "/\($0).build/module.modulemap"
      }.filter { manager.fileExists(atPath: $0) }
      return Engine(
        cells: cells, modules: modules, moduleMaps: maps,
        identity: identity(of: cells, memory: memory))
    }
    throw Problem(
      .environment, "the engine is not beside this program",
      advice: "Build it with `make build`, or install it with `make install PREFIX=…`.")
  }

  /// The digest of a program's content: the linker's, or else one that is made here and remembered by what
  /// tells one state of the file from another.
  private static func identity(of path: String, memory: CacheFolder) -> String {
    if let id = BuildID.of(program: path) { return id }
    let place =
      memory.path + "/engine-\(SHA256.hexadecimal((path + stamp(of: path)).utf8).prefix(32))"
    if let known = memory.contents(of: place) { return String(decoding: known, as: UTF8.self) }
    guard let digest = FileView.digest(ofFile: path) else { return stamp(of: path) }
    memory.keep(Data(digest.utf8), at: place)
    return digest
  }

  /// Finds the Swift toolchain on the PATH. What `swiftc` says of itself is remembered where it is itself
  /// the compiler; a program that only stands for one, and may choose another next time, is asked anew.
  static func find(memory: CacheFolder) throws -> Toolchain {
    let environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? ""
    let swiftc = path.split(separator: ":").map { $0 + "/swiftc" }
      .first { FileManager.default.isExecutableFile(atPath: String($0)) }
    guard let swiftc = swiftc.map(String.init) else {
      throw Problem(
        .environment, "swiftc is not on the PATH",
        advice: "Install Swift 6 and put its bin folder on the PATH.")
    }
    let real = FileView.real(swiftc) ?? swiftc
    let frontend = (real as NSString).deletingLastPathComponent + "/swift-frontend"
    let name = SHA256.hexadecimal((real + stamp(of: real) + stamp(of: frontend)).utf8)
    let place = memory.path + "/toolchain-\(name.prefix(32))"
    if let data = memory.contents(of: place),
      let known = try? JSONDecoder().decode(Toolchain.self, from: data), known.frontend == frontend
    {
      return known
    }
    let toolchain = try ask(swiftc)
    if toolchain.frontend == frontend, let data = try? JSONEncoder().encode(toolchain) {
      memory.keep(data, at: place)
    }
    return toolchain
  }

  private struct TargetInformation: Decodable {
    struct Paths: Decodable {
      var runtimeResourcePath: String
      var runtimeLibraryPaths: [String]?
    }
    struct Target: Decodable {
      var triple: String
      var arch: String?
    }
    var compilerVersion: String
    var target: Target
    var paths: Paths
  }

  private static func ask(_ swiftc: String) throws -> Toolchain {
    // The driver leaves a temporary folder behind.
    let folder = try WorkFolders.make()
    defer { WorkFolders.remove(folder) }
    var environment = ProcessInfo.processInfo.environment
    environment["TMPDIR"] = folder
    let answer = try ChildProcess.run(swiftc, ["-print-target-info"], environment: environment)
    guard
      let information = try? JSONDecoder().decode(
        TargetInformation.self, from: Data(answer.standardOutput))
    else {
      throw Problem(
        .environment, "\(swiftc) -print-target-info gave no answer that can be read",
        advice: "Check that `swiftc --version` works.", underlying: answer.standardError)
    }
    let resources = information.paths.runtimeResourcePath
    let bin = URL(fileURLWithPath: resources + "/../../bin").standardizedFileURL.path
    func tool(_ name: String) -> String? {
      let candidate = bin + "/" + name
      return FileManager.default.isExecutableFile(atPath: candidate) ? candidate : nil
    }
    guard let frontend = tool("swift-frontend"), let linker = tool("ld.lld") else {
      throw Problem(
        .environment, "the Swift toolchain in \(bin) lacks swift-frontend or ld.lld",
        advice: "Install a complete Swift 6 toolchain.")
    }
    let triple = information.target.triple.split(separator: "-")
    let architecture = information.target.arch ?? triple.first.map(String.init) ?? ""
    let folders = (information.paths.runtimeLibraryPaths ?? []) + [resources + "/linux"]
    let starts = folders.flatMap { [$0 + "/\(architecture)/swiftrt.o", $0 + "/swiftrt.o"] }
    guard let start = starts.first(where: FileManager.default.fileExists) else {
      throw Problem(
        .environment, "the Swift toolchain in \(bin) lacks swiftrt.o for \(architecture)",
        advice: "Install a complete Swift 6 toolchain.")
    }
    let libraries = (start as NSString).deletingLastPathComponent
    return Toolchain(
      frontend: frontend, resources: resources,
      libraries: (libraries as NSString).lastPathComponent == architecture
        ? (libraries as NSString).deletingLastPathComponent : libraries,
      imageStart: start, macros: macros(in: resources + "/host"), linker: linker,
      symbolizer: tool("llvm-symbolizer"),
      version: information.compilerVersion + " " + stamp(of: frontend))
  }

  /// The arguments by which the compiler finds macros' implementations.
  private static func macros(in host: String) -> [String] {
    let server = host + "/libSwiftInProcPluginServer.so"
    let manager = FileManager.default
    return
      (manager.fileExists(atPath: server) ? ["-in-process-plugin-server-path", server] : [])
      + (manager.fileExists(atPath: host + "/plugins") ? ["-plugin-path", host + "/plugins"] : [])
  }

  /// Size, times of change and number: tells one state of a file from another without reading it.
  static func stamp(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "absent" }
    return "\(status.st_size)-\(status.st_mtim.tv_sec)-\(status.st_mtim.tv_nsec)"
      + "-\(status.st_ctim.tv_sec)-\(status.st_ctim.tv_nsec)-\(status.st_ino)"
  }
}
