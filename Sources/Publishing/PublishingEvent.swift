public import Basics

/// What is told while reports are made.
public enum PublishingEvent: Sendable, Equatable {
  /// A report was written: the notebook's path and the report's.
  case written(String, String)
  /// The seconds that drawing a notebook's reports took.
  case drawn(String, Double)
  /// The page is right, though something may not be as its author meant it.
  case warning(Problem)
  /// Something could not be done; ready to print.
  case failure(String)
  /// A report has the recorded bytes: the file.
  case sameBytes(String)
}
