internal import Glibc
internal import Synchronization

/// The compilers and linkers that run now, so that an interruption leaves none behind. The process that
/// runs cells ends by itself, with all below it, when the runner is gone.
public enum ChildRegistry {
  private static let children = Mutex<Set<pid_t>>([])

  static func add(_ child: pid_t) { children.withLock { _ = $0.insert(child) } }
  static func remove(_ child: pid_t) { children.withLock { _ = $0.remove(child) } }

  /// Kills them all, with their process groups.
  public static func killAll() {
    children.withLock { for child in $0 { kill(-child, SIGKILL); kill(child, SIGKILL) } }
  }
}
