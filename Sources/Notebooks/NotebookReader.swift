internal import Basics
import Foundation

/// Reads notebooks: Markdown with front matter, cells, inline values, math and tables.
public enum NotebookReader {
  /// Reads a file; throws a ``Problem`` or ``Problems``.
  public static func read(path: String) throws -> Notebook {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Problem(
        .file, at: SourceLocation(file: path, line: 1), "the notebook cannot be read",
        advice: "Check the path and its permissions.",
        underlying: (error as NSError).localizedFailureReason)
    }
    return try parse([UInt8](data), path: path)
  }

  /// Parses a text; images are read from the folder of `path`.
  public static func parse(_ text: String, path: String) throws -> Notebook {
    try parse(Array(text.utf8), path: path)
  }

  /// Parses a file's bytes; images are read from the folder of `path`.
  ///
  /// Throws ``Problems`` if one of them is an error: all that were found, in the order of the text.
  /// Warnings alone are told in ``Notebook/warnings``.
  public static func parse(_ bytes: [UInt8], path: String) throws -> Notebook {
    let source = try SourceText(bytes, path: path)
    var problems: [Problem] = []
    var frontMatter = FrontMatter()
    var bodyLine = 1
    if let (lines, after) = FrontMatter.lines(of: source, problems: &problems) {
      frontMatter = FrontMatter(source, lines: lines, problems: &problems)
      bodyLine = after
    }
    let prose = ProseReader.read(source, bodyLine: bodyLine)
    let labels = Set(prose.labels.keys)
    var references = CrossReferences(source, labels: labels)
    let document = Document(events: references.resolve(prose.document.events))
    let captions = captions(of: prose, labels: labels)
    let url = URL(fileURLWithPath: path)
    var images = ImageReader(folder: url.deletingLastPathComponent())
    for text in [document] + captions.map(\.document) { images.read(text.events) }
    problems += prose.problems + references.problems + images.problems
    problems +=
      ProseRemarks.find(in: document, of: source, besides: problems)
      + captions.flatMap(\.problems)
    if !frontMatter.allowsHTML { problems += ProseRemarks.leftOutHTML(in: document) }
    problems = problems.inTextOrder
    guard problems.errors.isEmpty else { throw Problems(problems) }
    return Notebook(
      path: path, name: url.deletingPathExtension().lastPathComponent, frontMatter: frontMatter,
      document: document, cells: prose.cells, inlineValues: prose.inlineValues,
      steps: prose.steps, images: images.images, source: bytes, warnings: problems)
  }

  /// The captions of the cells, for what is wrong in them; reports read them again.
  private static func captions(
    of prose: ProseReader.Result, labels: Set<String>
  ) -> [(document: Document, problems: [Problem])] {
    prose.captions.sorted { $0.key < $1.key }.compactMap { index, location in
      prose.cells[index].options.caption.map {
        Document.reading(markdown: $0, labels: labels, at: location)
      }
    }
  }
}
