internal import CKernels
internal import Synchronization

/// The memory of tensors. A training step asks for the same sizes as the one before, so buffers that
/// are let go of are kept for the next tensor of their size instead of going back to the system.
final class Storage {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private let capacity: Int
  /// `nil` until the first is asked for; see PackedOperand.swift.
  let packedForms = Mutex<PackedForms?>(nil)

  /// Memory that holds anything, with room for more than will count as elements if `capacity` says so.
  init(count: Int, capacity: Int? = nil) {
    let capacity = Spares.capacity(for: capacity ?? count)
    (self.count, self.capacity) = (count, capacity)
    if let spare = Self.spares.withLock({ $0.take(capacity) }) {
      pointer = spare
    } else {
      Self.allocated.add(capacity, ordering: .relaxed)
      pointer = Self.allocate(capacity)
    }
  }

  /// A copy.
  convenience init(copying other: Storage) {
    self.init(count: other.count)
    pointer.update(from: other.pointer, count: count)
  }

  deinit {
    if Self.spares.withLock({ $0.keep(pointer, capacity) }) { return }
    Self.allocated.subtract(capacity, ordering: .relaxed)
    ck_release(pointer, Self.bytes(capacity))
  }

  private static func bytes(_ count: Int) -> Int { count * MemoryLayout<Float>.stride }

  /// At the start of a cache line, so that no vector lies across two.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = bytes(count)
    guard let memory = ck_allocate(bytes) else {
      fatalError("Tensor: \(count) elements (\(bytes >> 20) MiB) do not fit the memory left")
    }
    return memory.bindMemory(to: Float.self, capacity: count)
  }

  /// Bytes of all tensors, and of the buffers that wait for one.
  static var allocatedBytes: Int {
    allocated.load(ordering: .relaxed) * MemoryLayout<Float>.stride
  }

  private static let allocated = Atomic<Int>(0)

  private static let spares = Mutex(Spares())
}

/// Buffers that wait for a tensor of their size.
private struct Spares: @unchecked Sendable {
  private static let line = 16  // elements of a cache line
  private static let smallLines = 64  // each size up to so many has a chain
  private static let limit = 1 << 26  // elements in all: 256 MiB
  private static let smallLimit = 1 << 22  // and of small ones, so that they leave room for others

  /// What nearly equal tensors have in common, so that batches of uneven lengths use each other's
  /// buffers: whole cache lines, at least one, and at most an eighth more than that.
  static func capacity(for count: Int) -> Int {
    let eighth = 1 << max(0, Int.bitWidth - 1 - count.leadingZeroBitCount - 3)
    let unit = max(eighth, line)
    return max(count + unit - 1, unit) / unit * unit
  }

  private var buffers: [Int: [UnsafeMutablePointer<Float>]] = [:]
  /// By cache lines the last buffer let go of; it holds where the one before it is.
  private var chains = [UnsafeMutableRawPointer?](repeating: nil, count: smallLines + 1)
  private var held = 0
  private var heldSmall = 0

  mutating func take(_ count: Int) -> UnsafeMutablePointer<Float>? {
    let lines = count / Self.line
    if lines <= Self.smallLines {
      guard let buffer = chains[lines] else { return nil }
      chains[lines] = buffer.load(as: UnsafeMutableRawPointer?.self)
      heldSmall -= count
      return buffer.assumingMemoryBound(to: Float.self)
    }
    guard let buffer = buffers[count]?.popLast() else { return nil }
    held -= count
    return buffer
  }

  mutating func keep(_ buffer: UnsafeMutablePointer<Float>, _ count: Int) -> Bool {
    let lines = count / Self.line
    if lines <= Self.smallLines {
      guard heldSmall + count <= Self.smallLimit else { return false }
      heldSmall += count
      UnsafeMutableRawPointer(buffer).storeBytes(
        of: chains[lines], as: UnsafeMutableRawPointer?.self)
      chains[lines] = UnsafeMutableRawPointer(buffer)
      return true
    }
    guard held + count <= Self.limit else { return false }
    held += count
    buffers[count, default: []].append(buffer)
    return true
  }
}
