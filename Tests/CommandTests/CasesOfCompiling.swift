import Foundation
import Testing

/// Cases of cells that behave as their code does in a program.
@Suite struct CasesOfCompiling {
  @Test("Printed types are named as in a program, whatever stands above them")
  func moduleNames() throws {
    let given = try CaseFolder("cases/cell-module-names-in-output")
    #expect(try given.runAnew().last == ["[main.K(v: 1)]", "Optional(main.K(v: 2))"])
    try given.write("nb.md", "```swift\nimport Foundation\n```\n\n" + (try given.read("nb.md")))
    #expect(try given.runAnew().last == ["[main.K(v: 1)]", "Optional(main.K(v: 2))"])
    let own = try CaseFolder(
      notebook: """
        ```swift
        enum Outer<T> { struct Inner: Error { var value: T } }
        ```

        ```swift
        print(String(reflecting: Outer<Int>.Inner.self), [Outer<String>.Inner(value: "v")])
        throw Outer<Int>.Inner(value: 1)
        ```

        """
    ).runAnew()
    #expect(own.out.contains("main.Outer<Swift.Int>.Inner"), "\(own.out)")
    #expect(!own.out.contains("Cell") && !own.err.contains("Cell"), "\(own.err)")
  }

  @Test("A cell closes what it opens: a brace left open is an error in its own cell")
  func braces() throws {
    let folder = try CaseFolder("cases/cells-joined-over-braces")
    let run = try folder.unroll("render", "--quiet", "--no-cache", "--junit", "j.xml", "nb.md")
    #expect(run.status == 1)
    #expect(run.err.hasPrefix("nb.md:4:1: error: expected '}'"), "\(run.err)")
    #expect(try folder.read("j.xml").contains("tests=\"2\" failures=\"2\""))
    let own = try CaseFolder(
      notebook: "```swift\nlet a = [1,\n```\n\n```swift\n2]\nprint(a)\n```\n"
    )
    .runAnew()
    #expect(own.status == 1)
    #expect(own.err.hasPrefix("nb.md:2:") || own.err.hasPrefix("nb.md:3:"), "\(own.err)")
    #expect(!own.out.contains("[1, 2]\n"))
  }

  @Test(
    "A later cell conforms an earlier type, without `public`",
    arguments: [
      "struct P { var x = 1 }\nprotocol Named { var name: String { get } }|"
        + "extension P: Named { var name: String { \"p\" } }\nprint(P().name)|p",
      "enum Size { case small, large }|"
        + "extension Size: CustomStringConvertible { var description: String { \"size\" } }\n"
        + "print(Size.small, [Size.large])|size [size]",
      "struct Q { var x = 2 }|extension Q: Equatable, Hashable {}\n"
        + "print(Q() == Q(), Set([Q(), Q()]).count)|true 1",
    ])
  func laterConformance(_ case: String) throws {
    let parts = `case`.split(separator: "|")
    let run = try CaseFolder(
      notebook: "```swift\n\(parts[0])\n```\n\n```swift\n\(parts[1])\n```\n"
    ).runAnew()
    #expect(run.status == 0, "\(run.err)")
    #expect(run.last == [parts[2]])
    let given = try CaseFolder("cases/conformance-in-a-later-cell").runAnew()
    #expect(given.status == 0 && given.last == ["p"], "\(given.err)")
  }

  @Test("The runtime knows the conformances of types that cells declare")
  func conformances() throws {
    let folder = try CaseFolder("cases/conformances-invisible")
    #expect(try folder.runAnew("a.md").last == ["1"])
    #expect(try folder.runAnew("b.md").last == ["3"])
    let c = try folder.runAnew("c.md")
    #expect(c.status == 0)
    #expect(c.out.contains("\n1 M!\n\nM!\n"), "\(c.out)")
    #expect(c.out.contains("error thrown: my message"), "\(c.out)")
    let own = try CaseFolder(
      notebook: """
        ```swift
        protocol Shape { var area: Double { get } }
        struct Square: Shape, Codable, Comparable {
          var side: Double
          var area: Double { side * side }
          static func < (a: Self, b: Self) -> Bool { a.side < b.side }
        }
        ```

        ```swift
        import Foundation
        let any: Any = Square(side: 2)
        let text = String(decoding: try JSONEncoder().encode([Square(side: 3)]), as: UTF8.self)
        print((any as? any Shape)?.area ?? -1, text, [Square(side: 2), Square(side: 1)].min()!.side)
        ```

        """
    ).runAnew()
    #expect(own.last == ["4.0 [{\"side\":3}] 1.0"], "\(own.err)")
  }

  @Test("An author's own `params`, `show`, `check` and `generator` shadow the runner's")
  func ownNames() throws {
    let folder = try CaseFolder("cases/params-is-taken")
    #expect(try folder.runAnew().last == ["3"])
    #expect(try folder.runAnew("nb2.md").last == ["3"])
    for name in ["show", "check", "generator", "params"] {
      let own = try CaseFolder(
        notebook: "```swift\nlet \(name) = \"mine\"\n```\n\n```swift\nprint(\(name))\n```\n"
      ).runAnew()
      #expect(own.last == ["mine"], "\(name): \(own.err)")
    }
  }

  @Test("Classes in sets and nested codable types do not crash")
  func runtimeOfClasses() throws {
    let set = try CaseFolder("faults/class-in-set-segfault.md").runAnew("class-in-set-segfault.md")
    #expect(set.status == 0, "\(set.err)")
    let numbers = try #require(set.last.first).split { !$0.isNumber }.compactMap { Int($0) }
    #expect(numbers.sorted() == Array(0..<12))
    let nested = try CaseFolder("faults/codable-nested-segfault.md")
      .runAnew("codable-nested-segfault.md")
    #expect(nested.last == ["2"])
    let own = try CaseFolder(
      notebook: """
        ```swift
        import Foundation
        final class Node: Codable { var name = "n"; var next: [String: Node]? = nil }
        let a = Node(); a.next = ["b": Node()]
        let back = try JSONDecoder().decode(Node.self, from: try JSONEncoder().encode(a))
        print(back.next?["b"]?.name ?? "lost", [ObjectIdentifier(a): 1].count)
        ```

        """
    ).runAnew()
    #expect(own.last == ["n 1"], "\(own.err)")
  }

  @Test("What a cell says of its own line and file is the notebook's, also from the cache")
  func lines() throws {
    let text = """
      ```swift
      func here(_ line: Int = #line) -> Int { line }
      ```

      ```swift
      here()
      ```

      """
    let folder = try CaseFolder(notebook: text)
    #expect(try folder.unroll("run", "nb.md").last == ["6"])
    try folder.write("nb.md", "prose\n\n\n" + text)
    #expect(try folder.unroll("run", "nb.md").last == ["9"])
    try folder.write("b.md", "```swift\nprint(#file, #line)\n```\n")
    #expect(try folder.unroll("run", "b.md").last == ["b.md 2"])
    try folder.write("c.md", try folder.read("b.md"))
    #expect(try folder.unroll("run", "c.md").last == ["c.md 2"])
  }

  @Test("The failure after an expected one has its own line")
  func lineAfterExpectedError() throws {
    let name = "wrong-line-after-expected-error.md"
    let run = try CaseFolder("faults/" + name).runAnew(name)
    #expect(run.status == 1)
    #expect(run.out.contains("Expected: The cell stopped at \(name):9\n"), "\(run.out)")
    #expect(run.err.hasPrefix("\(name):16:"), "\(run.err)")
    #expect(run.out.contains("\(name):19: called from here"), "\(run.out)")
    let own = try CaseFolder(
      notebook: """
        ```swift
        //| error: true
        // one
        fatalError("first")
        ```

        ```swift
        func deep() { fatalError("second") }
        ```

        ```swift
        // two
        // three
        deep()
        ```

        """
    ).runAnew()
    #expect(own.out.contains("nb.md:4\n"), "\(own.out)")
    #expect(own.err.hasPrefix("nb.md:8:"), "\(own.err)")
    #expect(own.out.contains("nb.md:14"), "\(own.out)")
  }
}
