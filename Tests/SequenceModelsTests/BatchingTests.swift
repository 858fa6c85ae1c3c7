import Testing

@testable import SequenceModels

@Suite struct BatchingTests {
  @Test("Rows are padded on the right, and weights and mask show where")
  func padded() {
    let batch = PaddedBatch([[5], [6, 7, 8], [9, 1]], padding: 4)
    #expect(batch.tokens == [[5, 4, 4], [6, 7, 8], [9, 1, 4]])
    #expect(batch.lengths == [1, 3, 2] && batch.time == 3)
    #expect(batch.weights == [1, 0, 0, 1, 1, 1, 1, 1, 0])
    #expect(batch.mask.joined().map { $0 ? Float(1) : 0 } == batch.weights)
  }

  @Test("A language model reads all but the last token and predicts all but the first")
  func predictingNext() {
    let (inputs, targets) = PaddedBatch.predictingNext([[1, 2, 3], [1, 4]])
    #expect(inputs.tokens == [[1, 2], [1, 0]] && targets.tokens == [[2, 3], [4, 0]])
    #expect(targets.weights == [1, 1, 1, 0] && inputs.lengths == targets.lengths)
  }

  @Test("An epoch has every example once, in full batches but one", arguments: [1, 3, 20])
  func everyExampleOnce(pool: Int) {
    let lengths = (0..<103).map { 1 + $0 * 37 % 29 }
    let batches = BucketedBatches(lengths: lengths, batch: 8, pool: pool)
    var (a, b) = (SplitMix64(seed: 63), SplitMix64(seed: 63))
    let epoch = batches.epoch(using: &a)
    #expect(epoch.flatMap { $0 }.sorted() == Array(0..<103))
    #expect(epoch.map(\.count).sorted() == [7] + Array(repeating: 8, count: 12))
    #expect(batches.epoch(using: &b) == epoch)
    #expect(batches.epoch(using: &a) != epoch)
  }

  @Test("The work is what padding the batches gives, and buckets need little more than the tokens")
  func work() {
    var generator = SplitMix64(seed: 64)
    let lengths = (0..<2000).map { _ in 1 + generator.index(below: 50) }
    let batches = BucketedBatches(lengths: lengths, batch: 16)
    var (a, b) = (SplitMix64(seed: 65), SplitMix64(seed: 65))
    let work = batches.work(using: &a)
    let padded = batches.epoch(using: &b).map { places in
      PaddedBatch(places.map { Array(repeating: 1, count: lengths[$0]) }).weights.count
    }
    #expect(work.bucketed == padded.reduce(0, +))
    #expect(work.tokens == lengths.reduce(0, +))
    // The longest of 16 uniform lengths is near 47, the mean 25.5.
    #expect(abs(Double(work.random) / 2000 - 47.1) < 1.5)
    #expect(Double(work.bucketed) < 1.1 * Double(work.tokens))
    #expect(work.saved == 1 - Double(work.bucketed) / Double(work.random) && work.saved > 0.4)
    let equal = BucketedBatches(lengths: [7, 7, 7], batch: 2).work(using: &a)
    #expect(equal == .init(tokens: 21, bucketed: 21, random: 21) && equal.saved == 0)
  }
}

@Suite struct TextFileTests {
  @Test("Line ends of either kind and a byte order mark are read alike")
  func lineEnds() throws {
    let file = try TextFile(utf8: [0xEF, 0xBB, 0xBF] + Array("a\tb\r\n\r\nc\td".utf8), name: "f")
    #expect(file.text == "a\tb\n\nc\td")
    #expect(
      try file.pairs() == [TextPair(source: "a", target: "b"), TextPair(source: "c", target: "d")])
    #expect(try file.pairs(source: 1, target: 0)[0] == TextPair(source: "b", target: "a"))
  }

  @Test("Columns behind the pair are passed over")
  func furtherColumns() throws {
    let file = try TextFile("Go.\tVa !\tCC-BY\n", name: "fra.tsv")
    #expect(try file.pairs() == [TextPair(source: "Go.", target: "Va !")])
  }

  @Test("Labels are numbered in the order of their code points")
  func labels() throws {
    let (labels, examples) = try TextFile("pos\tgood\nneg\tbad one\npos\tnice\n", name: "f")
      .labelledLines()
    #expect(labels == ["neg", "pos"])
    #expect(examples.map(\.label) == [1, 0, 1])
    #expect(examples[1].text == "bad one")
  }

  @Test(
    "What is wrong with a file is thrown with its name, its line and the mend",
    arguments: [
      ("a\tb\nc\n", "f.tsv:2: the line has 1 of the 2 columns that are needed; write a source"),
      ("a\tb\n\n\tc\n", "f.tsv:3: column 1 is empty; write a source, a tab and a target"),
      (" \n\n", "f.tsv:1: the file holds no text; name a file that does"),
    ])
  func pairProblems(text: String, message: String) {
    let problem = #expect(throws: TextProblem.self) { try TextFile(text, name: "f.tsv").pairs() }
    #expect("\(problem.map { "\($0)" } ?? "")".hasPrefix(message))
  }

  @Test(
    "What is wrong with labelled lines is thrown with the line",
    arguments: [
      ("x\ta\ny\tb\tc\n", "f:2: the line has 2 tabs; write a label, a tab and a text"),
      ("x\ta\ny\n", "f:2: the line has 1 of the 2 columns"),
      ("x\ta\nx\tb\n", "f:1: every line has the label \"x\"; give a file with two labels"),
    ])
  func labelProblems(text: String, message: String) {
    let problem = #expect(throws: TextProblem.self) {
      try TextFile(text, name: "f").labelledLines()
    }
    #expect("\(problem.map { "\($0)" } ?? "")".hasPrefix(message))
  }

  @Test(
    "Bytes that are not UTF-8 are thrown with line and byte",
    arguments: [
      ([0x61, 0x0A, 0x62, 0xFF, 0x0A], 2, 2), ([0xC3], 1, 1),
      ([0x0A, 0x0A, 0xC3, 0xA9, 0xC0], 3, 3),
      ([0x61, 0x0D, 0x0A, 0xED, 0xA0, 0x80], 2, 1),
    ] as [([UInt8], Int, Int)])
  func notUTF8(bytes: [UInt8], line: Int, byte: Int) {
    let problem = #expect(throws: TextProblem.self) { try TextFile(utf8: bytes, name: "f.txt") }
    #expect(
      problem.map { "\($0)" }
        == "f.txt:\(line): byte \(byte) of the line is not UTF-8; convert the file, for instance "
        + "with iconv")
  }
}
