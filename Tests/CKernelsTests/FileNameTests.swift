import Foundation
import Testing

/// What lanes.h says of the files' names.
@Suite struct FileNameTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CKernels")

  @Test("What is compiled once per machine is called x.lanes.h, and nothing else is")
  func namesTellWhatIsCompiledPerMachine() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    func text(_ name: String) throws -> String {
      try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    }
    let headers = names.filter { $0.hasSuffix(".h") && $0 != "lanes.h" }
    #expect(headers.contains("gru.lanes.h") && headers.contains("kernels.h"))
    // A function that reads lanes is made anew by every machine's file.
    let lanes = /\b(CK_LANES|CK_INLINE|CK_FOR_LANES|CK_TABLE)\b|_kernel\(|include ".*lanes\.h"/
    for name in headers {
      let isPerMachine = try text(name).contains(lanes)
      #expect(name.hasSuffix(".lanes.h") == isPerMachine, "\(name)")
    }
    // Of the files that are compiled, only those that say which machine they are for read them.
    for name in names where name.hasSuffix(".c") {
      let text = try text(name)
      #expect(text.contains(/include ".*lanes\.h"/) == text.contains("#define CK_LANES"), "\(name)")
    }
  }
}
