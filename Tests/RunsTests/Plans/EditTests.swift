import Testing

@testable import Runs

@Suite struct EditTests {
  @Test("An edit runs exactly what depends on it", arguments: EditRow.all)
  func edit(row: EditRow) throws {
    let before = try PlannedNotebook(PlannedNotebook.text(row.cells, front: row.front))
    var cells = row.cells
    cells[row.edit.0 - 1] = row.edit.1
    let after = try PlannedNotebook(
      PlannedNotebook.text(cells, front: row.frontAfter ?? row.front))
    let records = before.records(shared: row.shared, own: row.own)
    #expect(before.plan(records).running.isEmpty)
    let plan = after.plan(records)
    #expect(plan.changed == row.runs, "runs")
    #expect(plan.restored == row.restores, "restores")
    // When that has run, nothing is left to run.
    let all = records.merging(after.records(shared: row.shared, own: row.own)) { $1 }
    #expect(after.plan(all).running.isEmpty)
  }

  @Test("Prose, captions and looks run nothing")
  func looks() throws {
    let before = "# One\n\n```swift\n//| label: fig-a\n//| caption: old\nprint(1)\n```\n"
    let after =
      "# Two\n\nMore.\n\n```swift\n//| label: fig-a\n//| caption: new\n//| echo: fold\nprint(1)\n```\n"
    let records = try PlannedNotebook(before).records()
    #expect(try PlannedNotebook(after).plan(records).running.isEmpty)
  }

  @Test("There are at least 40 rows, each with a name of its own")
  func rows() {
    #expect(EditRow.all.count >= 40 && Set(EditRow.all.map(\.name)).count == EditRow.all.count)
  }
}
