public import Kernel
public import Notebooks
public enum TextReport {
  public static func render(_ notebook: Notebook, _ result: NotebookResult, width: Int) -> String { "\(result)" }
}
