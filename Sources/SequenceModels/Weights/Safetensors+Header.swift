extension Safetensors {
  /// What a file says of its tensors; checked, for files are not to be trusted.
  struct Header {
    static let metadataKey = "__metadata__"
    /// The format's own limit.
    static let largest = 100_000_000

    /// One tensor's kind, shape and place among the numbers.
    struct Entry {
      var type: SafetensorsType
      var shape: Shape
      var begin: Int
      var end: Int
    }

    var entries: [(name: String, entry: Entry)] = []
    var metadata: [String: String] = [:]
    /// Bytes before the numbers.
    var size = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String) throws {
      guard bytes.count >= 8 else {
        throw SafetensorsError(
          file, "it has \(bytes.count) bytes, too few for a safetensors file; save it anew")
      }
      let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      guard length <= UInt64(Self.largest) else {
        throw SafetensorsError(
          file,
          "its header would have \(length) bytes, and \(Self.largest) is the limit; "
            + "this is no safetensors file")
      }
      guard length <= UInt64(bytes.count - 8) else {
        throw SafetensorsError(
          file,
          "its header would have \(length) bytes, but only \(bytes.count - 8) follow; the "
            + "file was cut off, copy or save it anew")
      }
      size = 8 + Int(length)
      do {
        try read(Array(bytes[8..<size]), file: file)
      } catch let problem as JSONReader.Problem {
        throw SafetensorsError(
          file, "its header is not as the format has it: \(problem.message); save it anew")
      }
      try checkPlaces(bytes.count - size, file: file)
    }

    private mutating func read(_ json: [UInt8], file: String) throws {
      var reader = JSONReader(json[...])
      var entries: [(name: String, entry: Entry)] = []
      var metadata: [String: String] = [:]
      try reader.object { name, reader in
        if name == Self.metadataKey {
          try reader.object { key, reader in
            guard metadata.updateValue(try reader.string(), forKey: key) == nil else {
              throw reader.problem("two keys \"\(key)\" differ only in how accents are written")
            }
          }
        } else {
          entries.append((name, try Self.entry(name, &reader, file: file)))
        }
      }
      try reader.end()
      (self.entries, self.metadata) = (entries, metadata)
    }

    private static func entry(
      _ name: String, _ reader: inout JSONReader, file: String
    ) throws -> Entry {
      var kind: String?
      var shape: Shape?
      var offsets: [Int]?
      try reader.object { key, reader in
        switch key {
        case "dtype": kind = try reader.string()
        case "shape": shape = try reader.naturals()
        case "data_offsets": offsets = try reader.naturals()
        default:
          throw reader.problem(
            "\"\(name)\" has \"\(key)\"; a tensor has dtype, shape and data_offsets alone")
        }
      }
      guard let kind, let shape, let offsets, offsets.count == 2 else {
        throw SafetensorsError(
          file, tensor: name,
          "it needs dtype, shape and two data_offsets; save the file anew")
      }
      guard let type = SafetensorsType(rawValue: kind) else {
        let known = SafetensorsType.allCases.map(\.rawValue).joined(separator: ", ")
        throw SafetensorsError(
          file, tensor: name,
          "its numbers are \(kind); \(known) can be read, so convert it first")
      }
      return Entry(type: type, shape: shape, begin: offsets[0], end: offsets[1])
    }

    /// The tensors must fill the numbers one after the other, each with as many as its shape holds.
    private func checkPlaces(_ available: Int, file: String) throws {
      var place = 0
      for (name, entry) in entries.sorted(by: {
        ($0.entry.begin, $0.entry.end, Spelling($0.name))
          < ($1.entry.begin, $1.entry.end, Spelling($1.name))
      }) {
        func problem(_ message: String) -> SafetensorsError {
          SafetensorsError(file, tensor: name, message + "; save the file anew")
        }
        guard entry.begin <= entry.end, entry.end <= available else {
          throw problem(
            "it stands at \(entry.begin) to \(entry.end), but the file has \(available) bytes of "
              + "numbers")
        }
        guard entry.begin >= place else {
          throw problem(
            "it starts at \(entry.begin), inside the tensor before, which ends at \(place)")
        }
        guard entry.begin == place else {
          throw problem(
            "it starts at \(entry.begin), with a gap after the tensor before at \(place)")
        }
        var bytes = entry.type.size
        for size in entry.shape {
          let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
          guard !overflow else { throw problem("its shape \(entry.shape) is too large") }
          bytes = product
        }
        guard bytes == entry.end - entry.begin else {
          throw problem(
            "\(entry.type.rawValue) \(entry.shape) takes \(bytes) bytes, but it has "
              + "\(entry.end - entry.begin)")
        }
        place = entry.end
      }
      guard place == available else {
        throw SafetensorsError(
          file, "\(available - place) bytes follow the last tensor; save the file anew")
      }
    }
  }
}

extension Safetensors.Header.Entry {
  /// The tensor, from the file's numbers.
  func tensor(_ bytes: UnsafeRawBufferPointer, name: String, file: String) throws -> Tensor {
    var problem: SafetensorsError?
    let tensor = Tensor.filled(shape) { to in
      for i in 0..<shape.elementCount {
        var bits: UInt64 = 0
        for j in (0..<type.size).reversed() {
          bits = bits << 8 | UInt64(bytes[begin + i * type.size + j])
        }
        if let number = type.float(bits) {
          to[i] = number
        } else {
          to[i] = 0
          problem = SafetensorsError(
            file, tensor: name,
            "number \(i) of kind \(type.rawValue) is not exact in float32; convert it first")
        }
      }
    }
    if let problem { throw problem }
    return tensor
  }
}
