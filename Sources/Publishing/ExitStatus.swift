/// Exit statuses, fixed: other programs rely on them.
public enum ExitStatus: Int32, Sendable {
  case good = 0
  /// A cell failed or timed out, or a warning under `--strict`.
  case cellFailed = 1
  /// Wrong arguments, a notebook that cannot be read, a file that cannot be written.
  case badInput = 2
  /// `check` found other bytes.
  case otherBytes = 3

  /// The one that says more where several things went wrong: what kept the command from doing its work,
  /// then what failed in the work, then what came out differently.
  public func joined(with other: ExitStatus) -> ExitStatus {
    let order: [ExitStatus] = [.badInput, .cellFailed, .otherBytes]
    return order.first { $0 == self || $0 == other } ?? .good
  }
}
