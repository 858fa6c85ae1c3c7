internal import Basics
internal import Notebooks

/// What decides the result of each step: its text, the declarations that it reaches, the steps whose run it
/// can tell, the parameters that it reads, the seed, the compiler and the engine. Prose, captions, `echo`
/// and other looks are not in it.
///
/// A key needs to know what the constants above carry, which their records tell: keys are made in order,
/// each followed by ``note(_:)``.
struct StepKeys {
  /// By step, as far as they are made.
  private(set) var keys: [String] = []
  /// What ties each step to those above.
  private(set) var links: [Dependencies.Links] = []
  /// What stands for the files and variables that each step read.
  private var inputs: [String] = []
  /// The seed of the step's random generator, by step.
  let seeds: [UInt64]

  private let notebook: Notebook
  private let cells: [CellItems?]
  private let base: String
  private var dependencies: Dependencies

  /// - Parameter items: by cell.
  init(
    _ notebook: Notebook, items: [CellItems], toolchain: Toolchain, engine: Toolchain.Engine
  ) {
    self.init(notebook, items: items, identity: [toolchain.version, engine.identity])
  }

  init(_ notebook: Notebook, items: [CellItems], identity: [String]) {
    self.notebook = notebook
    cells = notebook.steps.map { step in
      switch step {
      case .cell(let cell): notebook.cells[cell].options.run ? items[cell] : nil
      case .inlineValue(let value): .expression(notebook.inlineValues[value].expression)
      }
    }
    var base = SHA256()
    for field in ["unroll 3"] + identity + ["\(notebook.frontMatter.seed)"] {
      base.update(field: field)
    }
    self.base = base.finish()
    dependencies = Self.dependencies(notebook, cells)
    seeds = notebook.steps.map { Self.seed(notebook.frontMatter.seed, Self.name($0, notebook)) }
  }

  private static func dependencies(_ notebook: Notebook, _ cells: [CellItems?]) -> Dependencies {
    Dependencies(
      cells: cells,
      expectsError: notebook.steps.map { step in
        if case .cell(let cell) = step { return notebook.cells[cell].options.expectsError }
        return false
      })
  }

  /// Makes the next step's key.
  @discardableResult
  mutating func advance() -> String {
    let index = keys.count
    let step = notebook.steps[index]
    let links = dependencies.advance()
    self.links.append(links)
    var hash = SHA256()
    hash.update(field: base)
    hash.update(field: Self.name(step, notebook))
    for cell in cells[...index] {
      for text in cell?.imports ?? [] { hash.update(field: text) }
    }
    let declarations = links.declarations.compactMap { place in
      cells[place.step].map { (place.step, $0.items[place.item].text) }
    }
    var places = Places()
    switch step {
    case .cell(let cell):
      let cell = notebook.cells[cell]
      hash.update(field: "cell")
      hash.update(field: cell.code)
      hash.update(field: "\(cell.options.run) \(cell.options.expectsError)")
      places.read(cell.code)
      // A change of prose moves the lines below it: only a cell that can tell is run again.
      if places.tellsLine || cell.options.expectsError { hash.update(field: line(of: index)) }
      if declarations.contains(where: { $0.1.contains("#line") || $0.1.contains("#column") }) {
        hash.update(field: line(of: index))
      }
    case .inlineValue(let inline):
      hash.update(field: "inline")
      hash.update(field: notebook.inlineValues[inline].expression)
      places.read(notebook.inlineValues[inline].expression)
      if places.tellsLine || declarations.contains(where: { $0.1.contains("#") }) {
        hash.update(field: line(of: index))
      }
    }
    for (step, text) in declarations {
      hash.update(field: text)
      var own = Places()
      own.read(text)
      if own.tellsLine { hash.update(field: line(of: step)) }
      if own.tellsFile { places.tellsFile = true }
    }
    if places.tellsFile {
      hash.update(field: String(notebook.path.split(separator: "/").last ?? ""))
    }
    for parameter in notebook.frontMatter.parameters
    where links.parameters?.contains(parameter.name) ?? true {
      hash.update(field: parameter.name)
      hash.update(field: "\(parameter.value)")
    }
    for above in links.steps.keys.sorted() {
      hash.update(field: keys[above])
      hash.update(field: inputs[above])
    }
    let key = hash.finish()
    keys.append(key)
    return key
  }

  /// What is known of the step whose key came last.
  mutating func note(_ record: StepRecord?) {
    dependencies.note(record?.bindings)
    var hash = SHA256()
    for input in record?.inputs ?? [] {
      for field in [input.kind.rawValue, input.name, input.found] { hash.update(field: field) }
    }
    inputs.append(hash.finish())
  }

  /// The steps above that a step depends on, and the names that tie it to them.
  func names(above index: Int) -> [Int: String] {
    let declarations = links[index].declarations.map { place in
      (place.step, cells[place.step]?.items[place.item].declares.first ?? "")
    }
    return links[index].steps.merging(declarations) { name, _ in name }
  }

  private func line(of index: Int) -> String {
    switch notebook.steps[index] {
    case .cell(let cell):
      "\(notebook.cells[cell].location.line) \(notebook.cells[cell].location.column)"
    case .inlineValue(let value):
      "\(notebook.inlineValues[value].location.line) "
        + "\(notebook.inlineValues[value].location.column)"
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

  private static func name(_ step: Notebook.Step, _ notebook: Notebook) -> String {
    switch step {
    case .cell(let index): notebook.cells[index].options.label ?? "cell \(index + 1)"
    case .inlineValue(let index): "inline \(index + 1)"
    }
  }

  /// FNV-1a over the notebook's seed and the cell's name.
  static func seed(_ seed: Int, _ name: String) -> UInt64 {
    "\(seed)/\(name)".utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
