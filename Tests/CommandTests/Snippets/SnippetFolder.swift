import Foundation
import Testing

/// Gives the tests of a suite one folder that is gone when they are done.
///
/// In a folder of its own, each snippet's run would first compile the interfaces of Foundation and
/// of C anew, which takes longer than all else.
struct SnippetFolder: SuiteTrait, TestScoping {
  @TaskLocal static var current: URL?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let folder = try CommandRun.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try await Self.$current.withValue(folder) { try await function() }
  }
}
