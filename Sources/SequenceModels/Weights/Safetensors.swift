internal import CKernels

/// Tensors by name in a file, in the safetensors format that PyTorch reads and writes (Hugging Face,
/// 2022): eight bytes with the length of a JSON header, the header, the numbers.
///
/// Everything in a file is checked before it is used; what is wrong is thrown as a
/// ``SafetensorsError``. Names are the same if their bytes are.
public struct Safetensors {
  /// The names of the tensors, sorted by their bytes.
  public private(set) var names: [String] = []
  private var tensors: [Spelling: Tensor] = [:]
  /// Further text, by key.
  public var metadata: [String: String] = [:]

  /// An empty collection.
  public init() {}

  /// A tensor by name. A name may not be `__metadata__`.
  public subscript(name: String) -> Tensor? {
    get { tensors[Spelling(name)] }
    set {
      require(name != Header.metadataKey, "Safetensors: a tensor cannot be named \(name)")
      tensors[Spelling(name)] = newValue
      names = tensors.keys.sorted().map(\.text)
    }
  }

  /// Reads a file. F64 is rounded to float32; whole numbers must be exact in float32.
  public init(contentsOf file: String) throws {
    var bytes: UnsafeMutableRawPointer?
    var size = 0
    let error = ck_read_file(file, &bytes, &size)
    guard error == 0 else {
      throw SafetensorsError(
        file,
        "it cannot be read (\(String(cString: ck_error_text(error)))); name a file that is "
          + "there and may be read")
    }
    defer { ck_free(bytes) }
    try self.init(UnsafeRawBufferPointer(start: bytes, count: size), file: file)
  }

  /// Reads a file's bytes; `file` names it in messages.
  public init(bytes: [UInt8], file: String) throws {
    self = try bytes.withUnsafeBytes { try Safetensors($0, file: file) }
  }

  private init(_ bytes: UnsafeRawBufferPointer, file: String) throws {
    let header = try Header(bytes, file: file)
    metadata = header.metadata
    let numbers = UnsafeRawBufferPointer(rebasing: bytes[header.size...])
    for (name, entry) in header.entries {
      tensors[Spelling(name)] = try entry.tensor(numbers, name: name, file: file)
    }
    names = tensors.keys.sorted().map(\.text)
  }

  /// Writes a file of F32, sorted by name, as PyTorch's package does. A file that was there stays whole
  /// until the new one is.
  public func write(to file: String) throws {
    let error = bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { ck_write_file(file, $0, buffer.count) } ?? 0
    }
    guard error == 0 else {
      throw SafetensorsError(
        file,
        "it cannot be written (\(String(cString: ck_error_text(error)))); name a place in a "
          + "folder that is there and may be written")
    }
  }

  /// The bytes of the file.
  public var bytes: [UInt8] {
    var offset = 0
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { Spelling($0.key) < Spelling($1.key) }.map {
        "\(quoted($0)):\(quoted($1))"
      }
      members.append("\"\(Header.metadataKey)\":{\(texts.joined(separator: ","))}")
    }
    for name in names {
      guard let tensor = self[name] else { continue }
      let end = offset + 4 * tensor.count
      let shape = tensor.shape.map { "\($0)" }.joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // The numbers start at a multiple of 8.
    while header.count % 8 > 0 { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
    bytes += header
    for name in names {
      guard let tensor = self[name] else { continue }
      for i in 0..<tensor.count {
        withUnsafeBytes(of: tensor.pointer[i].bitPattern.littleEndian) { bytes += $0 }
      }
    }
    return bytes
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
