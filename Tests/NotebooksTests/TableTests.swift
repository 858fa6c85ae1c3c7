import Notebooks
import Testing

@Suite struct TableTests {
  /// Tables as `[cell|cell]` per row, other content as its leaves.
  func outline(_ text: String) throws -> String {
    var result = ""
    for event in try read(text).document.events {
      switch event {
      case .enter(.table(let alignments), _):
        result += "<" + alignments.map { "\($0)".prefix(1) }.joined() + ">"
      case .enter(.tableRow(let isHeader), _): result += isHeader ? "{" : "["
      case .leave(.tableRow(let isHeader)): result += isHeader ? "}" : "]"
      case .leave(.tableCell): result += "|"
      case .enter(.paragraph, _): result += "p("
      case .leave(.paragraph): result += ")"
      case .enter(.emphasis, _), .leave(.emphasis): result += "*"
      case .enter(.link(let destination, _), _): result += "<\(destination)>"
      case .enter(.blockQuote, _): result += "q("
      case .leave(.blockQuote): result += ")"
      case .enter(.item, _): result += "i("
      case .leave(.item): result += ")"
      case .leaf(.text(let text), _): result += text
      case .leaf(.code(let code), _): result += "`\(code)`"
      case .leaf(.math(let tex, _), _): result += "$\(tex)$"
      case .leaf(.softBreak, _): result += "/"
      case .leaf(.thematicBreak, _): result += "—"
      case .enter(.heading, _): result += "h("
      case .leave(.heading): result += ")"
      default: break
      }
    }
    return result
  }

  @Test(arguments: [
    ("| a | b |\n|---|:-:|\n| c | d |", "<nc>{a|b|}[c|d|]"),
    ("a | b\n:- | -:\nc | d\ne", "<lr>{a|b|}[c|d|][e||]"),
    ("|a|\n|-|\n|b|c|", "<n>{a|}[b|]"),
    ("|a|b|\n|-|\n", "p(|a|b|/|-|)"),
    ("|a|\n|-|", "<n>{a|}"),
    ("|a \\| b|`c \\| d`|\n|-|-|\n", "<nn>{a | b|`c | d`|}"),
    ("|*a*|[x](u)|\n|-|-|\n|_b_|[y]|\n\n[y]: v", "<nn>{*a*|<u>x|}[*b*|<v>y|]"),
    ("|$|x|$|b|\n|-|-|\n|$*y*$|*|", "<nn>{$|x|$|b|}[$*y*$|*|]"),
    ("text\n|a|\n|-|\n|b|", "p(text)<n>{a|}[b|]"),
    ("|a|\n|-|\n|**b|\n|c**|\n\nend", "<n>{a|}[**b|][c**|]p(end)"),
    ("> |a|\n> |-|\n> |b|", "q(<n>{a|}[b|])"),
    ("- x\n\n  |a|\n  |-|\n  |b|", "i(p(x)<n>{a|}[b|])"),
    ("- |a|\n  |-|\n  |# b|\n- c", "i(<n>{a|}[# b|])i(p(c))"),
    ("|a|\n|-|\n|b|\n> c", "<n>{a|}[b|]q(p(c))"),
    ("|a|\n|-|\n|<div>|", "<n>{a|}[|]"),
    ("|a|\n|-|\n||\n|[x]: y|", "<n>{a|}[|][[x]: y|]"),
    ("`|a|`\n`|-|`", "p(`|a|`/`|-|`)"),
    ("```x\n|a|\n|-|\n```", ""),
    ("|a|\n|:|", "p(|a|/|:|)"),
  ])
  func `pipe tables are read as on GitHub`(text: String, result: String) throws {
    #expect(try outline(text) == result)
  }

  @Test(arguments: [
    ("| a | b |\n|---|---|\n| 1 | 2 |\n---\n\ntext", "<nn>{a|b|}[1|2|]—p(text)"),
    ("|a|\n|-|\n|$x$|\n------  \ntext\n# h", "<n>{a|}[$x$|]—p(text)h(h)"),
    ("text\n|a|\n|-|\n===\n|b|\n|-|\n|c|\n---\n", "p(text)<n>{a|}—<n>{b|}[c|]—"),
    (
      "> |a|\n> |-|\n> ---\n> b\n\n- |c|\n  |-|\n  |`d`|\n  ---\n",
      "q(<n>{a|}—p(b))i(<n>{c|}[`d`|]—)"
    ),
    ("$$\n|a|\n---\n$$\n\n|a|\n|-|\n---", "p($|a|\n---$)<n>{a|}—"),
    ("a | b\n---\n", "h(a | b)"), ("no table |\nhere\n---", "h(no table |/here)"),
    ("|a|\n|-|\n***\n", "<n>{a|}—"),
  ])
  func `a line of hyphens below a table is a rule, not the underline of a heading`(
    text: String, result: String
  ) throws {
    #expect(try outline(text) == result)
  }

  @Test func `what follows a rule below a table has its place`() throws {
    let marks = try read("x\n|a|\n|-|\n|`b`|\n---\n`c` $d$\n").marks
    #expect(
      marks == [
        "4:3 code(\"b\")", "5:1 thematicBreak", "6:2 code(\"c\")",
        "6:5 math(\"d\", display: false)",
      ])
  }

  @Test func `short rows below a wide head are filled up within a limit`() throws {
    let count = 400
    let head = String(repeating: "|a", count: count) + "\n" + String(repeating: "|-", count: count)
    let notebook = try read(head + "\n" + String(repeating: "x\n", count: count))
    var cells = 0
    var rows = 0
    for event in notebook.document.events {
      if case .enter(.tableCell, _) = event { cells += 1 }
      if case .enter(.tableRow, _) = event { rows += 1 }
    }
    #expect(rows == count + 1)
    #expect(cells == 2 * count + 50_000)
  }

  @Test func `rows and cells have their places`() throws {
    let events = try read("> t\n>\n> | a | b |\n> |---|---|\n> | $x$ **c** `d` | e |").document
      .events
    let places = events.compactMap { event -> String? in
      switch event {
      case .enter(.table, let location), .enter(.tableRow, let location),
        .enter(.tableCell, let location), .leaf(.math, let location), .enter(.strong, let location):
        place(location)
      default: nil
      }
    }
    #expect(places == ["3:3", "3:3", "3:5", "3:9", "5:3", "5:5", "5:5", "5:9", "5:21"])
  }
}
