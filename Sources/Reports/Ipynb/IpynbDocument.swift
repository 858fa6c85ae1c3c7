internal import Basics

/// A Jupyter notebook in format 4.5, with the fields that reports use.
struct IpynbDocument: Encodable {
  var cells: [Cell]
  var metadata: Metadata
  var nbformat = 4
  var nbformatMinor = 5

  enum CodingKeys: String, CodingKey {
    case cells, metadata, nbformat
    case nbformatMinor = "nbformat_minor"
  }

  /// What the notebook says of itself.
  struct Metadata: Encodable {
    var kernelspec = Kernel()
    var languageInfo = Language()
    var title: String
    var authors: [Author]?

    enum CodingKeys: String, CodingKey {
      case kernelspec, title, authors
      case languageInfo = "language_info"
    }
  }

  struct Author: Encodable { var name: String }

  struct Kernel: Encodable {
    var displayName = "Swift"
    var language = "swift"
    var name = "swift"

    enum CodingKeys: String, CodingKey {
      case language, name
      case displayName = "display_name"
    }
  }

  struct Language: Encodable {
    var fileExtension = ".swift"
    var mimetype = "text/x-swift"
    var name = "swift"

    enum CodingKeys: String, CodingKey {
      case mimetype, name
      case fileExtension = "file_extension"
    }
  }

  enum Cell {
    /// Prose; `attachments` holds base64 text by name and media type.
    case markdown(id: String, source: String, attachments: [String: [String: String]])
    /// Code; `count` is `nil` if it was not run.
    case code(id: String, source: String, about: CellMetadata, count: Int?, outputs: [Output])
  }

  /// What is known of a cell, in the format's own words.
  struct CellMetadata: Encodable {
    var name: String?
    var tags: [String]?
    var jupyter: Jupyter?

    struct Jupyter: Encodable {
      var isSourceHidden = true
      enum CodingKeys: String, CodingKey { case isSourceHidden = "source_hidden" }
    }
  }

  enum Output {
    case stream(name: String, text: String)
    /// Texts by media type.
    case display([String: String])
    case error(name: String, value: String, traceback: [String])
  }

  /// The lines of a text with their ends, as the format writes longer texts; what a terminal would
  /// obey is shown, as programs print the texts of a notebook there.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    for scalar in ControlCharacters.visible(text).unicodeScalars {
      line.append(scalar)
      if scalar == "\n" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      }
    }
    return line.isEmpty ? lines : lines + [String(line)]
  }
}

extension IpynbDocument.Cell: Encodable {
  enum CodingKeys: String, CodingKey {
    case id, metadata, source, attachments, outputs
    case kind = "cell_type"
    case count = "execution_count"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .markdown(let id, let source, let attachments):
      try container.encode("markdown", forKey: .kind)
      try container.encode(id, forKey: .id)
      try container.encode([String: String](), forKey: .metadata)
      try container.encode(IpynbDocument.lines(source), forKey: .source)
      if !attachments.isEmpty { try container.encode(attachments, forKey: .attachments) }
    case .code(let id, let source, let about, let count, let outputs):
      try container.encode("code", forKey: .kind)
      try container.encode(id, forKey: .id)
      try container.encode(about, forKey: .metadata)
      try container.encode(IpynbDocument.lines(source), forKey: .source)
      // The format wants `null` where there is no number.
      try container.encode(count, forKey: .count)
      try container.encode(outputs, forKey: .outputs)
    }
  }
}

extension IpynbDocument.Output: Encodable {
  enum CodingKeys: String, CodingKey {
    case name, text, data, metadata, ename, evalue, traceback
    case kind = "output_type"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .stream(let name, let text):
      try container.encode("stream", forKey: .kind)
      try container.encode(name, forKey: .name)
      try container.encode(IpynbDocument.lines(text), forKey: .text)
    case .display(let data):
      try container.encode("display_data", forKey: .kind)
      try container.encode(data.mapValues(IpynbDocument.lines), forKey: .data)
      try container.encode([String: String](), forKey: .metadata)
    case .error(let name, let value, let traceback):
      try container.encode("error", forKey: .kind)
      try container.encode(name, forKey: .ename)
      try container.encode(ControlCharacters.visible(value), forKey: .evalue)
      try container.encode(traceback.map(ControlCharacters.visible), forKey: .traceback)
    }
  }
}
