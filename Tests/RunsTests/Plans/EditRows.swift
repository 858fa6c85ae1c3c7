import Testing

/// Small notebooks with an edit, and exactly the steps that must run after it: because they changed or
/// depend on what did, and for their state.
struct EditRow: Sendable, CustomTestStringConvertible {
  var name: String
  var cells: [String]
  /// Which cell becomes what.
  var edit: (Int, String)
  var runs: [Int]
  var restores: [Int] = []
  /// Names whose types may carry state.
  var shared: Set<String> = []
  var own: Set<String> = []
  var front = ""
  var frontAfter: String?

  var testDescription: String { name }

  static let all: [EditRow] = [
    EditRow(
      name: "two independent trainings", cells: ["let a = work(1)", "let b = work(2)"],
      edit: (1, "let a = work(3)"), runs: [1]),
    EditRow(
      name: "a plot in the middle", cells: ["let a = 1", "print(a)", "print(a + 1)"],
      edit: (2, "print(a, a)"), runs: [2], restores: [1]),
    EditRow(
      name: "the last plot", cells: ["let a = 1", "let b = a + 1", "let c = 9", "print(b)"],
      edit: (4, "print(b, b)"), runs: [4], restores: [1, 2]),
    EditRow(
      name: "a changed function invalidates its callers",
      cells: ["func f() -> Int { 1 }", "print(f())", "print(2)"],
      edit: (1, "func f() -> Int { 2 }"), runs: [1, 2]),
    EditRow(
      name: "one of two functions in a cell",
      cells: ["func f() -> Int { 1 }\nfunc g() -> Int { 2 }", "print(f())", "print(g())"],
      edit: (1, "func f() -> Int { 1 }\nfunc g() -> Int { 3 }"), runs: [1, 3]),
    EditRow(
      name: "a function that a function calls",
      cells: ["func f() -> Int { 1 }", "func g() -> Int { f() }", "print(g())", "print(0)"],
      edit: (1, "func f() -> Int { 2 }"), runs: [1, 2, 3]),
    EditRow(
      name: "a comment between functions",
      cells: ["func f() -> Int { 1 }\n// one\nfunc g() -> Int { 2 }", "print(f() + g())"],
      edit: (1, "func f() -> Int { 1 }\n// two\nfunc g() -> Int { 2 }"), runs: [1]),
    EditRow(
      name: "a constant beside a function",
      cells: ["let a = 1\nfunc f() -> Int { 1 }", "print(f())", "print(a)"],
      edit: (1, "let a = 2\nfunc f() -> Int { 1 }"), runs: [1, 3]),
    EditRow(
      name: "a value through several cells",
      cells: ["let a = 1", "let b = a + 1", "let c = b + 1", "print(c)", "print(7)"],
      edit: (1, "let a = 2"), runs: [1, 2, 3, 4]),
    EditRow(
      name: "an inline value", cells: ["let a = 1", "let b = 2", "`{swift} a`", "`{swift} b`"],
      edit: (2, "let b = 3"), runs: [2, 4]),
    EditRow(
      name: "an object that is changed between",
      cells: ["let box = Box()", "box.n = 1", "print(box.n)"],
      edit: (2, "box.n = 2"), runs: [2, 3], restores: [1], shared: ["box"]),
    EditRow(
      name: "an object that is only looked at may be changed all the same",
      cells: ["let box = Box()", "print(box.n)", "print(box.n)"],
      edit: (2, "print(box.n + 1)"), runs: [2, 3], restores: [1], shared: ["box"]),
    EditRow(
      name: "two objects that nothing ties",
      cells: ["let a = Box()", "let b = Box()", "a.n = 1", "print(b.n)"],
      edit: (3, "a.n = 2"), runs: [3], restores: [1], shared: ["a", "b"]),
    EditRow(
      name: "two objects that one cell ties",
      cells: ["let a = Box()", "let b = Box()", "a.other = b", "a.n = 1", "print(b.n)"],
      edit: (4, "a.n = 2"), runs: [4, 5], restores: [1, 2, 3], shared: ["a", "b"]),
    EditRow(
      name: "a variable that is read", cells: ["var n = 1", "print(n)", "print(n + 1)"],
      edit: (2, "print(n, n)"), runs: [2], restores: [1]),
    EditRow(
      name: "a variable that is assigned", cells: ["var n = 1", "n = 2", "print(n)"],
      edit: (2, "n = 3"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a variable that is added to", cells: ["var n = 1", "n += 1", "print(n)", "print(0)"],
      edit: (2, "n += 2"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a variable that is appended to",
      cells: ["var list = [1]", "list.append(2)", "print(list)"],
      edit: (2, "list.append(3)"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a variable that is passed in place",
      cells: ["var n = 1", "func f(_ x: inout Int) { x += 1 }", "f(&n)", "print(n)"],
      edit: (3, "f(&n); f(&n)"), runs: [3, 4], restores: [1, 2]),
    EditRow(
      name: "a variable in a tuple that is assigned",
      cells: ["var (a, b) = (1, 2)", "(a, b) = (b, a)", "print(a)"],
      edit: (2, "(b, a) = (a, b)"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a variable behind a function",
      cells: ["var n = 1", "func bump() { n += 1 }", "bump()", "print(n)"],
      edit: (3, "bump(); bump()"), runs: [3, 4], restores: [1, 2]),
    EditRow(
      name: "a variable behind a closure",
      cells: ["var n = 1", "let bump = { n += 1 }", "bump()", "print(n)"],
      edit: (3, "bump(); bump()"), runs: [3, 4], restores: [1, 2], shared: ["bump"]),
    EditRow(
      name: "a variable behind a closure that only reads it",
      cells: ["var n = 1", "let look = { n }", "n = 5", "print(look())"],
      edit: (3, "n = 6"), runs: [3, 4], restores: [1, 2], shared: ["look"]),
    EditRow(
      name: "a variable beside an object",
      cells: ["var n = 1", "let box = Box()", "print(box.n, n)", "n += 1", "print(box.n)"],
      edit: (4, "n += 2"), runs: [4], restores: [1], shared: ["box"]),
    EditRow(
      name: "a static variable",
      cells: ["enum Log { static var n = 0 }", "Log.n += 1", "print(Log.n)", "print(0)"],
      edit: (2, "Log.n += 2"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a static constant",
      cells: ["enum Setting { static let n = 3 }", "print(Setting.n)", "print(Setting.n)"],
      edit: (2, "print(Setting.n + 1)"), runs: [2], restores: [1]),
    EditRow(
      name: "a static object",
      cells: ["enum Shared { static let box = Box() }", "Shared.box.n = 1", "print(Shared.box.n)"],
      edit: (2, "Shared.box.n = 2"), runs: [2, 3], restores: [1], shared: ["Shared.box"]),
    EditRow(
      name: "an extension of a library's type by a name",
      cells: ["extension Int { var twice: Int { self * 2 } }", "print(3.twice)", "print(3)"],
      edit: (1, "extension Int { var twice: Int { self + self } }"), runs: [1, 2]),
    EditRow(
      name: "a conformance of a library's type",
      cells: ["protocol P {}", "extension Int: P {}", "print(3)"],
      edit: (2, "extension Int: P { var p: Int { 1 } }"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a conformance of the notebook's type",
      cells: [
        "struct S { var x = 1 }",
        "extension S: CustomStringConvertible { var description: String { \"s\" } }",
        "let s = S()", "print(s)", "print(0)",
      ],
      edit: (2, "extension S: CustomStringConvertible { var description: String { \"t\" } }"),
      runs: [2, 3, 4], restores: [1], own: ["s"]),
    EditRow(
      name: "a type's method is reached through its values",
      cells: ["struct S { func f() -> Int { 1 } }", "let s = S()", "print(s.f())", "print(0)"],
      edit: (1, "struct S { func f() -> Int { 2 } }"), runs: [1, 2, 3], own: ["s"]),
    EditRow(
      name: "a method that changes a variable",
      cells: [
        "var n = 0", "struct S { func f() { n += 1 } }", "let s = S()", "s.f()", "print(n)",
        "print(0)",
      ],
      edit: (4, "s.f(); s.f()"), runs: [4, 5], restores: [1, 2, 3], own: ["s"]),
    EditRow(
      name: "a parameter only the cells that read it",
      cells: ["print(params.a)", "print(params.b)", "print(0)"],
      edit: (3, "print(0)"), runs: [1], front: "params:\n  a: 1\n  b: 2",
      frontAfter: "params:\n  a: 3\n  b: 2"),
    EditRow(
      name: "a parameter that is passed on whole",
      cells: ["func f(_ p: Parameters) -> Int { p.a }", "print(f(params))", "print(params.b)"],
      edit: (3, "print(params.b)"), runs: [1, 2], front: "params:\n  a: 1\n  b: 2",
      frontAfter: "params:\n  a: 3\n  b: 2"),
    EditRow(
      name: "a name that is declared again",
      cells: ["let a = 1", "print(a)", "let a = 2", "print(a)"],
      edit: (1, "let a = 3"), runs: [1, 2]),
    EditRow(
      name: "a name that is made of the one before",
      cells: ["let a = [1]", "let b = 2", "let a = a.map { $0 + 1 }", "print(a)"],
      edit: (1, "let a = [2]"), runs: [1, 3, 4]),
    EditRow(
      name: "an overload in another cell",
      cells: ["func f(_ x: Int) -> Int { x }", "func f(_ x: String) -> Int { 0 }", "print(f(1))"],
      edit: (1, "func f(_ x: Int) -> Int { -x }"), runs: [1, 3], restores: [2]),
    EditRow(
      name: "a function's own names are its own",
      cells: [
        "let model = 1", "func f(model: Int) -> Int { let lr = model; return lr }",
        "print(f(model: 2))",
      ],
      edit: (1, "let model = 3"), runs: [1]),
    EditRow(
      name: "a loop's and a closure's own names are their own",
      cells: [
        "let step = 1", "for step in 0..<2 { print(step) }", "print([1].map { step in step + 1 })",
      ],
      edit: (1, "let step = 3"), runs: [1]),
    EditRow(
      name: "an argument's label is no name",
      cells: ["let rate = 1", "print(f(rate: 2))", "print(f(0, rate: 3))"],
      edit: (1, "let rate = 3"), runs: [1]),
    EditRow(
      name: "a key of a dictionary is a name",
      cells: ["let a = 1", "let b = 2", "print([1: a, b: 3])"],
      edit: (2, "let b = 4"), runs: [2, 3], restores: [1]),
    EditRow(
      name: "a member is no name", cells: ["let count = 1", "print([1].count)"],
      edit: (1, "let count = 2"), runs: [1]),
    EditRow(
      name: "an operator reaches everything below",
      cells: ["func + (a: Int, b: Int) -> Int { 0 }", "print(1)"],
      edit: (1, "func + (a: Int, b: Int) -> Int { 1 }"), runs: [1, 2]),
    EditRow(
      name: "an import reaches everything below", cells: ["import Dispatch", "print(1)"],
      edit: (1, "import Foundation"), runs: [1, 2]),
    EditRow(
      name: "an unknown function of a library ties cells",
      cells: ["import Glibc", "srand(1)", "print(2)", "print(rand())"],
      edit: (2, "srand(2)"), runs: [2, 4], restores: []),
    EditRow(
      name: "a known function of a library ties nothing",
      cells: ["import Foundation", "print(exp(1.0))", "print(sqrt(2.0))"],
      edit: (2, "print(exp(2.0))"), runs: [2]),
    EditRow(
      name: "an expected failure changes nothing below",
      cells: ["let box = Box()", "//| error: true\nbox.n = 1 / 0", "print(box.n)"],
      edit: (2, "//| error: true\nbox.n = 2 / 0"), runs: [2], restores: [1], shared: ["box"]),
    EditRow(
      name: "an empty line at the end of a cell", cells: ["let a = 1", "print(a)"],
      edit: (1, "let a = 1 "), runs: [1, 2]),
    EditRow(
      name: "a property observer's code",
      cells: [
        "var log: [Int] = []", "var n = 1 { didSet { log.append(n) } }", "n = 2", "print(log)",
      ],
      edit: (3, "n = 3"), runs: [3, 4], restores: [1, 2]),
  ]
}
