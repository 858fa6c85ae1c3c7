extension WholeSwiftCase {
  static let all =
    images + acrossCells + names + awaiting + lastExpressions

  /// What the runtime must know of a cell's types, and how it calls them.
  private static let images = [
    WholeSwiftCase(
      "casts, descriptions and keys of a cell's own types",
      [
        "protocol Q { var q: Int { get } }\nstruct S: Q, Hashable, CustomStringConvertible {\n"
          + "  var q = 3\n  var description: String { \"S!\" }\n}",
        "let any: [Any] = [S(), 1]\nprint(any.compactMap { ($0 as? any Q)?.q }, any)",
        "print([S(): 1][S()] ?? 0, Set([S(), S()]).count)",
      ], ["[3] [S!, 1]", "1 1"]),
    WholeSwiftCase(
      "JSON of nested types",
      [
        "import Foundation\nstruct C: Codable { var a = 1; var d: [D?] = [D(), nil] }\n"
          + "struct D: Codable { var v = 2 }",
        "print(try JSONDecoder().decode(C.self, from: JSONEncoder().encode(C())))",
      ], ["C(a: 1, d: [Optional(main.D(v: 2)), nil])"]),
    WholeSwiftCase(
      "module names: nested, generic, enumerations, errors",
      [
        "let a = 1",
        "import Foundation\nstruct Box<T> { struct In { var t: T } }\nenum E: Error { case e }",
        "print([Box<E>.In(t: .e)], String(reflecting: Box<E>.self), Optional(E.e) as Any)",
      ], ["[main.Box<main.E>.In(t: main.E.e)] main.Box<main.E> Optional(main.E.e)"]),
  ]

  private static let acrossCells = [
    WholeSwiftCase(
      "private names of cells above",
      [
        "private let secret = 4\nfileprivate func twice() -> Int { secret * 2 }",
        "private struct Q { private var z = 1 }\nimport Foundation", "print(twice() + secret, Q())",
      ], ["12 Q(z: 1)"]),
    WholeSwiftCase(
      "conformances of earlier types, and of Int",
      [
        "struct Bag { var xs = [1, 2] }\nprotocol Named { var name: String { get }; static func make() -> Self }",
        "extension Bag: Sequence {\n  struct Steps: IteratorProtocol {\n    var xs: [Int]\n"
          + "    mutating func next() -> Int? { xs.popLast() }\n  }\n"
          + "  func makeIterator() -> Steps { Steps(xs: xs) }\n}",
        "extension Int: Named {\n  var name: String { \"n\\(self)\" }\n  static func make() -> Int { 7 }\n}",
        "print(Array(Bag()), Int.make().name)",
      ], ["[2, 1] n7"]),
    WholeSwiftCase(
      "Equatable, Hashable, Comparable, CaseIterable of earlier types",
      [
        "struct P<T> { var x: T; private var y = 2; init(_ x: T) { self.x = x } }\n"
          + "enum E { case a, b(Int, s: String) }\nenum F { case one, two }",
        "extension P: Equatable where T: Equatable {}\nextension P: Hashable where T: Hashable {}\n"
          + "extension E: Comparable {}\nextension F: CaseIterable {}",
        "print(P(1) == P(1), Set([P(1), P(2), P(1)]).count, [.b(2, s: \"\"), .a, .b(1, s: \"\")].sorted() as [E])",
        "print(F.allCases)",
      ],
      ["true 2 [main.E.a, main.E.b(1, s: \"\"), main.E.b(2, s: \"\")]", "[main.F.one, main.F.two]"]),
    WholeSwiftCase(
      "Codable of earlier types",
      [
        "struct P { var x = 1; var o: Int?; let k = 3 }\nenum E { case a, b(Int, s: String) }\n"
          + "struct K { var n: Int; enum CodingKeys: String, CodingKey { case n = \"count\" } }",
        "import Foundation\nextension P: Codable {}\nextension E: Codable {}\nextension K: Codable {}",
        "func again<T: Codable>(_ value: T) throws {\n  let coder = JSONEncoder()\n"
          + "  coder.outputFormatting = .sortedKeys\n  let data = try coder.encode(value)\n"
          + "  print(String(decoding: data, as: UTF8.self), try JSONDecoder().decode(T.self, from: data))\n}",
        "try again(P())\ntry again(E.b(2, s: \"x\"))\ntry again(E.a)\ntry again(K(n: 5))",
      ],
      [
        "{\"k\":3,\"x\":1} P(x: 1, o: nil, k: 3)", "{\"b\":{\"_0\":2,\"s\":\"x\"}} b(2, s: \"x\")",
        "{\"a\":{}} a", "{\"count\":5} K(n: 5)",
      ]),
    WholeSwiftCase(
      "extensions of nested types, initialisers in them, overrides",
      [
        "struct Outer { struct Inner { let q: Int } }\nclass A { func f() -> String { \"A\" } }",
        "extension Outer.Inner {\n  init(half: Int) { q = half / 2 }\n  var r: Int { q + 1 }\n}",
        "class B: A { override func f() -> String { \"B\" + super.f() } }",
        "print(Outer.Inner(half: 8).r, B().f(), (B() as Any) is A)",
      ], ["5 BA true"]),
    WholeSwiftCase(
      "imports hold below, words import nothing",
      [
        "// import Foundation, an extension, await", "@preconcurrency import Foundation",
        "extension String { var bare: String { trimmingCharacters(in: .whitespaces) } }",
        "let x = 1", "let x = \" a \".bare\nprint(x, \" b\".trimmingCharacters(in: .whitespaces))",
      ], ["a b"]),
  ]

  private static let names = [
    WholeSwiftCase(
      "a name made anew from itself",
      [
        "let data = [1, 2, 3]\nlet (a, b) = (1, 2)",
        "print(data)\nlet data = data.filter { $0 > 1 }\nlet (a, b) = (b, a)",
        "print(data, a, b)\nlet data = data.map { data in data * 2 }",
        "let data = \"\\(data)!\"\nprint(data)",
      ], ["[1, 2, 3]", "[2, 3] 2 1", "[4, 6]!"]),
    WholeSwiftCase(
      "overloads are added, functions declared anew",
      [
        "func f(_ a: Int) -> String { \"int\" }",
        "func f(_ a: String) -> String { \"text\" }\nprint(f(1), f(\"\"))",
        "func f(_ number: Int) -> String { \"INT\" }", "print(f(1), f(\"\"))",
      ], ["int text", "INT text"]),
    WholeSwiftCase(
      "the engine's names can be the author's",
      [
        "func check(_ a: Bool, _ b: String) { print(\"own\", b) }\nfunc show(_ x: Int) { print(\"mine\", x) }",
        "let generator = 5\nstruct Tensor { var n = 1 }\nlet params = [1]",
        "check(false, \"check\")\nshow(3)\nprint(generator, Tensor(), params)",
        "check(true, \"x\")",
      ], ["own check", "mine 3", "5 Tensor(n: 1) [1]", "own x"]),
    WholeSwiftCase(
      "params made anew from params",
      ["---\nparams:\n  n: 3\n---\n", "let params = params.n + 1\nprint(params)", "params * 2"],
      ["4", "8"]),
    WholeSwiftCase(
      "values of a type declared anew live beside those of the old one",
      [
        "struct P { var x = 1 }\nlet p = P()", "struct P { var y = \"s\" }\nprint(P(), p)",
        "extension P: Equatable {}\nprint(P() == P(), [p])",
      ], ["P(y: \"s\") P(x: 1)", "true [main.P(x: 1)]"]),
  ]

  private static let awaiting = [
    WholeSwiftCase(
      "await, for await and async let at the top level; snapshots and cells below",
      [
        "actor Counter { var n = 0; func next() -> Int { n += 1; return n } }\nlet c = Counter()",
        "let one = await c.next()\nprint(one)",
        "for await i in AsyncStream(Int.self, { s in s.yield(5); s.finish() }) { print(i) }",
        "async let x = c.next()\nlet two = await x\ntry await Task.sleep(for: .milliseconds(5))\ntwo",
        "//| error: true\nlet lost = await c.next()\nfatalError(\"announced\")",
        "func read() -> Int { one + two }\nprint(read(), await c.next())",
      ],
      ["1", "5", "2", "Expected: The cell stopped at nb.md:25", "  Fatal error: announced", "3 3"]),
    WholeSwiftCase(
      "defer runs at the cell's end, beside await as well",
      [
        "defer { print(\"end 1\") }\nprint(\"in 1\")",
        "defer { print(\"end 2\") }\ndefer { print(\"first\") }\n\"value\"",
        "defer { print(\"end 3\") }\nprint(await Task { 3 }.value)", "print(\"last\")",
      ], ["in 1", "end 1", "value", "first", "end 2", "3", "end 3", "last"]),
  ]

  private static let lastExpressions = [
    WholeSwiftCase(
      "the value of a last expression is that of the plain statement",
      [
        "func once(_ f: () -> Void) { f() }\nfunc once<T>(_ f: () -> T) -> T { f() }\nfunc five() -> Int { 5 }",
        "once { five() }", "[1, 2].withUnsafeBufferPointer { $0.count }", "print(\"void\")",
        "Optional([1])?.forEach { print($0) }", "struct N: ~Copyable { var x = 1 }\nN()",
        "let n = N()\nn", "Optional(3)", "2 * 3;", "(1, \"a\")",
      ], ["5", "2", "void", "1", "3", "(1, \"a\")"])
  ]

  static let failing = [
    WholeSwiftCase(
      "a brace that the next cell closes", ["func f() {", "}\nprint(1)", "let a: Int = \"x\""],
      [
        "nb.md:2:1: error: expected '}' at end of brace statement",
        "nb.md:6:1: error: extraneous '}' at top level",
        "nb.md:11:14: error: cannot convert value of type 'String' to specified type 'Int'",
      ]),
    WholeSwiftCase(
      "several cells with errors; what only follows from one is not told",
      [
        "let a: Int = \"x\"", "print(a)\nextension Int { var one: Int { a } }", "let c: String = 5",
        "struct Z {}\nprint(1.one)", "print(Z2())",
      ],
      [
        "nb.md:2:14: error: cannot convert value of type 'String' to specified type 'Int'",
        "nb.md:11:17: error: cannot convert value of type 'Int' to specified type 'String'",
        "nb.md:20:7: error: cannot find 'Z2' in scope",
      ]),
    WholeSwiftCase(
      "an error behind what was put in keeps its column",
      [
        "struct P {}\nprotocol Named { var name: String { get } }\nlet data = [1]",
        "extension P: Named { var name: String { 5 } }", "let data = data.map { nope($0) }",
      ],
      [
        "nb.md:8:41: error: cannot convert return expression of type 'Int' to return type 'String'",
        "nb.md:12:23: error: cannot find 'nope' in scope",
      ]),
    WholeSwiftCase(
      "a thrown error behind an await",
      ["struct Bad: Error {}", "func f() async throws {\n  throw Bad()\n}\ntry await f()"],
      ["nb.md:7:3: error: error thrown: Bad()"]),
    WholeSwiftCase(
      "an import does not hold above", ["print(sqrt(2.0))", "import Foundation"],
      ["nb.md:2:7: error: cannot find 'sqrt' in scope"]),
    WholeSwiftCase(
      "an async let of another cell",
      ["async let value = Task { 5 }.value\nprint(1)", "print(await value)"],
      [
        "nb.md:7:13: error: 'value' is an `async let` of another cell, which ends with its cell; "
          + "keep its value there: `let value = await value`"
      ]),
  ]
}
