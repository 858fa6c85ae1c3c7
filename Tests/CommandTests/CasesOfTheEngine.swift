import Foundation
import Testing

/// Cases of what the engine says of wrong or strange input.
@Suite struct CasesOfTheEngine {
  @Test("ARPA files are parted at ASCII blanks, tabs and line ends alone")
  func arpa() throws {
    let given = try CaseFolder("cases/arpa-white-space").runAnew()
    #expect(given.status == 0)
    #expect(
      given.last == [
        "plain [[97], [98]]", "no-break space [[97], [49, 48, 160, 107, 109]]",
        "ideographic space [[97], [12288]]", "NEL [[97], [98, 133]]",
        "blank in header [[97], [98]]",
      ], "\(given.out)")
    let own = try CaseFolder(
      notebook: #"""
        ```swift
        let arpa = "\u{FEFF}\\data\\\r\nngram 1=2\r\n\r\n\\1-grams:\r\n-0.3 a\u{2028}b\r\n-0.4\t\u{2009}\r\n\r\n\\end\\\r\n"
        print(try BackoffNGramModel.reading(arpa: arpa).words.map { $0.unicodeScalars.count })
        ```

        """#
    ).runAnew()
    #expect(own.last == ["[3, 1]"], "\(own.err)")
  }

  @Test(
    "Wrong use is told with the name of the call",
    arguments: [("b", "draw"), ("c", "BeamSearch"), ("d", "fixed"), ("e", "Tensor")])
  func traps(_ name: String, _ call: String) throws {
    let run = try CaseFolder("cases/bare-traps").runAnew(name + ".md")
    // A number that `fixed` can write is no failure.
    if name == "d", run.status == 0 { return }
    #expect(run.status == 1)
    #expect(run.err.contains(call + ":") || run.err.contains(call + "("), "\(run.err)")
  }

  @Test("What is not a number is given back, or named")
  func notANumber() throws {
    let given = try CaseFolder("cases/bare-traps").runAnew("a.md")
    #expect(given.status == 0 && given.last == ["nan"], "\(given.err)")
    let own = try CaseFolder(
      notebook:
        "```swift\nprint(perplexity(crossEntropy: .infinity), perplexity(crossEntropy: 0))\n```\n"
    ).runAnew()
    #expect(own.last == ["inf 1.0"], "\(own.err)")
    let drawn = try CaseFolder(
      notebook: "```swift\nprint(draw([0, .nan], temperature: .nan, using: &generator))\n```\n"
    ).runAnew()
    #expect(drawn.status == 1 && drawn.err.contains("draw"), "\(drawn.err)")
  }

  @Test("Words and names that are equal only after normalisation are two")
  func normalForms() throws {
    let given = try CaseFolder("cases/words-equal-by-normal-form").runAnew()
    #expect(given.last == ["2", "2"], "\(given.err)")
    let own = try CaseFolder(
      notebook: #"""
        ```swift
        var s = Safetensors()
        s["\u{212B}"] = Tensor(1); s["\u{C5}"] = Tensor(2); s["A\u{30A}"] = Tensor(3)
        try s.write(to: "n.safetensors")
        print(try Safetensors(contentsOf: "n.safetensors").names.count)
        ```

        """#
    ).runAnew()
    #expect(own.last == ["3"], "\(own.err)")
  }

  @Test("A saved encoding whose tokens double with each line is refused at once")
  func encodings() throws {
    let given = try CaseFolder("faults/bpe-bomb.md").runAnew("bpe-bomb.md", ["--memory", "512"])
    #expect(given.status == 1)
    #expect(given.err.contains("bpe-bomb.md:5") && given.err.contains("saved encoding:"))
    #expect(!given.err.contains("memory and was stopped"), "\(given.err)")
    let own = try CaseFolder(
      notebook: #"""
        ```swift
        let saved = "byte-pair encoding 1\n98 98\n256 97\n" + (0..<40).map { "\(257 + $0) \(256 + $0)\n" }.joined()
        print(try BytePairEncoding(saved: saved).count)
        ```

        """#
    ).runAnew("nb.md", ["--memory", "512"])
    #expect(own.status == 1 && own.err.contains("saved encoding:"), "\(own.err)")
  }

  @Test("A checkpoint with numbers out of range is refused with its file, name and value")
  func checkpoints() throws {
    let name = "checkpoint-metadata.md"
    let given = try CaseFolder("faults/" + name).runAnew(name)
    #expect(given.status == 0, "\(given.err)")
    let lines = given.out.split(separator: "\n").filter { $0.hasPrefix("unroll.") }
    #expect(lines.count == 6)
    for line in lines { #expect(line.contains("error c2.safetensors: its \"unroll."), "\(line)") }
    let folder = try CaseFolder("faults/" + name)
    var text = try folder.read(name)
    let start = try #require(text.range(of: "try attempt(\"unroll.step\""))
    text =
      text[..<start.lowerBound]
      + "try attempt(\"unroll.step\", \"three\")\ntry attempt(\"unroll.learningRate\", \"\")\n```\n"
    try folder.write(name, text)
    let own = try folder.runAnew(name)
    #expect(
      own.out.split(separator: " error c2.safetensors: its").count == 3, "\(own.out)\(own.err)")
  }
}
