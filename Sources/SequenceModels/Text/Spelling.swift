/// A word as it is written. Two are equal if their bytes are; Swift's strings are equal already if they
/// look alike, as é and e with an accent of its own do, and files tell those apart.
struct Spelling: Hashable, Sendable {
  let text: String

  init(_ text: some StringProtocol) { self.text = String(text) }

  static func == (a: Spelling, b: Spelling) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Spelling: Comparable {
  /// The order of the bytes, which is that of the code points.
  static func < (a: Spelling, b: Spelling) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }
}

extension Dictionary where Key == Spelling, Value == Int {
  /// The number of every word: its place, the first of those that are the same.
  init(numbering words: some Sequence<String>) {
    self.init(
      words.enumerated().map { (Spelling($1), $0) }, uniquingKeysWith: { first, _ in first })
  }
}
