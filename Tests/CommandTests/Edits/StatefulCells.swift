/// Cells that change each other's state in ways that no name tells: what random notebooks are made of. `#`
/// is a number that edits change.
struct StatefulCell: Sendable {
  var code: String
  /// Names that it needs above it.
  var needs: [String] = []
  /// Names that it gives to those below.
  var gives: [String] = []

  static let all: [StatefulCell] = [
    .init(
      code: "final class Box { var n = #; var other: Box?; var hooks: [() -> Void] = [] }",
      gives: ["Box"]),
    .init(code: "let a = Box()\na.n = #", needs: ["Box"], gives: ["a"]),
    .init(code: "let b = Box()\nb.n += #", needs: ["Box"], gives: ["b"]),
    .init(code: "let c = a\nc.n += #", needs: ["a"], gives: ["c"]),
    .init(code: "var x = #", gives: ["x"]),
    .init(code: "var list = [#, #]", gives: ["list"]),
    .init(code: "let k = #", gives: ["k"]),
    .init(code: "let d = k * # + 1", needs: ["k"], gives: ["d"]),
    .init(
      code: "enum Log { static var total = #; static var texts: [String] = [] }", gives: ["Log"]),
    .init(code: "enum Hold { static let box = Box() }", needs: ["Box"], gives: ["Hold"]),
    .init(code: "func bump(_ k: Int) { x += k + # }", needs: ["x"], gives: ["bump"]),
    .init(code: "func poke() { a.n += # }", needs: ["a"], gives: ["poke"]),
    .init(code: "func change(_ v: inout Int) { v += # }", gives: ["change"]),
    .init(code: "let step = { x += #; return x }", needs: ["x"], gives: ["step"]),
    .init(code: "let look = { x + # }", needs: ["x"], gives: ["look"]),
    .init(
      code: "struct S { var box: Box; func poke() { box.n += # } }", needs: ["Box"], gives: ["S"]),
    .init(code: "let s = S(box: a)", needs: ["S", "a"], gives: ["s"]),
    .init(
      code: "struct V { var v = #; func read() -> Int { Log.total += #; return v } }",
      needs: ["Log"], gives: ["V"]),
    .init(code: "let v = V()", needs: ["V"], gives: ["v"]),
    .init(
      code: "extension Box { func twice() { n = n * 2 + # } }", needs: ["Box"], gives: ["twice"]),
    .init(
      code: "extension Int { func logged() -> Int { Log.total += #; return self } }",
      needs: ["Log"], gives: ["logged"]),
    .init(
      code: "extension Box: CustomStringConvertible { var description: String { \"box #\" } }",
      needs: ["Box"], gives: ["shown"]),
    .init(
      code: "let pointer = UnsafeMutablePointer<Int>.allocate(capacity: 1)\npointer.pointee = #",
      gives: ["pointer"]),
    .init(code: "let alias = pointer\nalias.pointee += #", needs: ["pointer"], gives: ["alias"]),
    .init(code: "var hooks: [() -> Int] = []", gives: ["hooks"]),
    .init(code: "hooks.append { a.n += #; return a.n }", needs: ["hooks", "a"]),
    .init(code: "hooks.append { x += #; return x }", needs: ["hooks", "x"]),
    .init(code: "print(\"hooks\", hooks.map { $0() })", needs: ["hooks"]),
    .init(
      code: "var watched = # { didSet { list.append(watched) } }", needs: ["list"],
      gives: ["watched"]),
    .init(code: "watched = #", needs: ["watched"]),
    .init(code: "var total: Int { x + # }", needs: ["x"], gives: ["totalled"]),
    .init(code: "print(\"computed\", total)", needs: ["totalled"]),
    .init(code: "bump(#)", needs: ["bump"]),
    .init(code: "poke()\nprint(\"poked #\")", needs: ["poke"]),
    .init(code: "change(&x)", needs: ["change", "x"]),
    .init(code: "change(&a.n)", needs: ["change", "a"]),
    .init(code: "change(&list[0])", needs: ["change", "list"]),
    .init(code: "print(\"step\", step() + #)", needs: ["step"]),
    .init(code: "print(\"look\", look())", needs: ["look"]),
    .init(code: "s.poke()", needs: ["s"]),
    .init(code: "print(\"v\", v.read())", needs: ["v"]),
    .init(code: "b.other = a\nb.n = #", needs: ["b", "a"]),
    .init(code: "b.other?.n += #", needs: ["b"]),
    .init(code: "a.hooks.append { b.n += # }", needs: ["a", "b"]),
    .init(code: "a.hooks.forEach { $0() }", needs: ["a"]),
    .init(code: "a[keyPath: \\.n] += #", needs: ["a"]),
    .init(code: "a.twice()", needs: ["a", "twice"]),
    .init(code: "Hold.box.n += #", needs: ["Hold"]),
    .init(code: "a.other = Hold.box", needs: ["a", "Hold"]),
    .init(code: "a.other?.n += #", needs: ["a"]),
    .init(code: "print(\"logged\", 7.logged() + #)", needs: ["logged"]),
    .init(code: "Log.total += #\nLog.texts.append(\"t#\")", needs: ["Log"]),
    .init(code: "withUnsafeMutablePointer(to: &x) { $0.pointee += # }", needs: ["x"]),
    .init(code: "let (p, q) = (x + #, k)", needs: ["x", "k"], gives: ["p"]),
    .init(code: "x = #", needs: ["x"]),
    .init(code: "x += d", needs: ["x", "d"]),
    .init(code: "list.append(x + #)", needs: ["list", "x"]),
    .init(code: "(x, list[0]) = (list[0], x)", needs: ["x", "list"]),
    .init(code: "for x in 0..<2 { list.append(x * #) }", needs: ["list"]),
    .init(code: "print(\"a\", a.n, #)", needs: ["a"]),
    .init(code: "print(\"b\", b.n)", needs: ["b"]),
    .init(code: "print(\"c\", c.n)", needs: ["c"]),
    .init(code: "print(\"x\", x)", needs: ["x"]),
    .init(code: "print(\"list\", list, #)", needs: ["list"]),
    .init(code: "print(\"d\", d)", needs: ["d"]),
    .init(code: "print(\"p\", p, q)", needs: ["p"]),
    .init(code: "print(\"log\", Log.total, Log.texts)", needs: ["Log"]),
    .init(code: "print(\"hold\", Hold.box.n)", needs: ["Hold"]),
    .init(code: "print(\"pointer\", pointer.pointee)", needs: ["pointer"]),
    .init(code: "print(\"s\", s.box.n)", needs: ["s"]),
    .init(code: "print(\"text\", a)", needs: ["a", "shown"]),
    .init(code: "print(\"random\", Int.random(in: 0..<1000, using: &generator) + #)"),
    .init(code: "//| error: true\na.n = #\nfatalError(\"stop \\(a.n)\")", needs: ["a"]),
    .init(code: "setenv(\"UNROLL_TEST_VALUE\", \"#\", 1)", needs: ["Glibc"]),
    .init(
      code: "print(\"env\", getenv(\"UNROLL_TEST_VALUE\").map { String(cString: $0) } ?? \"none\")",
      needs: ["Glibc"]),
    .init(code: "srand(#)", needs: ["Glibc"]),
    .init(code: "print(\"rand\", rand() % 100)", needs: ["Glibc"]),
    .init(
      code: "do { let f = fopen(\"made.txt\", \"w\"); fputs(\"made #\", f); fclose(f) }",
      needs: ["Glibc"], gives: ["made"]),
    .init(
      code: "do { let f = fopen(\"made.txt\", \"a\"); fputs(\" more #\", f); fclose(f) }",
      needs: ["Glibc", "made"]),
    .init(code: "print(\"file\", try readText(\"made.txt\"))", needs: ["made"]),
    .init(code: "import Glibc", gives: ["Glibc"]),
  ]
}
