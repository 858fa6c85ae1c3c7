/// What a fused recurrence reads: x and W, or the products of both where they are made before.
///
/// Where x `[batch, time, feature]` is rows of an embedding's table, a token's vector is multiplied
/// by W once, however often the token occurs:
///
///     W x of every step = rows of (E Wᵀ)        Ē = S W        W̄ = Sᵀ E
///
/// E `[tokens that occur, feature]`, S the sums of the gates' gradients over the places of each token.
/// Forward has the bits of the plain way; backward adds up in another order.
struct RecurrentInput {
  /// x and W; or E Wᵀ, `[tokens that occur, gates·hidden]`.
  let variables: [Variable]
  /// Which of the products belongs to each step.
  let lookup: Lookup?

  /// For every place of `[batch, time]` a row of the products.
  struct Lookup: Sendable {
    let batch: Int
    let time: Int
    let places: [Int]
  }

  init(_ x: Variable, _ weight: Variable) {
    // What has the wrong shape is told by the operation.
    guard x.shape.count == 3, weight.shape.count == 2, x.shape[2] == weight.shape[1],
      let origin = x.origin, let (rows, places) = origin.distinct,
      x.tape?.bypass(x) ?? true
    else {
      (variables, lookup) = ([x, weight], nil)
      return
    }
    let products = origin.table.selecting(rows: rows).matmul(weight, transposed: true)
    (variables, lookup) = ([products], Lookup(batch: x.shape[0], time: x.shape[1], places: places))
  }
}
