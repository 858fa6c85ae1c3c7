/// Something to look at: data, not a drawing.
public enum Figure: Sendable, Equatable, Codable {
  case text(String)
}
