/// A change of a cell's code before it is compiled, where Swift asks for something in several modules
/// that it does not ask for in one.
struct SourceEdit: Sendable, Equatable {
  /// The step whose code it changes.
  var step: Int
  /// Where, in bytes of the code.
  var offset: Int
  /// How many bytes go.
  var removing = 0
  /// What comes in their place; one line.
  var inserting: String

  /// The code with the edits of its step.
  static func apply(_ edits: [SourceEdit], to code: [UInt8], from start: Int = 0) -> [UInt8] {
    var result: [UInt8] = []
    var next = 0
    for edit in edits.sorted(by: { $0.offset < $1.offset }) {
      let place = edit.offset - start
      guard place >= next, place + edit.removing <= code.count else { continue }
      result += code[next..<place]
      result += Array(edit.inserting.utf8)
      next = place + edit.removing
    }
    return result + code[next...]
  }

  /// The column that a column of an edited line had before; both in bytes, from 0.
  static func original(
    column: Int, ofLineAt start: Int, _ edits: [SourceEdit]
  ) -> Int {
    var column = column
    for edit in edits.sorted(by: { $0.offset < $1.offset }) {
      let place = edit.offset - start
      guard place >= 0, column > place else { continue }
      // What lies in the inserted text lies at its place.
      let inserted = edit.inserting.utf8.count
      column = column < place + inserted ? place : column - inserted + edit.removing
    }
    return column
  }
}
