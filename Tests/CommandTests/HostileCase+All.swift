extension HostileCase {
  static let all: [HostileCase] = []
}
