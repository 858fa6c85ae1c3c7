internal import CKernels

/// The steps of a padded batch without its padding, as the fused recurrences run them: step by step,
/// the longest sequences first, so that those that still run are the first rows of a step.
///
/// What holds one row per step of each sequence is called packed, `[Σ lengths, …]`. Padding is never
/// read, so nothing depends on what it holds.
struct SequenceRows {
  let batch: Int
  let time: Int
  /// The sequences by falling length; equal ones in their order.
  let order: [Int]
  /// How many sequences run at each step.
  let alive: [Int]
  /// Where each packed row is in `[batch · time, …]`.
  let places: [Int]

  /// The rows of `[batch, time]`; a reversed recurrence starts with each sequence's own last step.
  init(batch: Int, time: Int, lengths: [Int]?, reversed: Bool) {
    let lengths = lengths ?? Array(repeating: time, count: batch)
    self.batch = batch
    self.time = time
    let order = (0..<batch).sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var alive: [Int] = []
    var places: [Int] = []
    var running = batch
    for step in 0..<(lengths.max() ?? 0) {
      while running > 0, lengths[order[running - 1]] <= step { running -= 1 }
      alive.append(running)
      for row in order[..<running] {
        places.append(row * time + (reversed ? lengths[row] - 1 - step : step))
      }
    }
    (self.order, self.alive, self.places) = (order, alive, places)
  }

  /// How many packed rows there are.
  var count: Int { places.count }

  /// Whether no row of `[batch, time]` is padding.
  var isFull: Bool { count == batch * time }

  /// `[batch, time, size]` without its padding: `[Σ lengths, size]`.
  func packed(_ x: Tensor) -> Tensor {
    let size = x.shape[2]
    return Tensor.filled([count, size]) { ck_gather_rows_f32(count, size, x.pointer, places, $0) }
  }

  /// The opposite of `packed`; padding is 0.
  func unpacked(_ x: Tensor) -> Tensor {
    let size = x.shape[1]
    var result = blank(size)
    ck_scatter_rows_f32(count, size, x.pointer, places, result.mutablePointer)
    return result
  }

  /// `[batch, time, size]` with zeros in the padding, and anything elsewhere.
  func blank(_ size: Int) -> Tensor {
    isFull ? Tensor.filled([batch, time, size]) { _ in } : Tensor(zeros: [batch, time, size])
  }

  /// Packed rows of which the first step's are those of a state `[batch, size]`.
  func starting(with state: Tensor) -> Tensor {
    let size = state.shape[1]
    return Tensor.filled([count, size]) {
      ck_gather_rows_f32(batch, size, state.pointer, order, $0)
    }
  }

  /// A state `[batch, size]` with its sequences sorted.
  func sorted(_ state: Tensor) -> Tensor {
    Tensor.filled(state.shape) {
      ck_gather_rows_f32(batch, state.shape[1], state.pointer, order, $0)
    }
  }

  /// The opposite of `sorted`.
  func unsorted(_ state: Tensor) -> Tensor {
    Tensor.filled(state.shape) {
      ck_scatter_rows_f32(batch, state.shape[1], state.pointer, order, $0)
    }
  }

  /// Calls a kernel with the rows as C sees them.
  func run(_ kernel: (UnsafePointer<ck_sequence>) -> Void) {
    alive.withUnsafeBufferPointer { alive in
      places.withUnsafeBufferPointer { places in
        guard let first = alive.baseAddress, let place = places.baseAddress else { return }
        var sequence = ck_sequence(steps: alive.count, alive: first, place: place)
        kernel(&sequence)
      }
    }
  }
}
