extension Notebook {
  /// The front matter's title, else the first heading of level 1, else the file's name.
  public var title: String {
    if let title = frontMatter.title { return title }
    var text: String?
    for event in document.events {
      switch event {
      case .enter(.heading(level: 1), _): text = ""
      case .leave(.heading(level: 1)):
        if let text, !text.isEmpty { return text }
        text = nil
      case .leaf(.text(let part), _), .leaf(.code(let part), _), .leaf(.math(let part, _), _):
        text?.append(part)
      case .leaf(.softBreak, _), .leaf(.lineBreak, _): text?.append(" ")
      default: break
      }
    }
    return name
  }
}
