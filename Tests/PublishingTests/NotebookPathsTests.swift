import Basics
import Foundation
import Publishing
import Testing

@Suite struct NotebookPathsTests {
  @Test("A folder stands for its notebooks, in the order of their names, without READMEs")
  func folder() throws {
    let scratch = try Scratch()
    for name in ["b", "a", "ReadMe", ".hidden"] { try scratch.add(name) }
    let paths = try NotebookPaths.find([scratch.notebooks])
    #expect(paths.files == ["a", "b"].map { scratch.notebooks + "/\($0).md" })
    #expect(paths.isWholeSet)
    #expect(try !NotebookPaths.find([scratch.notebooks + "/a.md"]).isWholeSet)
  }

  @Test("A notebook that is named twice, or beside its folder, is meant once")
  func twice() throws {
    let scratch = try Scratch()
    try scratch.add("a")
    let file = scratch.notebooks + "/a.md"
    #expect(try NotebookPaths.find([file, scratch.path + "/./notebooks/a.md"]).files == [file])
    #expect(try NotebookPaths.find([scratch.notebooks, file]).files.count == 1)
  }

  @Test("What is no notebook is an error with a mend")
  func errors() throws {
    let scratch = try Scratch()
    try Data().write(to: URL(filePath: scratch.path + "/a.txt"))
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/gone.md", withDestinationPath: "nowhere.md")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/other", withIntermediateDirectories: true)
    for name in ["other", "notebooks"] {
      try Data().write(to: URL(filePath: scratch.path + "/\(name)/same.md"))
    }
    let cases: [([String], String)] = [
      (["missing.md"], "no such file"), (["a.txt"], "not a notebook"),
      (["gone.md"], "leads nowhere"),
      (["other/same.md", "notebooks/same.md"], "would both become same.html"),
    ]
    for (names, message) in cases {
      let problem = try #require(throws: Problem.self) {
        try NotebookPaths.find(names.map { scratch.path + "/" + $0 })
      }
      #expect(problem.message.contains(message))
      #expect(problem.advice != nil)
    }
    #expect(throws: Problem.self) { try NotebookPaths.single(scratch.path + "/other") }
  }
}
