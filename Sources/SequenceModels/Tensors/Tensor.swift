internal import CKernels

/// A dense array of float32, row-major; batch first: `[batch, time, feature]`.
///
/// A value type: assignment copies lazily, on the first change.
public struct Tensor: @unchecked Sendable {
  /// The sizes of the axes; `[]` is a single number.
  public let shape: Shape
  private var storage: Storage

  /// All zeros.
  public init(zeros shape: Shape) { self.init(repeating: 0, shape: shape) }

  /// One value everywhere.
  public init(repeating value: Float, shape: Shape) {
    self.shape = shape
    storage = Storage(count: shape.elementCount)
    ck_fill_f32(storage.count, value, storage.pointer)
  }

  /// The given elements, row by row.
  public init(_ elements: [Float], shape: Shape) {
    require(
      elements.count == shape.elementCount,
      "Tensor: \(elements.count) elements do not fill the shape \(shape), "
        + "which holds \(shape.elementCount)")
    self.shape = shape
    storage = Storage(count: elements.count)
    elements.withUnsafeBufferPointer { from in
      if let base = from.baseAddress { storage.pointer.update(from: base, count: from.count) }
    }
  }

  /// A single number.
  public init(_ value: Float) { self.init([value], shape: []) }

  /// Given elements, as many as the shape holds.
  init(storage: Storage, shape: Shape) {
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
  public func reshaped(_ shape: Shape) -> Tensor {
    require(
      shape.elementCount == count,
      "reshaped: \(self.shape) holds \(count) elements, \(shape) \(shape.elementCount)")
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
      if !isKnownUniquelyReferenced(&storage) {
        storage = Storage(copying: storage)
      } else {
        storage.packedForms.withLock { $0 = nil }
      }
      return storage.pointer
    }
  }

  /// Whether no one else holds the elements.
  var isUnique: Bool {
    mutating get { isKnownUniquelyReferenced(&storage) }
  }

  /// What `pack` makes of the elements, kept until they change.
  func packedForm(transposed: Bool, _ pack: () -> Tensor) -> Tensor {
    storage.packedForms.withLock { forms in
      if let form = forms?[transposed] { return form }
      let form = pack()
      forms = forms ?? PackedForms()
      forms?[transposed] = form
      return form
    }
  }

  /// Whether it was asked before, since the elements changed last.
  func isUsedAgain(transposed: Bool) -> Bool {
    storage.packedForms.withLock { forms in
      forms = forms ?? PackedForms()
      return forms?.isUsedAgain(transposed: transposed) ?? false
    }
  }

  /// A new tensor; `body` must write every element.
  static func filled(_ shape: Shape, _ body: (UnsafeMutablePointer<Float>) -> Void) -> Tensor {
    let tensor = Tensor(storage: Storage(count: shape.elementCount), shape: shape)
    body(tensor.storage.pointer)
    return tensor
  }
}

extension Tensor: Equatable {
  /// Same shape and same bits.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    a.shape == b.shape
      && (0..<a.count).allSatisfy { a.pointer[$0].bitPattern == b.pointer[$0].bitPattern }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first elements.
  public var description: String {
    let first = elements.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return "Tensor \(shape): \(first)\(count > 8 ? ", …" : "")"
  }
}
