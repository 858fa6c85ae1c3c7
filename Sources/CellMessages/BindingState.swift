/// What a constant or variable of a cell can carry from one cell to another, by its type.
public enum BindingState: UInt8, Sendable, Equatable, Codable, CaseIterable {
  /// A value of library types alone: whoever reads it can change nothing that others see.
  case plain
  /// A value too, but types of the notebook are in it, whose code may do anything.
  case ownValue
  /// It may hold what others see as well: an object, a closure, a pointer.
  case shared
}
