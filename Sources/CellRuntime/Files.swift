internal import CCellProcess
internal import CellMessages

/// A file that could not be read.
public struct FileError: Error, CustomStringConvertible {
  /// The file, what failed and how to mend it.
  public let description: String
}

/// Declares that the cell reads a file: when its content changes, the cell runs again.
///
/// - Returns: the path, relative to the notebook's folder, to hand to whatever reads the file.
@discardableResult
public func inputFile(_ path: String) -> String {
  Channel.send(.file(.read, path: path))
  return path
}

/// The text of a UTF-8 file; when its content changes, the cell runs again.
///
/// - Throws: ``FileError`` when the file cannot be read or is not UTF-8, with the place.
public func readText(_ path: String) throws -> String {
  inputFile(path)
  var count = 0
  var code: Int32 = 0
  guard let bytes = cell_read_file(path, &count, &code) else {
    throw FileError(
      description: "\(path): \(String(cString: cell_error_text(code))); "
        + "paths are relative to the notebook's folder")
  }
  defer { cell_free(bytes) }
  let buffer = UnsafeBufferPointer(start: bytes, count: count)
  guard let text = String(validating: buffer, as: UTF8.self) else {
    throw FileError(description: place(ofInvalid: buffer, in: path))
  }
  return text
}

private func place(ofInvalid bytes: UnsafeBufferPointer<UInt8>, in path: String) -> String {
  var line = 1
  for part in bytes.split(separator: 10, omittingEmptySubsequences: false) {
    if String(validating: part, as: UTF8.self) == nil {
      return "\(path):\(line): not UTF-8; convert the file, for instance with iconv"
    }
    line += 1
  }
  return "\(path): not UTF-8; convert the file, for instance with iconv"
}
