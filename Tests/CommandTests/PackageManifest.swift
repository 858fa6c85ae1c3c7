import Foundation

/// The targets of `Package.swift`, read as text: asking the package manager takes seconds.
struct PackageManifest {
  struct Target: Equatable {
    enum Kind: String, CaseIterable { case target, executableTarget, testTarget, systemLibrary }

    var name: String
    var kind: Kind
    var dependencies: [String]
    /// The folder, from the package's.
    var path: String
  }

  var targets: [Target] = []
  /// Modules of other packages.
  var products: Set<String> = []

  /// The package's folder.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func read() throws -> PackageManifest {
    try PackageManifest(
      String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8))
  }

  init(_ text: String) {
    var variables: [String: String] = [:]
    for match in text.matches(
      of: /let (\w+) = Target\.Dependency\.product\(\s*name: "(\w+)"/)
    {
      variables[String(match.1)] = String(match.2)
      products.insert(String(match.2))
    }
    let list = text[(text.ranges(of: "\n  targets: [").last?.upperBound ?? text.startIndex)...]
    for match in list.matches(of: /\.(\w+)\(\s*name: "([\w-]+)"/) {
      guard let kind = Target.Kind(rawValue: String(match.1)) else { continue }
      let body = Self.balanced(list[match.range.lowerBound...])
      let names = body.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1.split(separator: ",") ?? []
      let dependencies = names.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        .filter { !$0.isEmpty }
        .map { $0.hasPrefix("\"") ? String($0.dropFirst().dropLast()) : variables[$0] ?? $0 }
      let name = String(match.2)
      let path = body.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
      targets.append(
        Target(
          name: name, kind: kind, dependencies: dependencies,
          path: path ?? (kind == .testTarget ? "Tests/" : "Sources/") + name))
    }
  }

  /// What stands before the parenthesis that closes the first one.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" {
        depth -= 1
        if depth == 0 { return text[..<index] }
      }
    }
    return text
  }

  /// The targets that a target is made of, itself among them.
  func closure(of name: String) -> [Target] {
    var found: [Target] = []
    var open = [name]
    while let next = open.popLast() {
      guard !found.contains(where: { $0.name == next }),
        let target = targets.first(where: { $0.name == next })
      else { continue }
      found.append(target)
      open += target.dependencies
    }
    return found
  }

  /// The files of a target with one of some endings, from the package's folder.
  static func files(of target: Target, endings: Set<String>) throws -> [URL] {
    let folder = folder.appending(path: target.path)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return paths.filter { path in
      endings.contains((path as NSString).pathExtension)
        && !path.split(separator: "/").contains("Fixtures")
    }.map { folder.appending(path: $0) }
  }
}
