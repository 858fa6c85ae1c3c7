internal import Basics
import Foundation

/// Reads the images that the prose shows, so that the report needs no other file.
struct ImageReader {
  /// The largest image that a report takes.
  static let sizeLimit = 10_000_000  // bytes

  private static let mediaTypes = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "svg": "image/svg+xml", "webp": "image/webp",
  ]

  /// Where relative paths start.
  let folder: URL
  private(set) var images: [String: EmbeddedImage] = [:]
  private(set) var problems: [Problem] = []
  private var seen: Set<String> = []

  init(folder: URL) { self.folder = folder }

  /// Reads each image once; what cannot be embedded is a problem at its first place.
  mutating func read(_ events: [Document.Event]) {
    for case .enter(.image(let destination, _), let location) in events
    where seen.insert(destination).inserted {
      do throws(Problem) {
        images[destination] = try image(destination, at: location)
      } catch {
        problems.append(error)
      }
    }
  }

  private func image(
    _ destination: String, at location: SourceLocation
  ) throws(Problem) -> EmbeddedImage {
    let lower = destination.lowercased()
    if ["http:", "https:", "//"].contains(where: lower.hasPrefix) {
      throw Problem(
        .image, at: location, "the image `\(destination)` is on the network; reports fetch nothing",
        advice: "Save it beside the notebook and name that file.")
    }
    guard !destination.isEmpty, !destination.hasPrefix("/"), !Self.hasScheme(lower) else {
      throw Problem(
        .image, at: location, "the image `\(destination)` has no relative path",
        advice: "Name it by its path from the notebook's folder.")
    }
    guard let mediaType = Self.mediaTypes[(lower as NSString).pathExtension] else {
      throw Problem(
        .image, at: location, "the image `\(destination)` is of no known kind",
        advice: "Known are .gif, .jpeg, .jpg, .png, .svg and .webp.")
    }
    let path = destination.removingPercentEncoding ?? destination
    return EmbeddedImage(mediaType: mediaType, bytes: try bytes(path, destination, location))
  }

  private static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return !text[..<colon].contains("/")
  }

  private func bytes(
    _ path: String, _ destination: String, _ location: SourceLocation
  ) throws(Problem) -> Data {
    let url = folder.appendingPathComponent(path)
    do {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: url.resolvingSymlinksInPath().path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw Problem(.image, at: location, "the image `\(destination)` is not a file")
      }
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard size <= Self.sizeLimit else {
        throw Problem(
          .image, at: location,
          "the image `\(destination)` has \(size) bytes; the limit is \(Self.sizeLimit)",
          advice: "Reduce its size or its quality.")
      }
      return try Data(contentsOf: url)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(
        .image, at: location, "the image `\(destination)` cannot be read",
        advice: "Check the path; it starts at the notebook's folder.")
    }
  }
}
