/// Where a link of the prose may lead.
enum LinkAddress {
  private static let schemes: Set<String> = ["http", "https", "mailto"]

  /// The address if following it runs nothing: relative, or of a scheme known to be harmless.
  static func safe(_ address: String) -> String? {
    // Browsers skip control characters and spaces in front of and within a scheme.
    let bare = address.unicodeScalars.filter {
      $0.value > 0x20 && !(0x7F...0xA0).contains($0.value)
    }
    guard let end = bare.firstIndex(where: { ":/?#".unicodeScalars.contains($0) }),
      bare[end] == ":"
    else { return address }
    let scheme = String(String.UnicodeScalarView(bare[..<end])).lowercased()
    return schemes.contains(scheme) ? address : nil
  }

  /// Whether the address names another host.
  static func isRemote(_ address: String) -> Bool {
    address.hasPrefix("//") || address.contains("://")
  }
}
