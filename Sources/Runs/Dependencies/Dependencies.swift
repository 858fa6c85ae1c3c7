internal import CellMessages
internal import Notebooks

/// The rule by which a step depends on steps above it.
///
/// A step depends on an earlier one only if it can tell the difference, and for each way in which it could
/// there is a case here; where the compiler's parser and the types of values cannot tell, the dependency
/// is assumed.
///
/// 1. **Names.** Code reaches the functions, types and extensions that it names, and what these name in
///    turn; it reaches constants and variables by name, directly or through such a function. It depends on
///    the text of the former and on the run of the step that made the latter. Members are reached through
///    values, and a value's type is reached through the names in the code that made it.
/// 2. **Extensions** are reached by a member's name. Conformances, initialisers, subscripts and operators
///    have none: they are reached where their type is; of a type from a library, everywhere below.
/// 3. **State.** What a value can carry follows from its type, which the runtime reports of each constant
///    and variable of the top level (`BindingState`). A plain constant carries nothing. A plain variable
///    carries its value: who reads it depends on the steps that may have changed it. What is shared (an
///    object, a closure, a pointer, or unknown) may be changed by whoever reaches it, and two of them that
///    one piece of code reaches may from then on be the same: they are one group, and who reaches one of a
///    group depends on every step above that reached any of it.
/// 4. **Static properties** are state of their type, which whoever reaches the type can reach.
/// 5. **The world outside** is one more shared thing. Code reaches it that uses a name of an imported
///    library which is not known to keep nothing (`PureNames`). Files and the environment are watched while
///    a step runs, and are compared when it is decided whether to run it again.
/// 6. **Random numbers** tie nothing: each step has a generator of its own.
///
/// Expected failures run in a copy of the process: nobody depends on them.
struct Dependencies {
  /// What ties a step to those above it.
  struct Links: Sendable, Equatable {
    /// The steps whose run it can tell, with a name that ties it to each.
    var steps: [Int: String] = [:]
    /// The declarations that it reaches, in order.
    var declarations: [ItemPlace] = []
    /// Parameters that it reads; `nil`: it may read all.
    var parameters: Set<String>? = []
  }

  struct ItemPlace: Sendable, Hashable, Comparable {
    var step: Int
    var item: Int

    static func < (a: ItemPlace, b: ItemPlace) -> Bool { (a.step, a.item) < (b.step, b.item) }
  }

  /// A piece of state: a name and the step that declares it.
  private struct Root: Hashable, Comparable {
    var step: Int
    var name: String

    static let world = Root(step: -1, name: "")
    /// Whether it is a property of a type, which no step makes.
    var isStatic: Bool { name.contains(".") || name.contains(" ") }

    static func < (a: Root, b: Root) -> Bool { (a.step, a.name) < (b.step, b.name) }
  }

  private let cells: [CellItems?]
  private let isVisible: [Bool]
  /// Where a name is declared at the top level, by step.
  private var declared: [String: [ItemPlace]] = [:]
  private var extensions: [ItemPlace] = []
  private var opened: [ItemPlace] = []
  private var hasForeignImport: [Bool] = []
  private var hasOperators = false
  private var hasAutoclosures = false
  /// The step that comes next.
  private(set) var next = 0
  private var bindings: [[String: BindingState]?] = []
  /// Groups of shared roots, and the steps that reached or changed each.
  private var parents: [Root: Root] = [:]
  private var touched: [Root: Set<Int>] = [:]

  /// - Parameter cells: by step, what each is made of; `nil` for one that does not run.
  init(cells: [CellItems?], expectsError: [Bool]) {
    self.cells = cells
    isVisible = zip(cells, expectsError).map { $0 != nil && !$1 }
    var isForeign = false
    for (step, cell) in cells.enumerated() {
      let foreign = (cell?.imports ?? []).contains { text in
        let module = text.split(whereSeparator: { $0 == " " || $0 == "\n" }).last ?? ""
        return !PureNames.knownModules.contains(String(module.split(separator: ".").first ?? ""))
      }
      hasForeignImport.append(isForeign || foreign)
      guard isVisible[step] else { continue }
      isForeign = isForeign || foreign
      for (place, item) in (cell?.items ?? []).enumerated() {
        let place = ItemPlace(step: step, item: place)
        for name in item.declares { declared[name, default: []].append(place) }
        if item.text.contains("@autoclosure") { hasAutoclosures = true }
        if item.kind == .extension { extensions.append(place) }
        if item.isOpen {
          opened.append(place)
          hasOperators = true
        }
        if item.extended?.members.contains(where: { !BatchSource.isIdentifier($0) }) == true {
          hasOperators = true
        }
      }
    }
  }

  /// What ties the next step to those above. What its constants and variables carry is told afterwards, by
  /// ``note(_:)``.
  mutating func advance() -> Links {
    let step = next
    next += 1
    var links = Links()
    guard let cell = cells[step] else {
      bindings.append([:])
      return links
    }
    if cell.isBroken || cells[..<step].contains(where: { $0?.isBroken == true }) {
      for above in 0..<step where isVisible[above] { links.steps[above] = "" }
      links.parameters = nil
      bindings.append(nil)
      return links
    }
    bindings.append(nil)
    for (place, item) in cell.items.enumerated() {
      var search = Search(from: step)
      visit(ItemPlace(step: step, item: place), &search)
      tie(search, isCode: item.kind == .code, to: &links)
    }
    return links
  }

  /// Adds what some code reaches above its own step.
  private func tie(_ search: Search, isCode: Bool, to links: inout Links) {
    let step = search.from
    let declarations = search.declarations.filter { $0.step < step }
    links.declarations = Set(links.declarations).union(declarations).sorted()
    if let own = search.parameters {
      links.parameters?.formUnion(own)
    } else {
      links.parameters = nil
    }
    let above = search.roots.filter { $0.step < step }.sorted()
    for root in above where root.step >= 0 && !root.isStatic {
      links.steps[root.step] = links.steps[root.step] ?? root.name
    }
    // A declaration changes nothing by standing there.
    guard isCode else { return }
    for root in above where !isPlain(root) || isVariable(root) {
      for earlier in touched[group(root)] ?? [] where earlier < step {
        links.steps[earlier] = links.steps[earlier] ?? root.name
      }
    }
  }

  /// What the constants and variables carry of the step that came last; `nil`: not known.
  mutating func note(_ states: [String: BindingState]?) {
    let step = next - 1
    bindings[step] = states
    guard isVisible[step], let cell = cells[step] else { return }
    for (place, item) in cell.items.enumerated() where item.kind == .code {
      var search = Search(from: step)
      // What it declares belongs to the group of what it reached.
      search.roots.formUnion(item.declares.map { Root(step: step, name: $0) })
      visit(ItemPlace(step: step, item: place), &search)
      join(search, with: step)
    }
  }

  // MARK: What code reaches

  /// What one piece of code reaches.
  private struct Search {
    var from: Int
    var visited: Set<ItemPlace> = []
    var declarations: Set<ItemPlace> = []
    var roots: Set<Root> = []
    /// Roots whose value it may change in place.
    var changed: Set<Root> = []
    /// Roots that may be held on to: not only looked at by the code that is asked about.
    var held: Set<Root> = []
    /// Constants and variables whose types are followed, not their state.
    var followed: Set<Root> = []
    var parameters: Set<String>? = []
    var types: Set<String> = []
    var members: Set<String> = []
    var conforms = false

    init(from step: Int) { from = step }
  }

  private func item(_ place: ItemPlace) -> CellItem? {
    cells[place.step]?.items[place.item]
  }

  private func visit(_ place: ItemPlace, _ search: inout Search) {
    guard let item = item(place), search.visited.insert(place).inserted else { return }
    if item.kind != .code { search.declarations.insert(place) }
    note(item, at: place, &search)
    for name in item.uses.sorted() {
      for target in resolve(name, at: place) {
        reach(
          target, as: name, mayChange: hasOperators || item.changes.contains(name),
          isHeld: item.kind != .code || item.captures || item.isComputed || hasAutoclosures, &search
        )
      }
    }
    reachExtensions(&search)
  }

  /// Notes what an item says beside names of the notebook.
  private func note(_ item: CellItem, at place: ItemPlace, _ search: inout Search) {
    search.members.formUnion(item.members)
    search.members.formUnion(item.uses)
    search.conforms = search.conforms || item.conforms
    if let own = item.parameters {
      search.parameters?.formUnion(own)
    } else {
      search.parameters = nil
    }
    search.types.formUnion(item.declares)
    if let type = item.extended?.type { search.types.insert(type) }
    var statics = item.statics.map { Root(step: place.step, name: $0.name) }
    if item.hasHiddenStatics {
      statics.append(Root(step: place.step, name: "static \(place.item)"))
    }
    search.roots.formUnion(statics)
    search.changed.formUnion(statics)
    search.held.formUnion(statics)
    if reachesWorld(item, at: place) { search.roots.insert(.world) }
  }

  private func reach(
    _ target: ItemPlace, as name: String, mayChange: Bool, isHeld: Bool, _ search: inout Search
  ) {
    guard let item = item(target) else { return }
    guard item.kind == .code else { return visit(target, &search) }
    let root = Root(step: target.step, name: name)
    search.roots.insert(root)
    if isHeld { search.held.insert(root) }
    if mayChange { search.changed.insert(root) }
    if item.isComputed { visit(target, &search) } else { follow(root, target, &search) }
  }

  /// The declarations behind a value's type, and what their code reaches.
  private func follow(_ root: Root, _ place: ItemPlace, _ search: inout Search) {
    guard state(root) != .plain, search.followed.insert(root).inserted, let item = item(place)
    else {
      return
    }
    search.members.formUnion(item.members)
    for name in item.uses.sorted() {
      for target in resolve(name, at: place) {
        guard let inner = self.item(target) else { continue }
        if inner.kind == .code {
          follow(Root(step: target.step, name: name), target, &search)
        } else {
          visit(target, &search)
        }
      }
    }
  }

  /// What a name means at a place; more than one thing where that cannot be told.
  private func resolve(_ name: String, at place: ItemPlace) -> [ItemPlace] {
    guard let all = declared[name], let user = item(place) else { return [] }
    let own = all.filter { $0.step == place.step && $0 != place }
    let hidesEarlier =
      own.contains { target in
        guard let item = item(target), !item.isFunction else { return false }
        return item.kind != .code || target.item < place.item || user.kind != .code
      } || all.contains(place) && user.kind == .declaration && !user.isFunction
    guard !hidesEarlier else { return own }
    var found = own
    for target in all.reversed() where target.step < place.step {
      found.append(target)
      if item(target)?.isFunction != true { break }
    }
    return found
  }

  private func reachExtensions(_ search: inout Search) {
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for candidate in opened + extensions
      where candidate.step <= search.from && !search.visited.contains(candidate) {
        guard let item = item(candidate), isReached(item, search) else { continue }
        isGrowing = true
        visit(candidate, &search)
      }
    }
  }

  private func isReached(_ item: CellItem, _ search: Search) -> Bool {
    if item.isOpen { return true }
    guard let extended = item.extended else { return false }
    if search.types.contains(extended.type) { return true }
    if extended.isOpen { return declared[extended.type] == nil }
    return search.conforms || !extended.members.isDisjoint(with: search.members)
  }

  private func reachesWorld(_ item: CellItem, at place: ItemPlace) -> Bool {
    if item.uses.contains(where: { PureNames.sharing.contains($0) && declared[$0] == nil })
      || !item.members.isDisjoint(with: PureNames.sharingMembers)
    {
      return true
    }
    guard hasForeignImport[place.step] else { return false }
    return item.uses.contains { name in
      declared[name] == nil && !item.bound.contains(name) && !PureNames.contains(name)
        && name.first != "_" && name.first != "$" && name != "params" && name != "Parameters"
    }
  }

  // MARK: State

  private func state(_ root: Root) -> BindingState {
    guard root.step >= 0, root.step < bindings.count else { return .shared }
    return bindings[root.step]?[root.name] ?? .shared
  }

  /// Whether it carries no more than its own value.
  private func isPlain(_ root: Root) -> Bool { root != .world && state(root) != .shared }

  private func isVariable(_ root: Root) -> Bool {
    guard root.step >= 0, let cell = cells[root.step] else { return true }
    return cell.items.contains { item in
      item.variables.contains(root.name)
        || item.statics.contains { $0.name == root.name && $0.isVariable }
    }
  }

  private func group(_ root: Root) -> Root {
    var root = root
    while let parent = parents[root] { root = parent }
    return root
  }

  /// Joins what one piece of code reaches, and notes which of it a step may have changed.
  private mutating func join(_ search: Search, with step: Int) {
    let shared = search.roots.filter { !isPlain($0) }.sorted()
    let variables = search.roots.filter { isPlain($0) && isVariable($0) }.sorted()
    guard let root = shared.first else {
      for root in variables where search.changed.contains(root) {
        touched[group(root), default: []].insert(step)
      }
      return
    }
    // A variable belongs to the group as well where a closure or pointer may hold it.
    let first = group(root)
    for root in variables where search.changed.contains(root) && !search.held.contains(root) {
      touched[group(root), default: []].insert(step)
    }
    for root in shared + variables.filter({ search.held.contains($0) }) {
      let other = group(root)
      guard other != first else { continue }
      parents[other] = first
      touched[first, default: []].formUnion(touched[other] ?? [])
      touched[other] = nil
    }
    touched[first, default: []].insert(step)
  }
}
