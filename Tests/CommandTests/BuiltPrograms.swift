import Foundation
import Testing

/// Which of the builds that lie in `.build` is tested: the release build, which is what is shipped, where
/// it is newer than its sources; otherwise the debug build, which the tests' own build makes; none that is
/// older than its sources.
enum BuiltPrograms {
  /// A build of some programs, or none of one of them.
  struct Build: Equatable {
    var name: String
    /// The programs that are not there.
    var missing: [String] = []
    /// When each module was last built. A program's own date says nothing: it is not linked anew where
    /// the objects are as they were.
    var modules: [String: Date] = [:]
  }

  /// A module's newest source file.
  struct Source: Equatable {
    var file: String
    var date: Date
  }

  enum Choice: Equatable {
    case build(String)
    /// None can be tested; why not, and what to do.
    case none(String)
  }

  /// The first build that is complete and newer than all sources.
  static func choose(_ builds: [Build], sources: [String: Source]) -> Choice {
    var reasons: [String] = []
    for build in builds {
      let outdated = sources.sorted { $0.key < $1.key }.first { module, source in
        build.modules[module].map { $0 < source.date } ?? true
      }
      if let program = build.missing.first {
        reasons.append("there is no \(build.name) build of \(program)")
      } else if let (_, source) = outdated {
        reasons.append("the \(build.name) build is older than \(source.file)")
      } else {
        return .build(build.name)
      }
    }
    return .none(
      "No program can be tested: \(reasons.joined(separator: "; ")). "
        + "Run swift build --build-tests first.")
  }

  /// The folder of these programs, of the first of these builds that can be tested.
  static func find(_ programs: [String], in names: [String]) throws -> Choice {
    let manifest = try PackageManifest.read()
    let targets = programs.flatMap(manifest.closure).filter { $0.kind != .systemLibrary }
    var sources: [String: Source] = [:]
    for target in targets where sources[target.name] == nil {
      let files = try PackageManifest.files(of: target, endings: ["swift", "c", "h"])
      let dated = files.map { Source(file: $0.path, date: date(of: $0)) }
      sources[target.name] = dated.max { $0.date < $1.date }
    }
    let builds = names.map { name in
      let folder = folder(of: name)
      return Build(
        name: name,
        missing: programs.filter {
          !FileManager.default.isExecutableFile(atPath: folder.path + "/" + $0)
        },
        modules: sources.reduce(into: [:]) { dates, source in
          let module = source.key.replacing("-", with: "_")
          dates[source.key] = newest(in: folder.appending(path: module + ".build"))
        })
    }
    return choose(builds, sources: sources)
  }

  static func folder(of build: String) -> URL {
    PackageManifest.folder.appending(path: ".build/" + build)
  }

  private static func newest(in folder: URL) -> Date? {
    (try? FileManager.default.subpathsOfDirectory(atPath: folder.path))?
      .map { date(of: folder.appending(path: $0)) }.max()
  }

  private static func date(of file: URL) -> Date {
    var info = stat()
    guard stat(file.path, &info) == 0 else { return .distantPast }
    return Date(
      timeIntervalSince1970: Double(info.st_mtim.tv_sec) + Double(info.st_mtim.tv_nsec) / 1e9)
  }
}
