internal import CellMessages
internal import SequenceModels

/// Joins the engine's training progress to the pipe: about a hundred messages in a run.
enum TrainingReports {
  static func connect() {
    TrainingProgress.report = { step, total, loss, tokens in
      guard step == total || step % max(1, total / 100) == 0 else { return }
      Channel.send(
        .progress(Progress(step: step, total: total, loss: Double(loss), tokens: tokens)))
    }
  }
}
