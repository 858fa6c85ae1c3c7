internal import Basics
internal import CCellProcess
internal import CellMessages
public import Charts

/// Shows a figure, a table, a heatmap … in the report, below the cell.
public func show(_ figure: some FigureConvertible) { send(figure.figure) }

/// Shows a value as text; several stand in one line.
public func show(_ values: Any...) {
  for value in values {
    if let figure = value as? any FigureConvertible {
      send(figure.figure)
    } else {
      send(.text(elided(text(of: value))))
    }
  }
}

/// Shows Markdown: prose that a cell computes.
public func markdown(_ source: String) { send(.markdown(source)) }

/// The value of a cell's last expression. Not for cells.
@_disfavoredOverload
public func _unrollDisplay<Value>(_ value: Value) {
  if Value.self == Void.self || Value.self == Void?.self { return }
  show(value)
}

/// Nothing to show. Not for cells.
public func _unrollDisplay(_ value: Void) {}

/// A value that cannot be copied has no text. Not for cells.
@_disfavoredOverload
public func _unrollDisplay<Value: ~Copyable & ~Escapable>(_ value: borrowing Value) {}

/// The text of an inline value. Not for cells.
public func _unrollInline<Value>(_ value: Value) {
  Channel.send(.inlineValue(text(of: value)))
}

private func send(_ figure: Figure) {
  let birth = Int(cell_birth())
  Channel.send(.figure(birth: birth < 0 ? nil : birth, figure))
}

/// At most as much text as is kept of what a cell prints.
private func elided(_ text: String) -> String {
  let kept = 256 << 10
  guard text.utf8.count > kept else { return text }
  let head = String(decoding: text.utf8.prefix(kept), as: UTF8.self)
  return head + "…\n(\(text.utf8.count - kept) more bytes are not shown)"
}

/// As `print` writes it, but numbers with four significant digits, as tables have them, and no `Optional(…)`.
private func text(of value: Any) -> String {
  switch value {
  case let number as Float: return NumberText.short(Double(number))
  case let number as Double: return NumberText.short(number)
  default:
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      guard let wrapped = mirror.children.first?.value else { return "nil" }
      return text(of: wrapped)
    }
    return String(describing: value)
  }
}

/// A number with a fixed count of decimals, as tables write it: `fixed(3.14159, 2)` is `"3.14"`. A number
/// too large for its decimals to mean anything is written with four digits and a power of ten.
public func fixed(_ value: some BinaryFloatingPoint, _ decimals: Int) -> String {
  guard decimals >= 0 else {
    fatalError("fixed: \(decimals) decimals; the count must be 0 or more")
  }
  return NumberText.fixed(Double(value), decimals: decimals)
}
