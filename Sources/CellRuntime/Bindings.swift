@_spi(Reflection) internal import Swift
internal import CellMessages
internal import Charts
internal import SequenceModels

/// Tells what a constant or variable of a cell's top level can carry to other cells, by its type; the value
/// is not asked for. Not for cells.
public func _unrollNote<Value>(_ name: String, _ value: () throws -> Value) {
  Channel.send(.binding(name: name, BindingTypes.state(of: Value.self)))
}

/// What values of a type can carry. In doubt they may carry anything.
enum BindingTypes {
  static func state(of type: Any.Type) -> BindingState {
    guard isValue(type, depth: 0) else { return .shared }
    return _typeName(type, qualified: true).contains(CellModules.prefix) ? .ownValue : .plain
  }

  /// Types of libraries that are values whatever is in them.
  private static let values: Set<ObjectIdentifier> = Set(
    ([
      Bool.self, Int.self, Int8.self, Int16.self, Int32.self, Int64.self, UInt.self, UInt8.self,
      UInt16.self, UInt32.self, UInt64.self, Float.self, Double.self, Float16.self, String.self,
      Substring.self, Character.self, Unicode.Scalar.self, Void.self, Never.self, Duration.self,
      Tensor.self, History.self, Vocabulary.self, CharacterVocabulary.self, BytePairEncoding.self,
      WordVectors.self, Pair.self, PairBatch.self, PaddedBatch.self, SplitMix64.self, Chart.self,
      Heatmap.self, Table.self, ColoredText.self, Figure.self,
    ] as [Any.Type]).map { ObjectIdentifier($0) })

  private static func isValue(_ type: Any.Type, depth: Int) -> Bool {
    guard depth < 12 else { return false }
    if values.contains(ObjectIdentifier(type)) { return true }
    if let container = type as? any ValueContainer.Type {
      return container.parts.allSatisfy { isValue($0, depth: depth + 1) }
    }
    return fields(of: type)?.allSatisfy { isValue($0, depth: depth + 1) }
      ?? isPlainEnumeration(type)
  }

  /// The types of a structure's or tuple's fields; `nil` for types of other kinds.
  private static func fields(of type: Any.Type) -> [Any.Type]? {
    guard let kind = Metadata.kind(of: type), kind == .structure || kind == .tuple else {
      return nil
    }
    let name = _typeName(type, qualified: true)
    // The standard library's own structures hold buffers and pointers.
    guard kind == .tuple || !name.hasPrefix("Swift.") && !name.hasPrefix("Foundation") else {
      return nil
    }
    var found: [Any.Type] = []
    let isWhole = _forEachField(of: type) { _, _, type, _ in
      found.append(type)
      return true
    }
    return isWhole ? found : nil
  }

  /// An enumeration whose cases are only names.
  private static func isPlainEnumeration(_ type: Any.Type) -> Bool {
    func isSmall<T>(_ type: T.Type) -> Bool { _isPOD(type) && MemoryLayout<T>.size <= 1 }
    return Metadata.kind(of: type) == .enumeration && _openExistential(type, do: isSmall)
  }
}

/// What begins the metadata of a type.
private enum Metadata {
  enum Kind: Int {
    case structure = 0x200
    case enumeration = 0x201
    case tuple = 0x301
  }

  static func kind(of type: Any.Type) -> Kind? {
    Kind(rawValue: unsafeBitCast(type, to: UnsafePointer<Int>.self).pointee)
  }
}

/// A collection or wrapper that carries what its parts carry.
private protocol ValueContainer {
  static var parts: [Any.Type] { get }
}

extension Array: ValueContainer { static var parts: [Any.Type] { [Element.self] } }
extension ArraySlice: ValueContainer { static var parts: [Any.Type] { [Element.self] } }
extension ContiguousArray: ValueContainer { static var parts: [Any.Type] { [Element.self] } }
extension Set: ValueContainer { static var parts: [Any.Type] { [Element.self] } }
extension Dictionary: ValueContainer { static var parts: [Any.Type] { [Key.self, Value.self] } }
extension Optional: ValueContainer { static var parts: [Any.Type] { [Wrapped.self] } }
extension Range: ValueContainer { static var parts: [Any.Type] { [Bound.self] } }
extension ClosedRange: ValueContainer { static var parts: [Any.Type] { [Bound.self] } }
extension StrideTo: ValueContainer { static var parts: [Any.Type] { [Element.self] } }
extension StrideThrough: ValueContainer { static var parts: [Any.Type] { [Element.self] } }
extension Result: ValueContainer { static var parts: [Any.Type] { [Success.self, Failure.self] } }
extension KeyValuePairs: ValueContainer { static var parts: [Any.Type] { [Key.self, Value.self] } }
