import Foundation
import Testing

/// Faults after which the cache must not lie.
@Suite struct FaultsOfTheCache {
  @Test("A byte that is flipped in a kept object is noticed")
  func damagedObject() throws {
    for (constant, wrong) in [("MAGICCONSTANT", "WRONGCONSTANT"), ("first of all", "worst of all")]
    {
      let folder = try CaseFolder(
        notebook: "```swift\nlet t = try readText(\"d.txt\")\nlet c = \"\(constant)\"\n"
          + "print(c, t.count)\n```\n")
      try folder.write("d.txt", "a\n")
      #expect(try folder.unroll("run", "nb.md").last == ["\(constant) 2"])
      var count = 0
      for name in try folder.names(".unroll/objects") {
        let file = folder.url.appending(path: ".unroll/objects/" + name)
        var data = try Data(contentsOf: file)
        while let range = data.firstRange(of: Data(constant.utf8)) {
          data.replaceSubrange(range, with: Data(wrong.utf8))
          count += 1
        }
        try data.write(to: file)
      }
      #expect(count > 0)
      try folder.write("d.txt", "bb\n")
      for _ in 0..<2 { #expect(try folder.unroll("run", "nb.md").last == ["\(constant) 3"]) }
    }
  }

  @Test(
    "An expected failure that another command line's limit made is not kept",
    arguments: ["time", "memory"])
  func otherLimits(_ limit: String) throws {
    let slow = "import Glibc\nusleep(900_000)\nfatalError(\"the real failure\")"
    let large = """
      let a = [UInt8](repeating: 1, count: 200 << 20)
      import Glibc
      usleep(300_000)
      fatalError("the real failure \\(a.count)")
      """
    let folder = try CaseFolder(
      notebook: "```swift\n//| error: true\n\(limit == "time" ? slow : large)\n```\n")
    _ = try folder.unroll(
      "run", "nb.md", limit == "time" ? "--timeout" : "--memory", limit == "time" ? "0.3" : "64")
    let next = try folder.unroll("run", "nb.md")
    #expect(next.status == 0 && next.out.contains("Fatal error: the real failure"), "\(next.out)")
    #expect(next.out == (try folder.runAnew().out))
  }

  /// A program under a name in `bin`, first on the path, that stands for the compiler.
  private func compiler(_ script: String, in folder: CaseFolder) throws -> [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let swiftc = try #require(
      path.split(separator: ":").map { $0 + "/swiftc" }
        .first { FileManager.default.isExecutableFile(atPath: String($0)) })
    let real = URL(filePath: String(swiftc)).resolvingSymlinksInPath().deletingLastPathComponent()
    // A toolchain whose every part is the real one's but for the frontend.
    let script = "#!/bin/sh\n\(script)\nexec \"\(real.path)/swift-frontend\" \"$@\"\n"
    try folder.write("tools/usr/bin/swift-frontend", script)
    let bin = folder.url.appending(path: "tools/usr/bin")
    chmod(bin.path + "/swift-frontend", 0o755)
    let manager = FileManager.default
    for name in ["ld.lld", "llvm-symbolizer", "lld", "clang"] {
      try? manager.createSymbolicLink(
        at: bin.appending(path: name), withDestinationURL: real.appending(path: name))
    }
    // The runner follows links of the folder itself, not of what is in it.
    let resources = real.deletingLastPathComponent().appending(path: "lib/swift")
    let copy = folder.url.appending(path: "tools/usr/lib/swift")
    try manager.createDirectory(at: copy, withIntermediateDirectories: true)
    for name in try manager.contentsOfDirectory(atPath: resources.path) {
      try manager.createSymbolicLink(
        at: copy.appending(path: name), withDestinationURL: resources.appending(path: name))
    }
    let answer =
      "#!/bin/sh\n\"\(swiftc)\" \"$@\" | sed 's|\(real.deletingLastPathComponent().path)/lib|"
      + "\(folder.url.path)/tools/usr/lib|g'\n"
    try folder.write("tools/usr/bin/swiftc", answer)
    chmod(bin.path + "/swiftc", 0o755)
    return ["PATH": bin.path + ":" + path]
  }

  @Test(
    "A compiler that is killed is no expected failure, and nothing of it is kept",
    arguments: [SIGKILL, SIGTERM, SIGSEGV])
  func killedCompiler(_ number: Int32) throws {
    let folder = try CaseFolder(
      notebook: "```swift\n1 + 1\n```\n\n"
        + "```swift\n//| error: true\nfatalError(\"the real failure\")\n```\n")
    let settings = try compiler(
      "if [ -e \(folder.url.path)/kills ] && echo \"$*\" | grep -q -- -primary-file; then\n"
        + "  kill -\(number) $$\nfi", in: folder)
    try folder.write("kills", "")
    let killed = try folder.unroll("run", "nb.md", settings: settings)
    #expect(killed.status != 0, "\(killed.out)\(killed.err)")
    #expect(!killed.out.contains("Expected:"), "\(killed.out)")
    try folder.remove("kills")
    let next = try folder.unroll("run", "nb.md", settings: settings)
    #expect(next.status == 0 && next.out.contains("the real failure"), "\(next.out)\(next.err)")
    #expect(next.out == (try folder.runAnew().out))
  }

  @Test("A folder in TMPDIR that another user has prepared is not believed")
  func preparedFolder() throws {
    guard getuid() == 0, FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") else {
      print("not tested: a folder of another user needs root and setpriv")
      return
    }
    let folder = try CaseFolder()
    try folder.write("nb/n.md", "```swift\n1 + 1\n```\n")
    try folder.write("evil", "#!/bin/sh\nid > \"\(folder.url.path)/tmp/pwned\"\nexit 1\n")
    let script = """
      umask 022; mkdir -m 1777 tmp; chmod 755 . nb evil; find nb -type f -exec chmod 644 {} +
      for name in unroll-54321 unroll-54321/.unroll; do
        for file in $(setpriv --reuid 54322 --regid 54322 --clear-groups sh -c "
          mkdir -p tmp/$name/objects tmp/$name/results tmp/$name/modules; chmod -R 777 tmp/unroll-54321"); do :; done
      done
      exec setpriv --reuid 54321 --regid 54321 --clear-groups \
        env HOME=/nonexistent TMPDIR="$PWD/tmp" "$0" run nb/n.md
      """
    guard
      try folder.shell("setpriv --reuid 54321 --regid 54321 --clear-groups \"$0\" --help").status
        == 0
    else {
      print("not tested: another user cannot run the command where it lies")
      return
    }
    let run = try folder.shell(script)
    #expect(run.status == 0 && run.out.hasSuffix("\n2\n"), "\(run.out)")
    #expect(!folder.has("tmp/pwned"))
    let owned = try folder.shell(
      "find tmp/unroll-54321 -type f -user 54321 | wc -l")
    #expect(owned.out == "0\n", "what is kept lies in a folder that another user can change")
  }

  @Test("A folder whose files a cell lists is part of its key")
  func listedFolder() throws {
    let folder = try CaseFolder(
      notebook: "```swift\nimport Foundation\n"
        + "print(try FileManager.default.contentsOfDirectory(atPath: inputFile(\"d\")).count)\n```\n"
    )
    for k in 1...3 {
      try folder.write("d/\(k)", "")
      #expect(try folder.unroll("run", "nb.md").last == ["\(k)"])
    }
    try folder.remove("d/2")
    #expect(try folder.unroll("run", "nb.md").last == ["2"])
  }
}
