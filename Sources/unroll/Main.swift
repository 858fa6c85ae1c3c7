internal import Basics
internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Runs
internal import Notebooks
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

/// Exit statuses, fixed: other programs rely on them.
enum Status: Int32 {
  case good = 0
  case cellFailed = 1
  case badInput = 2
  case otherBytes = 3
}

@main
struct Main {
  static func main() {
    // A closed pipe and a file that may not grow are errors of the write, not the program's end.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    Interruption.watch()
    do {
      var command = try Unroll.parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch let problem as Problem {
      Terminal.error(problem.description)
      exit(Status.badInput.rawValue)
    } catch let problems as Problems {
      Terminal.error(problems.description)
      exit(Status.badInput.rawValue)
    } catch {
      guard Unroll.exitCode(for: error) != .success else { Unroll.exit(withError: error) }
      Terminal.error(VerbSuggestion.improve(Unroll.fullMessage(for: error)))
      exit(Status.badInput.rawValue)
    }
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
