/// What word2vec learns from: the mean of some input rows predicts the labels of some output rows.
struct WordExamples {
  private(set) var inputStarts = [0]
  private(set) var inputs: [Int32] = []
  private(set) var outputStarts = [0]
  /// row << 1 | label
  private(set) var outputs: [Int32] = []

  var count: Int { inputStarts.count - 1 }

  mutating func removeAll() {
    inputStarts.removeSubrange(1...)
    outputStarts.removeSubrange(1...)
    inputs.removeAll(keepingCapacity: true)
    outputs.removeAll(keepingCapacity: true)
  }

  mutating func addInput(_ row: Int32) { inputs.append(row) }
  mutating func addOutput(_ row: Int32, label: Int32) { outputs.append(row << 1 | label) }
  mutating func addOutputs(_ rows: ArraySlice<Int32>) { outputs += rows }
  mutating func endExample() {
    inputStarts.append(inputs.count)
    outputStarts.append(outputs.count)
  }
}
