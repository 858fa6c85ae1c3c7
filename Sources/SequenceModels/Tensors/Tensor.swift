internal import CKernels

/// A dense array of float32, row-major; batch first: `[batch, time, feature]`.
///
/// A value type: assignment copies lazily, on the first change.
public struct Tensor: @unchecked Sendable {
  /// The sizes of the axes; `[]` is a single number.
  public let shape: [Int]
  private var storage: Storage

  /// All zeros.
  public init(zeros shape: [Int]) {
    self.shape = shape
    storage = Storage(zeros: shape.reduce(1, *))
  }

  /// The given elements, row by row.
  public init(_ elements: [Float], shape: [Int]) {
    require(
      elements.count == shape.reduce(1, *),
      "Tensor: \(elements.count) elements do not fill the shape \(shape)")
    self.shape = shape
    storage = Storage(zeros: elements.count)
    elements.withUnsafeBufferPointer { from in
      if let base = from.baseAddress { storage.pointer.update(from: base, count: from.count) }
    }
  }

  /// A single number.
  public init(_ value: Float) { self.init([value], shape: []) }

  private init(storage: Storage, shape: [Int]) {
    self.storage = storage
    self.shape = shape
  }

  /// How many elements there are.
  public var count: Int { storage.count }

  /// The elements, row by row.
  public var elements: [Float] { Array(UnsafeBufferPointer(start: storage.pointer, count: count)) }

  /// The only element.
  public var scalar: Float {
    require(count == 1, "scalar: the tensor \(shape) holds \(count) elements, not one")
    return storage.pointer[0]
  }

  /// The same elements in another shape.
  public func reshaped(_ shape: [Int]) -> Tensor {
    require(
      shape.reduce(1, *) == count, "reshaped: \(self.shape) does not fit the shape \(shape)")
    return Tensor(storage: storage, shape: shape)
  }

  /// The element at an index per axis.
  public subscript(_ indices: Int...) -> Float {
    require(
      indices.count == shape.count && zip(indices, shape).allSatisfy { $0 >= 0 && $0 < $1 },
      "subscript: \(indices) is outside the shape \(shape)")
    var offset = 0
    for (index, size) in zip(indices, shape) { offset = offset * size + index }
    return storage.pointer[offset]
  }

  /// The elements, to read.
  var pointer: UnsafePointer<Float> { UnsafePointer(storage.pointer) }

  /// The elements, to change; copies them first if they are shared.
  var mutablePointer: UnsafeMutablePointer<Float> {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
      return storage.pointer
    }
  }

  /// A new tensor filled by `body`.
  static func filled(_ shape: [Int], _ body: (UnsafeMutablePointer<Float>) -> Void) -> Tensor {
    let tensor = Tensor(storage: Storage(count: shape.reduce(1, *)), shape: shape)
    body(tensor.storage.pointer)
    return tensor
  }

  /// Adds another tensor's elements, scaled.
  mutating func add(_ other: Tensor, scale: Float = 1) {
    require(other.count == count, "add: \(other.shape) cannot be added to \(shape)")
    let from = other.pointer
    ck_axpy_f32(count, scale, from, mutablePointer)
  }
}

/// The memory of tensors.
private final class Storage {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    self.count = count
    pointer = .allocate(capacity: max(count, 1))
  }

  convenience init(zeros count: Int) {
    self.init(count: count)
    pointer.update(repeating: 0, count: max(count, 1))
  }

  convenience init(copying other: Storage) {
    self.init(count: other.count)
    pointer.update(from: other.pointer, count: max(count, 1))
  }

  deinit { pointer.deallocate() }
}

extension Tensor: Equatable {
  /// Same shape and same bits.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    a.shape == b.shape
      && (0..<a.count).allSatisfy { a.pointer[$0].bitPattern == b.pointer[$0].bitPattern }
  }
}
