/// Something to look at: data, not a drawing.
public enum Figure: Sendable, Equatable, Codable, FigureConvertible {
  case text(String)
  case markdown(String)
  public var figure: Figure { self }
}
public protocol FigureConvertible { var figure: Figure { get } }
