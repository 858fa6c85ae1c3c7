/// What is wrong with a file of weights: where, what, and how to mend it.
public struct SafetensorsError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The file.
  public let file: String
  /// The tensor, where it is one tensor's fault.
  public let tensor: String?
  /// What failed, and the mend.
  public let message: String

  init(_ file: String, tensor: String? = nil, _ message: String) {
    self.file = file
    self.tensor = tensor
    self.message = message
  }

  /// The whole text.
  public var description: String {
    tensor.map { "\(file): tensor \"\($0)\": \(message)" } ?? "\(file): \(message)"
  }
}
