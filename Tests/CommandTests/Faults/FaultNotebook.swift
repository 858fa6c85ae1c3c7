/// A notebook that faults are injected into.
enum FaultNotebook: String, CaseIterable, Sendable {
  /// Reads a file through Foundation and writes another one.
  case reading
  /// Trains a model, keeps its weights in a file and lists a folder.
  case training
  /// Takes its time, prints by several ways and starts another program.
  case printing

  /// What faults change in a notebook's folder: the text of a cell, and the files that cells read.
  struct State: Hashable, Sendable {
    /// A constant in one of the cells.
    var edit = 0
    /// What `data.txt` holds; without it there is no such file, and the notebook fails.
    var data: Int? = 0
    /// How many files lie in `inputs`.
    var inputs = 1

    /// Files by name.
    var files: [String: String] {
      var files: [String: String] = [:]
      // Always as long, so that only the content tells a change.
      if let data { files["data.txt"] = "the words of file \(data % 10)\n" }
      for k in 0..<inputs { files["inputs/\(k).txt"] = "input \(k)\n" }
      return files
    }
  }

  /// The files that its cells write.
  var written: [String] {
    switch self {
    case .reading: ["made.txt"]
    case .training: ["weights.safetensors"]
    case .printing: ["log.txt"]
    }
  }

  func text(_ state: State) -> String {
    switch self {
    case .reading: reading(state.edit)
    case .training: training(state.edit)
    case .printing: printing(state.edit)
    }
  }

  private func reading(_ edit: Int) -> String {
    """
    # Reading

    ```swift
    import Foundation
    let words = try String(contentsOfFile: "data.txt", encoding: .utf8)
      .split(whereSeparator: \\.isWhitespace)
    print("words", words.count, words.last ?? "none")
    ```

    There are `{swift} words.count` words.

    ```swift
    //| error: true
    let none: [Int] = []
    print(none[words.count])
    ```

    ```swift
    let constant = \(edit)
    try "\\(constant) \\(words.joined(separator: "-"))"
      .write(toFile: "made.txt", atomically: true, encoding: .utf8)
    ```

    ```swift
    print(try String(contentsOfFile: "made.txt", encoding: .utf8))
    ```

    """
  }

  private func training(_ edit: Int) -> String {
    """
    # Training

    ```swift
    import Foundation
    let names = try FileManager.default.contentsOfDirectory(atPath: "inputs").sorted()
    names
    ```

    ```swift
    let text = try readText("data.txt") + String(repeating: "ab", count: 40)
    let vocabulary = CharacterVocabulary(text)
    let model = LanguageModel(
      vocabularySize: vocabulary.count, embeddingSize: 3, hiddenSize: 4, using: &generator)
    let history = train(
      model, on: vocabulary.encode(text), batch: 2, time: 5, steps: 6, optimizer: Adam())
    try model.save(safetensors: "weights.safetensors")
    show(Chart("Loss", x: "step", y: "nats").line(history.losses, name: "loss"))
    ```

    The last loss is `{swift} history.losses.last ?? 0`.

    ```swift
    //| error: true
    struct Missing: Error {}
    if names.count < 99 { throw Missing() }
    ```

    ```swift
    let kept = try Safetensors(contentsOf: "weights.safetensors")
    print(kept.names.count, \(edit))
    ```

    """
  }

  private func printing(_ edit: Int) -> String {
    """
    # Printing

    ```swift
    import Foundation
    print("begins \(edit)")
    usleep(60_000)
    fputs("a warning\\n", stderr)
    ```

    ```swift
    //| error: true
    usleep(40_000)
    fatalError("as announced")
    ```

    ```swift
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "echo a; echo b >&2; cat $0", inputFile("data.txt")]
    try shell.run()
    shell.waitUntilExit()
    check(shell.terminationStatus == 0, "the file is there")
    let log = FileHandle(forWritingAtPath: "log.txt") ?? FileHandle.nullDevice
    log.closeFile()
    try Data("state \(edit)\\n".utf8).write(to: URL(filePath: "log.txt"))
    ```

    The program ended with `{swift} shell.terminationStatus`.

    ```swift
    for k in 0..<4 { usleep(20_000); print("line", k); show(k) }
    ```

    """
  }
}
