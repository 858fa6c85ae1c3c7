internal import CCellProcess

/// The end of a cell that awaits at its top level. Not for cells.
///
/// The task of such a cell is left where it is: its program would exit with it.
@MainActor
public func _unrollFinish() async {
  Deferred.run()
  await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in cell_call_finished() }
}

/// What a cell that awaits defers at its top level. Not for cells.
public func _unrollDefer(_ body: @escaping () -> Void) {
  Deferred.bodies.append(body)
}

/// What is done at the end of a cell that awaits, newest first.
enum Deferred {
  nonisolated(unsafe) static var bodies: [() -> Void] = []

  static func run() {
    while let body = bodies.popLast() { body() }
  }
}
