/// A line before some bytes that tells whether they are as they were written: a digest of them and of the
/// name under which they stand, so that one file cannot pass for another.
public enum Seal {
  /// How long the line is.
  public static let count = 65

  /// The line.
  public static func of(_ bytes: some Sequence<UInt8>, name: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(field: name)
    hash.update(bytes)
    return Array((hash.finish() + "\n").utf8)
  }

  /// The bytes behind the line, if they are those that were sealed.
  public static func open<Bytes: Collection<UInt8>>(
    _ sealed: Bytes, name: String
  ) -> Bytes.SubSequence? {
    guard sealed.count >= count else { return nil }
    let body = sealed.dropFirst(count)
    return sealed.prefix(count).elementsEqual(of(body, name: name)) ? body : nil
  }
}
