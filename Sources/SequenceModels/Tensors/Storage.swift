internal import Synchronization

/// The memory of tensors. A training step asks for the same sizes as the one before, so buffers that
/// are let go of are kept for the next tensor of their size instead of going back to the system.
final class Storage {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  /// `nil` until the first is asked for; see PackedOperand.swift.
  let packedForms = Mutex<PackedForms?>(nil)

  /// Memory that holds anything.
  init(count: Int) {
    self.count = count
    pointer = Self.spares.withLock { $0.take(count) } ?? .allocate(capacity: Swift.max(count, 1))
  }

  /// A copy.
  convenience init(copying other: Storage) {
    self.init(count: other.count)
    pointer.update(from: other.pointer, count: count)
  }

  deinit {
    if !Self.spares.withLock({ $0.keep(pointer, count) }) { pointer.deallocate() }
  }

  private static let spares = Mutex(Spares())
}

/// Buffers that wait for a tensor of their size.
private struct Spares: @unchecked Sendable {
  private static let smallest = 1024  // elements; below, the system's allocator is as fast
  private static let limit = 1 << 26  // elements in all: 256 MiB

  private var buffers: [Int: [UnsafeMutablePointer<Float>]] = [:]
  private var held = 0

  mutating func take(_ count: Int) -> UnsafeMutablePointer<Float>? {
    guard count >= Self.smallest, let buffer = buffers[count]?.popLast() else { return nil }
    held -= count
    return buffer
  }

  mutating func keep(_ buffer: UnsafeMutablePointer<Float>, _ count: Int) -> Bool {
    guard count >= Self.smallest, held + count <= Self.limit else { return false }
    buffers[count, default: []].append(buffer)
    held += count
    return true
  }
}
