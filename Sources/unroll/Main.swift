internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Glibc
internal import Publishing
internal import Reports

/// The command and its verbs.
struct Unroll: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unroll",
    abstract: "Literate notebooks about sequence models, in Swift.",
    discussion: """
      A notebook is a Markdown file whose swift fences are real Swift. Unroll compiles and runs them
      and writes a self-contained report.
      """,
    version: "unroll \(ReportFacts.version)",
    subcommands: [Render.self, Run.self, Check.self, New.self, Clean.self])
}

extension ExitStatus {
  /// Ends a verb with this status.
  func end() throws { if self != .good { throw ExitCode(rawValue) } }
}

@main
struct Main {
  static func main() {
    // First of all, before anything opens a file.
    StandardStream.occupyClosedDescriptors()
    // A closed pipe and a file that may not grow are errors of the write, not the program's end.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    Interruption.watch()
    exit(run())
  }

  private static func run() -> Int32 {
    do {
      var command = try Unroll.parseAsRoot()
      try command.run()
      return ExitStatus.good.rawValue
    } catch let code as ExitCode {
      return code.rawValue
    } catch let problem as Problem {
      Terminal.error(problem.description)
    } catch let problems as Problems {
      Terminal.error(problems.description)
    } catch  where Unroll.exitCode(for: error) == .success {
      // What was asked for: help or the version.
      do {
        try StandardStream.output.write(Unroll.fullMessage(for: error) + "\n")
        return ExitStatus.good.rawValue
      } catch { Terminal.error("\(error)") }
    } catch {
      Terminal.error(VerbSuggestion.improve(Unroll.fullMessage(for: error)))
    }
    return ExitStatus.badInput.rawValue
  }
}

/// Names the nearest verb where one was mistyped.
enum VerbSuggestion {
  static func improve(_ message: String) -> String {
    let verbs = Unroll.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word = CommandLine.arguments.dropFirst().first, !verbs.contains(word),
      !word.hasPrefix("-")
    else { return message }
    let nearest = Suggestion.nearest(to: word, among: verbs)
    return "error: \(word) is not a verb of unroll"
      + (nearest.map { "\n  Did you mean \($0)?" } ?? "")
      + "\n  The verbs are \(verbs.joined(separator: ", ")); unroll --help tells more."
  }
}
