import CellMessages
import Charts

/// Every message in its extremes: each kind stands here, or a test fails.
enum MessageRows {
  static let messages: [CellMessage] =
    [
      .alive(process: 1), .alive(process: .max),
      .loaded(base: 0), .loaded(base: .max),
      .loadFailed(""), .loadFailed("libcell.so: undefined symbol: ünïcode\0\n"),
      .stepStarted(0), .stepStarted(Int(Int32.max)),
      .stepEnded(0), .stepEnded(Int(Int32.max)),
      .idle,
      .printed(birth: nil, isError: false, []),
      .printed(birth: 0, isError: true, [0xFF, 0xC0, 0x00, 0xED, 0xA0, 0x80]),
      .printed(birth: 9, isError: false, Array(repeating: 0x61, count: 1 << 20)),
      .inlineValue(""), .inlineValue(String(repeating: "λ", count: 1 << 19)),
      .progress(Progress(step: 0, total: 0, loss: .nan, tokens: 0)),
      .progress(Progress(step: .max, total: .max, loss: -.infinity, tokens: .max)),
      .progress(Progress(step: .min, total: -1, loss: .leastNonzeroMagnitude, tokens: -1)),
      .drain,
      .thrown(addresses: [], text: ""),
      .thrown(addresses: Array(repeating: .max, count: 64), text: "Overdrawn(by: 3)"),
      .checkFailed(addresses: [1], text: "the loss falls"),
      .crash(signal: 11, isOverflow: true, isForeign: false, addresses: [0, .max]),
      .crash(signal: 15, isOverflow: false, isForeign: true, addresses: []),
      .crash(signal: .min, isOverflow: true, isForeign: true, addresses: []),
      .exitCalled(0), .exitCalled(.min),
      .ended(status: 0x8B), .ended(status: -1),
      .snapshotRefused,
    ]
    + FileUse.allCases.flatMap { [.file($0, path: ""), .file($0, path: "/a b/ü\n.txt")] }
    + UnrepeatableSource.allCases.flatMap {
      [.unrepeatable($0, ""), .unrepeatable($0, "/bin/date")]
    }
    + shown

  private static let shown: [CellMessage] =
    figures.map { .figure($0) } + [.figure(birth: 7, .text("late"))]
    + BindingState.allCases.flatMap { state -> [CellMessage] in
      [.binding(name: "", state), .binding(name: "Log.ü", state)]
    }

  static let figures: [Figure] = [
    .text(""), .markdown("*µ* of `x`"),
    Chart("Loss", subtitle: "per step", x: "step", y: "nats")
      .line([1.0, 2, .nan], [.infinity, -.infinity, 1e-300], name: "LSTM").figure,
    Heatmap(
      "Attention", values: [[0.5, .nan], [1, 0]], rows: ["a", "b"],
      mask: [[true, false], [false, true]]
    )
    .figure,
    Table(
      "Results", columns: ["model", .number("score", best: .lowest)],
      rows: [["GRU", 1.5], ["", Double.nan]]
    )
    .figure,
    ColoredText("Unit 3", pieces: ["a", "\n"], values: [-1.0, .nan]).figure,
    .group([], columns: 1),
    .group([.text("a"), .group([.markdown("b")], columns: 2)], columns: 3),
  ]

  static let commands: [CellCommand] = [
    .load(library: "", entry: "", seeds: []),
    .load(
      library: "/tmp/ü/libcell.so", entry: "cell_main",
      seeds: [.init(step: 0, seed: 0), .init(step: Int(Int32.max), seed: .max)]),
    .snapshot, .quit,
  ]

  /// The kinds that a reader knows: it complains about others by their number.
  static func known(_ read: (Frame) throws(BrokenMessage) -> Void) -> Set<UInt8> {
    Set(
      (UInt8.min...127).filter { kind in
        do throws(BrokenMessage) { try read(Frame(kind: kind)) } catch {
          return !error.description.contains("unknown kind")
        }
        return true
      })
  }
}
