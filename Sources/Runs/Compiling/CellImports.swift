/// The imports above a batch: the modules of the cells above, and the author's own imports in them.
struct CellImports {
  var source: BatchSource
  var earlier: [Batch]
  /// The first step of the batch.
  var first: Int

  /// A declaration of an earlier module.
  private struct Origin {
    var module: String
    var declaration: Declaration
  }

  /// The import lines. `narrowed` names functions of which only the newest are seen.
  func text(narrowed: Set<String>) -> String {
    var text = ""
    var imports: [String] = []
    var origins: [String: [Origin]] = [:]
    for batch in earlier {
      text += line("", batch.module)
      if batch.declaresParameters {
        for (name, kind) in [("params", "let"), ("Parameters", "struct")] {
          origins[name] = [
            Origin(module: batch.module, declaration: Declaration(name: name, kind: kind))
          ]
        }
      }
      for cell in batch.steps.compactMap(source.cell(ofStep:)) {
        for declaration in source.analyses[cell].declared {
          origins[declaration.name, default: []].append(
            Origin(module: batch.module, declaration: declaration))
        }
      }
    }
    for own in source.imports(above: first) where !imports.contains(own) { imports.append(own) }
    text += imports.map { $0 + "\n" }.joined()
    // A declaration imported by itself wins over those of whole modules, the engine's included.
    for (name, list) in origins.sorted(by: { $0.key < $1.key })
    where BatchSource.isIdentifier(name) {
      for origin in seen(list, isNarrowed: narrowed.contains(name))
      where origin.declaration.kind != Declaration.asyncLet {
        text += line(origin.declaration.kind + " ", "\(origin.module).\(name)")
      }
    }
    return text
  }

  /// Private names of the cells above are seen, as in one file.
  private func line(_ kind: String, _ name: String) -> String {
    let module = name.prefix { $0 != "." }
    return "@_private(sourceFile: \"\(module).swift\") import \(kind)\(name)\n"
  }

  /// The declarations of a name that have to be imported by themselves; none where all are seen anyway.
  private func seen(_ list: [Origin], isNarrowed: Bool) -> [Origin] {
    guard let newest = list.last else { return [] }
    guard newest.declaration.kind == "func" else { return [newest] }
    // Functions of one name are overloads, unless a variable or a type of that name hid older ones.
    let functions = list.reversed().prefix { $0.declaration.kind == "func" }
    var signatures: Set<String> = []
    var hidden: Set<String> = []
    var modules: [Origin] = []
    for origin in functions {
      let isNew = signatures.insert(origin.declaration.signature ?? "").inserted
      let isKnown = modules.contains { $0.module == origin.module }
      if !isNew, !isKnown { hidden.insert(origin.module) }
      if !isKnown { modules.append(origin) }
    }
    let all = functions.count == list.count && hidden.isEmpty && !isNarrowed
    return all ? [] : modules.filter { !hidden.contains($0.module) }
  }
}
