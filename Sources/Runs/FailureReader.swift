internal import Basics
internal import Foundation
internal import Notebooks

/// Turns how a process ended into words for people.
struct FailureReader {
  var symbolizer: Symbolizer
  /// Where the cell starts: the place where none is known better.
  var start: SourceLocation

  /// What the process said of its end before it ended.
  enum LastWords {
    case thrown(addresses: [UInt64], text: String)
    case checkFailed(addresses: [UInt64], text: String)
    case crash(signal: Int32, isOverflow: Bool, isForeign: Bool, addresses: [UInt64])
    case exit(Int)
  }

  /// The failure, and the line of standard error that it repeats.
  func failure(
    status: Int32, words: LastWords?, errorText: String
  ) -> (failure: Failure, repeated: String?) {
    switch words {
    case .thrown(let addresses, let text):
      return (located(.thrownError, "error thrown: \(text)", addresses), nil)
    case .checkFailed(let addresses, let text):
      return (located(.trap, "the check does not hold: \(text)", addresses), nil)
    case .exit(let code):
      return (
        Failure(
          kind: .exit, message: "the cell called exit(\(code)), which ends the notebook",
          location: start, advice: "Let the cell run to its end instead."), nil
      )
    case .crash(let signal, _, true, _):
      return (
        Failure(
          kind: .signal,
          message:
            "another process ended the cell's by signal \(signal) (\(Self.name(ofSignal: signal)))",
          location: start), nil
      )
    case .crash(let signal, let isOverflow, false, let addresses):
      if isOverflow {
        var failure = located(
          .trap, "the stack overflowed: the recursion goes too deep, or never ends", addresses)
        failure.notes = Array(failure.notes.prefix(2))
        return (failure, nil)
      }
      if let fatal = Self.fatalError(in: errorText) {
        // The runtime's words when the system gives no more memory, be it for the limit of this run.
        let isMemory = fatal.message.contains("failed to allocate")
        var failure = located(isMemory ? .outOfMemory : .trap, fatal.message, addresses)
        if isMemory {
          failure.advice = "Raise the limit with --memory MIB, or hold less at a time."
        }
        if let line = fatal.line(ofFile: symbolizer.file), failure.location?.line != line {
          failure.location = SourceLocation(file: symbolizer.notebookPath, line: line)
        }
        return (failure, fatal.whole)
      }
      return (located(.trap, Self.name(ofCrash: signal), addresses), nil)
    case nil:
      let signal = status & 0x7F
      let message =
        signal != 0
        ? "the cell's process was ended by signal \(signal) (\(Self.name(ofSignal: signal)))"
        : "the cell's process ended with status \((status >> 8) & 0xFF)"
      return (Failure(kind: .signal, message: message, location: start), nil)
    }
  }

  func located(_ kind: Failure.Kind, _ message: String, _ addresses: [UInt64]) -> Failure {
    let places = symbolizer.locations(of: addresses)
    var message = message
    if let reason = symbolizer.runtimeFailure(at: addresses.first), kind == .trap,
      message.hasPrefix("the cell trapped")
    {
      message = reason
    }
    return Failure(
      kind: kind, message: message, location: places.first ?? start,
      notes: places.dropFirst().map { Failure.Note(location: $0, message: "called from here") })
  }

  private struct FatalError {
    var whole: String
    var place: Substring
    var message: String

    func line(ofFile file: String) -> Int? {
      let parts = place.split(separator: ":")
      guard parts.count >= 2, parts[0].hasSuffix("/" + file) || parts[0] == file else { return nil }
      return Int(parts[1])
    }
  }

  private static func fatalError(in text: String) -> FatalError? {
    guard let mark = text.range(of: "Fatal error", options: .backwards) else { return nil }
    let lineStart =
      text[..<mark.lowerBound].lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
    // The runtime adds addresses, which differ from run to run.
    let said = text[mark.lowerBound...]
    let end = said.range(of: "\nCurrent stack trace:")?.lowerBound ?? said.endIndex
    let message = said[..<end].trimmingCharacters(in: .whitespacesAndNewlines)
    return FatalError(
      whole: String(text[lineStart...]), place: text[lineStart..<mark.lowerBound], message: message)
  }

  private static func name(ofCrash signal: Int32) -> String {
    switch signal {
    case 4, 5: "the cell trapped: an arithmetic overflow, or another condition that must not occur"
    case 6: "the cell called abort"
    case 7, 11: "the cell read or wrote memory that is not its own (\(name(ofSignal: signal)))"
    case 8: "a division that has no result"
    case 15: "the cell was asked to end (SIGTERM)"
    default: "the cell's process was ended by signal \(signal)"
    }
  }

  private static func name(ofSignal signal: Int32) -> String {
    [
      2: "SIGINT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL",
      11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ",
    ][signal] ?? "unnamed"
  }
}
