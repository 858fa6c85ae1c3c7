internal import CCellProcess

/// Values of the notebook's parameters, as the runner passed them. Cells see them as `params.name`.
public enum _UnrollParameters {
  private static func text(_ name: String) -> String {
    cell_environment("UNROLL_PARAM_" + name).map { String(cString: $0) } ?? ""
  }

  /// A parameter whose default is a whole number.
  public static func integer(_ name: String) -> Int { Int(text(name)) ?? 0 }

  /// A parameter whose default is a number.
  public static func number(_ name: String) -> Double { Double(text(name)) ?? 0 }

  /// A parameter whose default is `true` or `false`.
  public static func boolean(_ name: String) -> Bool { text(name) == "true" }

  /// A parameter whose default is text.
  public static func string(_ name: String) -> String { text(name) }
}
