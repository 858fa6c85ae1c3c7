import Foundation
import Testing

@testable import SequenceModels

/// A model like the one in make_safetensors.py.
private func languageModel(hidden: Int = 4, tied: Bool = false) -> LanguageModel<LSTM> {
  var generator = SplitMix64(seed: 1)
  return LanguageModel(
    vocabularySize: 7, embeddingSize: tied ? hidden : 3, hiddenSize: hidden, layers: tied ? 1 : 2,
    tied: tied, using: &generator)
}

private func fixture(_ name: String) throws -> String {
  try #require(
    Bundle.module.url(
      forResource: name, withExtension: "safetensors", subdirectory: "Fixtures")
  ).path
}

/// A place for a file that is removed afterwards.
func withTemporaryFile<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.appending(path: "model.safetensors").path)
}

/// The bytes of a file with this header and so many bytes of numbers.
private func file(_ header: String, numbers: Int = 0, length: UInt64? = nil) -> [UInt8] {
  withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Array($0) }
    + Array(header.utf8) + [UInt8](repeating: 1, count: numbers)
}

/// A header of one tensor.
private func header(
  _ offsets: String, shape: String = "[1]", dtype: String = "F32", name: String = "a"
) -> String {
  "\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
}

@Suite struct SafetensorsTests {
  @Test("A model of PyTorch is loaded and computes the same")
  func loadsPyTorch() throws {
    let model = languageModel()
    try model.load(safetensors: try fixture("pytorch"))
    let golden = try Safetensors(contentsOf: try fixture("pytorch-logits"))
    let tokens = try #require(golden["tokens"])
    let rows = (0..<2).map { row in (0..<4).map { Int(tokens[row, $0]) } }
    let logits = model(rows, model.initialState(batch: 2)).logits.value
    #expect(relativeError(logits.elements, try #require(golden["logits"]).elements) < 1e-6)
    #expect(try Safetensors(contentsOf: try fixture("pytorch")).metadata == ["format": "pt"])
  }

  @Test("What we write of a model of PyTorch is PyTorch's file, byte for byte")
  func writesPyTorch() throws {
    let model = languageModel()
    let path = try fixture("pytorch")
    try model.load(safetensors: path)
    try withTemporaryFile { file in
      try model.save(safetensors: file, metadata: ["format": "pt"])
      let ours = try Data(contentsOf: URL(filePath: file))
      #expect(try ours == Data(contentsOf: URL(filePath: path)))
    }
  }

  @Test("What we write is the file that make_safetensors.py had PyTorch load")
  func writesBytes() throws {
    var tensors = Safetensors()
    tensors["weight"] = Tensor((0..<6).map { Float($0) / 8 - 0.25 }, shape: [2, 3])
    tensors["a.bias"] = Tensor([1.5, -2, 3], shape: [3])
    tensors["scale"] = Tensor(0.1)
    tensors["naïve \"name\"\n"] = Tensor([-0.0, 1e-38], shape: [1, 2])
    tensors.metadata["note"] = "tab\tand \"quotes\""
    let golden = try Data(contentsOf: URL(filePath: try fixture("ours")))
    #expect(Data(tensors.bytes) == golden)
    let again = try Safetensors(bytes: tensors.bytes, file: "ours")
    #expect(again.names == tensors.names)
    for name in tensors.names { #expect(again[name] == tensors[name]) }
    #expect(again.metadata == tensors.metadata)
  }

  @Test("Numbers of every kind are read")
  func readsKinds() throws {
    let kinds = try Safetensors(contentsOf: try fixture("kinds"))
    let golden = try Golden("kinds")
    for name in ["float", "half", "bfloat"] {
      #expect(try kinds[name] == golden[name], "\(name)")
    }
    #expect(try kinds["double"] == golden["float"])
    let whole: [(String, [Float])] = [
      ("long", [0, -5, 0x1p24, -0x1p40]), ("int", [7, -8]), ("short", [300, -300]),
      ("tiny", [127, -128]), ("byte", [0, 255]), ("flag", [1, 0, 1]), ("one", [2.5]), ("none", []),
    ]
    for (name, values) in whole { #expect(kinds[name]?.elements == values, "\(name)") }
    #expect(kinds["one"]?.shape == [])
    #expect(kinds["none"]?.shape == [0, 3])
  }

  @Test("Half precision has its infinities and no numbers")
  func specialHalves() {
    #expect(SafetensorsType.float16.float(0x7C00) == .infinity)
    #expect(SafetensorsType.float16.float(0xFC00) == -.infinity)
    #expect(SafetensorsType.float16.float(0x7E00)?.isNaN == true)
    #expect(SafetensorsType.float16.float(0x8000)?.bitPattern == 0x8000_0000)
    #expect(SafetensorsType.float16.float(0x03FF) == 0x3FF * 0x1p-24)
  }

  @Test("Tied weights are written once and read under either name")
  func tiedWeights() throws {
    let (model, other) = (languageModel(tied: true), languageModel(tied: true))
    other.embedding.weight.value = Tensor(zeros: [7, 4])
    try withTemporaryFile { file in
      try model.save(safetensors: file)
      var tensors = try Safetensors(contentsOf: file)
      #expect(tensors["head.weight"] == nil)
      try other.load(safetensors: file)
      #expect(other.head.weight.value == model.head.weight.value)
      tensors["head.weight"] = Tensor(zeros: [7, 4])
      #expect(throws: SafetensorsError.self) { try other.load(tensors) }
    }
  }

  /// What is wrong with a file, and part of the message.
  static let broken: [(bytes: [UInt8], message: String)] = [
    ([1, 2, 3], "it has 3 bytes, too few"),
    (file("{}", length: 100_000_001), "would have 100000001 bytes, and 100000000 is the limit"),
    (file("{}", length: .max), "is the limit"),
    (file("{}", length: 3), "would have 3 bytes, but only 2 follow; the file was cut off"),
    (file("[]"), "there is no { at byte 0"),
    (file("{"), "there is no \" at byte 1"),
    (file("{} x"), "something follows the end at byte 3"),
    (file("{\"a\" 1}"), "there is no : at byte 5"),
    (file("{\"a\":{\"dtype\":\"F32\",}}"), "there is no \""),
    (file("{\"\u{1}\":1}"), "a control character stands in a string"),
    (file("{\"a"), "a string does not end"),
    (file("{\"\\x\""), "an escape that JSON does not know"),
    (file("{\"\\ud800\":1}"), "half a surrogate pair"),
    (file("{\"\\u00g0\":1}"), "four hexadecimal digits"),
    (
      Array("\u{3}\0\0\0\0\0\0\0{\"".utf8) + [0xFF], "a string does not end"
    ),
    (
      Array("\u{5}\0\0\0\0\0\0\0{\"".utf8) + [0xFF] + Array("\":".utf8), "is not valid UTF-8"
    ),
    (file("{\(header("[0,4]")),\(header("[4,8]"))}", numbers: 8), "the key \"a\" appears twice"),
    (file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}"), "the key \"dtype\" appears twice"),
    (
      file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}"),
      "it needs dtype, shape and two data_offsets"
    ),
    (file("{\"a\":{\"kind\":1}}"), "\"a\" has \"kind\"; a tensor has dtype"),
    (file("{\"a\":7}"), "there is no {"),
    (file("{\(header("[0,4,8]"))}", numbers: 8), "two data_offsets"),
    (file("{\(header("[0,4]", shape: "[-1]"))}", numbers: 4), "no whole number of at least 0"),
    (file("{\(header("[0,4]", shape: "[1.0]"))}", numbers: 4), "there is no ,"),
    (file("{\(header("[0,4]", shape: "[01]"))}", numbers: 4), "a number starts with 0"),
    (
      file("{\(header("[0,4]", shape: "[99999999999999999999]"))}", numbers: 4),
      "a number is too large"
    ),
    (
      file("{\(header("[0,4]", shape: "[4294967296,4294967296,4294967296]"))}", numbers: 4),
      "tensor \"a\": its shape [4294967296, 4294967296, 4294967296] is too large"
    ),
    (
      file("{\(header("[0,4]", dtype: "F8_E4M3"))}", numbers: 4),
      "tensor \"a\": its numbers are F8_E4M3; F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL can"
    ),
    (
      file("{\(header("[0,4]", shape: "[2]"))}", numbers: 4),
      "tensor \"a\": F32 [2] takes 8 bytes, but it has 4"
    ),
    (file("{\(header("[0,8]", shape: "[2]"))}", numbers: 4), "at 0 to 8, but the file has 4 bytes"),
    (file("{\(header("[4,0]"))}", numbers: 4), "it stands at 4 to 0"),
    (
      file("{\(header("[0,4]")),\(header("[2,6]", name: "b"))}", numbers: 6),
      "tensor \"b\": it starts at 2, inside the tensor before, which ends at 4"
    ),
    (
      file("{\(header("[0,4]")),\(header("[6,10]", name: "b"))}", numbers: 10),
      "tensor \"b\": it starts at 6, with a gap after the tensor before at 4"
    ),
    (file("{\(header("[0,4]"))}", numbers: 6), "2 bytes follow the last tensor"),
    (
      file("{\(header("[0,8]", dtype: "I64"))}", numbers: 8),
      "tensor \"a\": number 0 of kind I64 is not exact in float32"
    ),
    (file("{\"__metadata__\":{\"a\":1}}"), "there is no \""),
    (file(String(repeating: "[", count: 100_000)), "there is no { at byte 0"),
    (
      file("{\"a\":{\"shape\":" + String(repeating: "[", count: 100_000)),
      "no whole number of at least 0"
    ),
  ]

  @Test("A broken file is named with what is wrong", arguments: broken.indices)
  func brokenFiles(index: Int) throws {
    let (bytes, message) = Self.broken[index]
    let error = #expect(throws: SafetensorsError.self) {
      try Safetensors(bytes: bytes, file: "broken.safetensors")
    }
    let text = try #require(error).description
    #expect(text.contains(message) && text.hasPrefix("broken.safetensors: "), "\(text)")
  }

  @Test("A file cut off or changed anywhere is read or refused, never misread past its end")
  func damagedFiles() throws {
    let whole = try Array(Data(contentsOf: URL(filePath: try fixture("ours"))))
    for length in whole.indices {
      #expect(throws: SafetensorsError.self) {
        try Safetensors(bytes: Array(whole[..<length]), file: "cut")
      }
    }
    var generator = SplitMix64(seed: 1)
    var refused = 0
    for _ in 0..<3000 {
      var bytes = whole
      bytes[generator.index(below: whole.count - 48)] = UInt8(generator.index(below: 256))
      do { _ = try Safetensors(bytes: bytes, file: "changed") } catch { refused += 1 }
    }
    #expect(refused > 1500)
  }

  @Test("A file that does not fit the model is refused with the names, and changes nothing")
  func filesThatDoNotFit() throws {
    let path = try fixture("pytorch")
    var generator = SplitMix64(seed: 1)
    let before = languageModel(hidden: 5)
    let start = before.parameters.map(\.parameter.value)
    func message(_ body: () throws -> Void) throws -> String {
      try #require(#expect(throws: SafetensorsError.self) { try body() }).description
    }
    #expect(
      try message { try before.load(safetensors: path) }.contains(
        "tensor \"lstm.weight_ih_l0\": it is [16, 3], the model's is [20, 3]"))
    #expect(before.parameters.map(\.parameter.value) == start)
    let linear = Linear(2, 2, using: &generator)
    #expect(
      try message { try linear.load(safetensors: path) }.contains(
        "it lacks \"weight\", \"bias\" and has \"embedding.weight\", \"head.bias\", "
          + "\"head.weight\", \"lstm.bias_hh_l0\", \"lstm.bias_hh_l1\" and 6 more, which the model "
          + "has not"))
    #expect(
      try message { try linear.load(safetensors: "/no/such/file") }.hasPrefix(
        "/no/such/file: it cannot be read (No such file or directory)"))
    #expect(
      try message { try linear.save(safetensors: "/no/such/file") }.hasPrefix(
        "/no/such/file: it cannot be written (No such file or directory)"))
    #expect(
      try message { _ = try Safetensors(contentsOf: NSTemporaryDirectory()) }.contains(
        "it cannot be read (Is a directory)"))
  }
}
