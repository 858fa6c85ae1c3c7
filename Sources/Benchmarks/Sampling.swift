/// How long and how often something is timed.
struct Sampling: Sendable {
  /// Samples, of which the median counts.
  var samples = 7
  /// Seconds that one sample takes at least.
  var seconds = 0.25
  /// Whether each sample waits for a line on standard input, so that two programs take turns: "ready"
  /// is printed before the first, then the seconds per step of each, until the input ends.
  var paced = false

  /// Warms up, then times `body`: a sample runs it as often as fills `seconds`.
  ///
  /// - Parameter between: runs before each sample, untimed.
  func time(between: () -> Void = {}, _ body: () -> Void) -> Timing {
    let repetitions = repetitionsPerSample(body)
    return take {
      between()
      return seconds(of: repetitions, body) / Double(repetitions)
    }
  }

  /// Times `body` once per sample, without a warm-up: for what takes seconds.
  func timeOnce(_ body: () -> Void) -> Timing {
    take { seconds(of: 1, body) }
  }

  private func take(_ sample: () -> Double) -> Timing {
    guard paced else { return Timing((0..<samples).map { _ in sample() }) }
    var taken: [Double] = []
    say("ready")
    while readLine() != nil {
      taken.append(sample())
      say("\(taken[taken.count - 1])")
    }
    return Timing(taken)
  }

  /// Runs until a third of a sample's time and at least twice, and estimates from the second half.
  private func repetitionsPerSample(_ body: () -> Void) -> Int {
    var count = 1
    var taken = seconds(of: 1, body)
    repeat {
      taken = seconds(of: count, body)
      if taken < seconds / 3 { count *= 2 }
    } while taken < seconds / 3
    return max(1, Int((Double(count) * seconds / taken).rounded(.up)))
  }

  private func seconds(of repetitions: Int, _ body: () -> Void) -> Double {
    let duration = ContinuousClock().measure {
      for _ in 0..<repetitions { body() }
    }
    return duration.seconds
  }
}

extension Duration {
  /// As a number of seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// Several samples of the same, in seconds.
struct Timing: Sendable {
  let sorted: [Double]

  init(_ samples: [Double]) { sorted = samples.sorted() }

  /// The middle one, or the mean of the two in the middle.
  var median: Double {
    (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// (largest − smallest) / median.
  var spread: Double { (sorted[sorted.count - 1] - sorted[0]) / median }
}
