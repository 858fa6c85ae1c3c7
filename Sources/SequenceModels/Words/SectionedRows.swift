internal import CKernels

/// Rows of word2vec's weights, padded with zeros (which stay zeros) to whole slices of 16 floats, in the
/// order in which ck_word_weights has them: the first section of every row, then the second, ….
struct SectionedRows {
  let count: Int
  let size: Int
  let width: Int
  private let storage: Storage

  private static let section = Int(CK_WORD_SECTION)

  /// Zeros.
  init(count: Int, size: Int) {
    (self.count, self.size) = (count, size)
    width = (size + 15) / 16 * 16
    storage = Storage(count: count * width)
    storage.pointer.update(repeating: 0, count: count * width)
  }

  var pointer: UnsafeMutablePointer<Float> { storage.pointer }

  subscript(row: Int, column: Int) -> Float {
    get { pointer[place(row, column)] }
    nonmutating set { pointer[place(row, column)] = newValue }
  }

  private func place(_ row: Int, _ column: Int) -> Int {
    let before = column / Self.section * Self.section
    return before * count + row * min(Self.section, width - before) + column - before
  }

  /// The rows one after the other, [count, size], without the padding.
  var tensor: Tensor {
    // As much room as the weights have: one of them may wait to be used again.
    let rows = Storage(count: count * size, capacity: count * width)
    for column in stride(from: 0, to: size, by: Self.section) {
      for row in 0..<count {
        (rows.pointer + row * size + column).update(
          from: pointer + place(row, column), count: min(Self.section, size - column))
      }
    }
    return Tensor(storage: rows, shape: [count, size])
  }
}
