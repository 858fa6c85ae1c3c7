/// How the modules are called that cells are compiled to.
public enum CellModules {
  /// What their names begin with; a number follows.
  public static let prefix = "UnrollCell"
}
