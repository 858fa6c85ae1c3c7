internal import Basics
internal import Glibc
internal import Notebooks

/// Tells a compiler that said what is wrong from one that was stopped.
enum CompilerEnd {
  /// Throws where somebody else ended the program: no cell is to blame for that.
  static func check(_ answer: ProgramOutput) throws {
    let signal = answer.status & 0x7F
    guard [SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU].contains(signal) else { return }
    throw Problem(
      .compile, "the compiler was ended by signal \(signal) before it was done",
      advice: "Run it again; where memory is short, with fewer --jobs.")
  }
}
