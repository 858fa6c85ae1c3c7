internal import Basics
internal import Notebooks

/// What decides the result of each step: the step, all steps above it, parameters, seed, compiler and
/// engine. Prose, captions, `echo` and other looks are not in it.
struct StepKeys {
  /// By step.
  var keys: [String] = []
  /// The seed of the step's random generator, by step.
  var seeds: [UInt64] = []

  init(_ notebook: Notebook, toolchain: Toolchain, engine: Toolchain.Engine) {
    var base = SHA256()
    for field in ["unroll 2", toolchain.version, engine.identity, "\(notebook.frontMatter.seed)"] {
      base.update(field: field)
    }
    for parameter in notebook.frontMatter.parameters {
      base.update(field: parameter.name)
      base.update(field: "\(parameter.value)")
    }
    var key = base.finish()
    // What a cell above says of places, later cells may say by calling it: `line: Int = #line`.
    var places = Places()
    let file = String(notebook.path.split(separator: "/").last ?? "")
    for step in notebook.steps {
      var hash = SHA256()
      hash.update(field: key)
      let name: String
      switch step {
      case .cell(let index):
        let cell = notebook.cells[index]
        name = cell.options.label ?? "cell \(index + 1)"
        hash.update(field: "cell")
        hash.update(field: cell.code)
        hash.update(field: "\(cell.options.run) \(cell.options.expectsError)")
        places.read(cell.code)
        // A change of prose moves the lines below it: only a cell that can tell is run again.
        if places.tellsLine || cell.options.expectsError {
          hash.update(field: "\(cell.location.line) \(cell.location.column)")
        }
        if places.tellsFile { hash.update(field: file) }
      case .inlineValue(let index):
        name = "inline \(index + 1)"
        hash.update(field: "inline")
        let inline = notebook.inlineValues[index]
        hash.update(field: inline.expression)
        places.read(inline.expression)
        if places.tellsLine {
          hash.update(field: "\(inline.location.line) \(inline.location.column)")
        }
        if places.tellsFile { hash.update(field: file) }
      }
      hash.update(field: name)
      key = hash.finish()
      keys.append(key)
      seeds.append(Self.seed(notebook.frontMatter.seed, name))
    }
  }

  /// What the code so far can say of its place. Words in comments and strings count as well: they cost
  /// a run, never a wrong result.
  private struct Places {
    var tellsLine = false
    var tellsFile = false

    mutating func read(_ code: String) {
      guard code.contains("#") else { return }
      for word in ["#line", "#column", "#sourceLocation"] where code.contains(word) {
        tellsLine = true
      }
      if code.contains("#file") { tellsFile = true }
    }
  }

  /// FNV-1a over the notebook's seed and the cell's name.
  static func seed(_ seed: Int, _ name: String) -> UInt64 {
    "\(seed)/\(name)".utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
