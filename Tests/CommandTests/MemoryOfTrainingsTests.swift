import Foundation
import Testing

/// What was trained is not trained again where nothing changed that it depends on.
@Suite(.serialized) struct MemoryOfTrainingsTests {
  private static let training = """
    ```swift
    let text = (0..<40).map { "the cat \\($0 % 7) sat on mat \\($0 % 5). " }.joined()
    let vocabulary = CharacterVocabulary(text)
    let tokens = vocabulary.encode(text)
    let model = LanguageModel(
      vocabularySize: vocabulary.count, embeddingSize: 8, hiddenSize: 8, dropout: 0.1,
      using: &generator)
    let history = train(
      model, on: tokens, batch: 4, time: 8, steps: 20, optimizer: Adam(), using: &generator)
    print(history.losses.last!, generator.next())
    ```

    """

  private static func plot(_ word: String) -> String {
    training + """

      ```swift
      print("\(word)", history.losses, history.gradientNorms, history.learningRates)
      print(model.parameters.map { $0.parameter.value.elements.reduce(0, +) })
      print(model.parameters.filter { $0.parameter.gradient != nil }.count)
      ```

      """
  }

  private func memories(_ folder: CaseFolder) throws -> [String] {
    try folder.names(".unroll/memory").filter { !$0.hasPrefix("young-") }
  }

  @Test("An edited plot gets weights, history and generator back, bit for bit")
  func training() throws {
    let folder = try CaseFolder(notebook: Self.plot("one"))
    #expect(try folder.unroll("run", "--quiet", "nb.md").status == 0)
    #expect(try memories(folder).count == 1)
    try folder.write("nb.md", Self.plot("two"))
    let run = try folder.unroll("run", "--explain", "nb.md")
    #expect(run.err.contains("cell 1: runs again for its state: cell 2 below needs it"))
    let fresh = try folder.runAnew()
    #expect(run.out == fresh.out, "\(run.out)\(fresh.out)")
    #expect(run.out.contains("two ["))
  }

  @Test("What is remembered is really not made again, and what changed is")
  func remembered() throws {
    func text(_ number: Int, _ word: String) -> String {
      """
      ```swift
      let seed = \(number)
      ```

      ```swift
      let made = remember("made") {
        appendText("made \\(seed)\\n", to: "log.txt")
        return [Double(seed), Double.random(in: 0..<1, using: &generator)]
      }
      let after = generator.next()
      ```

      ```swift
      print("\(word)", made, after)
      ```

      """.replacingOccurrences(
        of: "appendText(\"made \\(seed)\\n\", to: \"log.txt\")",
        with: "Unlogged.count += 1"
      )
      .replacingOccurrences(
        of: "let made", with: "enum Unlogged { static var count = 0 }\nlet made"
      )
      .replacingOccurrences(
        of: "made, after", with: "made, after, Unlogged.count > 0 ? \"made\" : \"recalled\"")
    }
    let folder = try CaseFolder(notebook: text(1, "one"))
    let first = try folder.unroll("run", "--quiet", "nb.md").out
    #expect(first.contains("] ") && first.contains(" made"), "\(first)")
    try folder.write("nb.md", text(1, "two"))
    let second = try folder.unroll("run", "--quiet", "nb.md").out
    #expect(second.contains(" recalled"), "\(second)")
    try folder.write("nb.md", text(2, "two"))
    let third = try folder.unroll("run", "--quiet", "nb.md").out
    #expect(third.contains("[2.0, ") && third.contains(" made"), "\(third)")
    #expect(try folder.runAnew().out.contains(" made"))
  }

  @Test("A damaged memory is made again; a memory without room keeps nothing")
  func damaged() throws {
    let folder = try CaseFolder(notebook: Self.plot("one"))
    _ = try folder.unroll("run", "--quiet", "nb.md")
    for name in try memories(folder) {
      for file in try folder.names(".unroll/memory/" + name) {
        let url = folder.url.appending(path: ".unroll/memory/\(name)/\(file)")
        var data = try Data(contentsOf: url)
        data[data.count / 2] ^= 1
        try data.write(to: url)
      }
    }
    try folder.write("nb.md", Self.plot("two"))
    let (again, fresh) = (try folder.unroll("run", "--quiet", "nb.md"), try folder.runAnew())
    #expect(again.out == fresh.out)
    try folder.write("nb.md", Self.plot("three"))
    let small = try folder.unroll("run", "--quiet", "--cache-size", "0", "nb.md")
    let whole = try folder.runAnew()
    #expect(small.out == whole.out)
    #expect(try memories(folder).isEmpty)
  }

  @Test("A training whose input changed is made again, although its text is the same")
  func changedInput() throws {
    let text = Self.plot("one").replacingOccurrences(
      of: "let text =", with: "let text = try readText(\"in.txt\") +")
    let folder = try CaseFolder(notebook: text)
    try folder.write("in.txt", "one two three four five")
    let one = try folder.unroll("run", "--quiet", "nb.md").out
    try folder.write("in.txt", "two two three four five")
    let two = try folder.unroll("run", "--quiet", "nb.md").out
    let anew = try folder.runAnew().out
    #expect(one != two && two == anew)
    try folder.write("in.txt", "one two three four five")
    #expect(try folder.unroll("run", "--quiet", "nb.md").out == one)
  }
}
