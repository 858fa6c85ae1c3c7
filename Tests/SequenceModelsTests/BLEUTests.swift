import Foundation
import SequenceModels
import Testing

/// One corpus that sacreBLEU scored; see Fixtures/make_bleu_golden.py.
struct BLEUCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var smoothing: String
  var candidates: [[String]]
  var references: [[[String]]]
  var score: Double
  var precisions: [Double]
  var penalty: Double
  var lengths: [Int]

  var testDescription: String { name }

  static let all: [BLEUCase] = {
    guard let url = Bundle.module.url(forResource: "Fixtures/bleu", withExtension: "json"),
      let data = try? Data(contentsOf: url)
    else { return [] }
    return (try? JSONDecoder().decode([BLEUCase].self, from: data)) ?? []
  }()
}

@Suite struct BLEUTests {
  @Test("There are scored corpora") func cases() { #expect(BLEUCase.all.count == 15) }

  @Test("The score is sacreBLEU's", arguments: BLEUCase.all)
  func score(corpus: BLEUCase) {
    let smoothing: BLEU.Smoothing =
      switch corpus.smoothing {
      case "exp": .exponential
      case "floor": .floor(0.1)
      default: .none
      }
    let bleu = BLEU(corpus.candidates, references: corpus.references, smoothing: smoothing)
    #expect(abs(bleu.score - corpus.score) < 1e-9, "\(bleu.score) instead of \(corpus.score)")
    #expect(abs(bleu.brevityPenalty - corpus.penalty) < 1e-12)
    #expect([bleu.candidateLength, bleu.referenceLength] == corpus.lengths)
    for (own, other) in zip(bleu.precisions, corpus.precisions) { #expect(abs(own - other) < 1e-9) }
  }

  @Test("A perfect translation has 100")
  func perfect() {
    let words = ["a", "b", "c", "d", "e"]
    #expect(abs(BLEU([words], references: [words]).score - 100) < 1e-9)
  }

  @Test("Words that only look alike are not each other's translation, as in sacreBLEU")
  func wordsThatLookAlike() {
    let bleu = BLEU([["a", "\u{E9}"]], references: [["a", "e\u{301}"]], smoothing: .none)
    #expect(bleu.precisions[0] == 50 && bleu.precisions[1] == 0)
  }
}
