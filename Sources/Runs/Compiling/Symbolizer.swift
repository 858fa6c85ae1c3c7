internal import Basics
internal import Foundation
internal import Notebooks

/// From addresses in loaded modules to lines of the notebook.
struct Symbolizer {
  var path: String?
  /// What the compiler calls the notebook.
  var file: String
  /// What the user calls it.
  var notebookPath: String
  /// Bytes left of the code, by line of the notebook.
  var indents: [Int: Int] = [:]
  var modules: [Module] = []

  /// A cell's module in memory.
  struct Module: Sendable, Equatable {
    var base: UInt64
    var library: String
  }

  /// The process that a library was loaded into has ended: another one may come to the same addresses.
  mutating func forget(_ library: String) { modules.removeAll { $0.library == library } }

  /// The innermost calls that lie in the notebook, newest first.
  func locations(of addresses: [UInt64]) -> [SourceLocation] {
    guard let path else { return [] }
    var found: [SourceLocation] = []
    for address in addresses {
      guard found.count < 8,
        let module = modules.filter({ $0.base <= address }).max(by: { $0.base < $1.base }),
        address - module.base < 1 << 32
      else { continue }
      let offset = "0x" + String(address - module.base, radix: 16)
      guard
        let answer = try? ChildProcess.run(
          path, ["--obj=" + module.library, "--inlines", "--no-demangle", offset])
      else { continue }
      let text = String(decoding: answer.standardOutput, as: UTF8.self)
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: ":")
        guard parts.count >= 3, let row = Int(parts[parts.count - 2]), row > 0,
          parts.dropLast(2).joined(separator: ":").split(separator: "/").last.map(String.init)
            == file
        else { continue }
        let column = max(1, Int(parts[parts.count - 1]) ?? 1) + (indents[row] ?? 0)
        let place = SourceLocation(file: notebookPath, line: row, column: column)
        if found.last != place { found.append(place) }
      }
    }
    return found
  }

  /// The runtime's reason for a trap without a message ("arithmetic overflow"): the compiler keeps it
  /// as the name of a function that the trap was inlined from.
  func runtimeFailure(at address: UInt64?) -> String? {
    guard let path, let address,
      let module = modules.filter({ $0.base <= address }).max(by: { $0.base < $1.base }),
      let answer = try? ChildProcess.run(
        path,
        [
          "--obj=" + module.library, "--inlines", "--no-demangle",
          "0x" + String(address - module.base, radix: 16),
        ])
    else { return nil }
    let mark = "Swift runtime failure: "
    return String(decoding: answer.standardOutput, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix(mark) }.map { "Fatal error: " + $0.dropFirst(mark.count) }
  }
}
