/// A notebook of stateful cells that is edited at random, and stays one that compiles.
struct EditedNotebook {
  /// Which cell stands where, and its numbers.
  private var cells: [(kind: Int, numbers: [Int])] = []
  private var older: [[(kind: Int, numbers: [Int])]] = []

  init(using random: inout FaultGenerator) {
    for _ in 0..<400 where cells.count < 14 { insert(at: cells.count, using: &random) }
  }

  var text: String {
    cells.map { cell in
      var numbers = cell.numbers[...]
      let code = StatefulCell.all[cell.kind].code.split(
        separator: "#", omittingEmptySubsequences: false
      ).reduce("") { text, part in
        text.isEmpty && part.startIndex == StatefulCell.all[cell.kind].code.startIndex
          ? String(part) : text + "\(numbers.popFirst() ?? 0)" + part
      }
      return "```swift\n\(code)\n```\n"
    }.joined(separator: "\n")
  }

  /// Makes one edit, and tells what it was.
  mutating func edit(using random: inout FaultGenerator) -> String {
    let before = cells
    for _ in 0..<100 {
      let place = Int.random(in: 0..<max(1, cells.count), using: &random)
      let name: String
      switch Int.random(in: 0..<10, using: &random) {
      case 0...5:
        guard !cells[place].numbers.isEmpty else { continue }
        let number = Int.random(in: cells[place].numbers.indices, using: &random)
        cells[place].numbers[number] = Int.random(in: 0..<100, using: &random)
        name = "number in cell \(place + 1)"
      case 6:
        guard insert(at: place, using: &random) else { continue }
        name = "new cell \(place + 1)"
      case 7:
        guard cells.count > 8 else { continue }
        cells.remove(at: place)
        name = "cell \(place + 1) removed"
      case 8:
        guard place + 1 < cells.count else { continue }
        cells.swapAt(place, place + 1)
        name = "cells \(place + 1) and \(place + 2) exchanged"
      default:
        guard let old = older.randomElement(using: &random) else { continue }
        cells = old
        name = "back to an older state"
      }
      guard isWhole(cells) else {
        cells = before
        continue
      }
      older.append(before)
      return name
    }
    return "nothing"
  }

  @discardableResult
  private mutating func insert(at place: Int, using random: inout FaultGenerator) -> Bool {
    let kind = Int.random(in: StatefulCell.all.indices, using: &random)
    let numbers = StatefulCell.all[kind].code.filter { $0 == "#" }.map { _ in
      Int.random(in: 1..<10, using: &random)
    }
    var changed = cells
    changed.insert((kind, numbers), at: place)
    guard isWhole(changed) else { return false }
    cells = changed
    return true
  }

  /// Whether every cell has what it needs above it, and nothing is declared twice.
  private func isWhole(_ cells: [(kind: Int, numbers: [Int])]) -> Bool {
    var names: Set<String> = []
    for cell in cells {
      let kind = StatefulCell.all[cell.kind]
      guard names.isSuperset(of: kind.needs) else { return false }
      for name in kind.gives where !names.insert(name).inserted { return false }
    }
    return true
  }
}
