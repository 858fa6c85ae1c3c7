/// Keys and values of what an attention has read, so that each token is computed once.
public struct KeyValueCache: CarriedState {
  /// Ends with keys and values, `[batch, time, 2·size]`; may begin with the queries.
  private let packed: Variable
  private let size: Int

  init(_ packed: Variable, size: Int) {
    self.packed = packed
    self.size = size
  }

  /// Keys, then values, side by side: `[batch, time, 2·size]`.
  public var keysAndValues: Variable {
    let columns = packed.shape[2]
    return columns == 2 * size ? packed : packed.columns((columns - 2 * size)..<columns)
  }

  /// How many steps it holds.
  public var time: Int { packed.shape[1] }

  /// The same numbers without their past.
  public var detached: KeyValueCache { KeyValueCache(packed.detached, size: size) }

  /// Those of some rows of the batch.
  public func selecting(rows: [Int]) -> KeyValueCache {
    let keysAndValues = keysAndValues
    let shape = keysAndValues.shape
    let selected = keysAndValues.reshaped([shape[0], shape[1] * shape[2]]).selecting(rows: rows)
    return KeyValueCache(selected.reshaped([rows.count, shape[1], shape[2]]), size: size)
  }
}
