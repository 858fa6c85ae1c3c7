public import Charts
internal import CellMessages

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

private func send(_ figure: Figure) { Channel.send(.figure(figure)) }

/// At most as much text as is kept of what a cell prints.
private func elided(_ text: String) -> String {
  let kept = 256 << 10
  guard text.utf8.count > kept else { return text }
  let head = String(decoding: text.utf8.prefix(kept), as: UTF8.self)
  return head + "…\n(\(text.utf8.count - kept) more bytes are not shown)"
}

/// As `print` writes it, but numbers with four significant digits and no `Optional(…)`.
private func text(of value: Any) -> String {
  switch value {
  case let number as Float: return significant(Double(number))
  case let number as Double: return significant(number)
  default:
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      guard let wrapped = mirror.children.first?.value else { return "nil" }
      return text(of: wrapped)
    }
    return String(describing: value)
  }
}

/// Four significant digits, in the plain notation where that is short.
private func significant(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  var power = 0
  var scaled = value.magnitude
  while scaled >= 10 {
    scaled /= 10
    power += 1
  }
  while scaled < 1 {
    scaled *= 10
    power -= 1
  }
  if power > 8 || power < -4 { return "\(Float(value))" }
  return fixed(value, max(0, 3 - power), trimming: true)
}

/// A number with a fixed count of decimals: `fixed(3.14159, 2)` is `"3.14"`.
public func fixed(_ value: some BinaryFloatingPoint, _ decimals: Int) -> String {
  fixed(Double(value), decimals, trimming: false)
}

private func fixed(_ value: Double, _ decimals: Int, trimming: Bool) -> String {
  guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
  var power = 1.0
  for _ in 0..<decimals { power *= 10 }
  let scaled = (value.magnitude * power).rounded(.toNearestOrEven)
  var digits = String(UInt64(scaled))
  while digits.count <= decimals { digits = "0" + digits }
  let whole = String(digits.dropLast(decimals))
  var fraction = String(digits.suffix(decimals))
  if trimming { while fraction.hasSuffix("0") { fraction.removeLast() } }
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
}
