import Testing

@testable import SequenceModels

@Suite struct TaskTests {
  @Test(
    "The adding task answers the sum of the marked numbers, one in each half",
    arguments: [2, 3, 40])
  func adding(length: Int) {
    var generator = SplitMix64(seed: 41)
    let batch = AddingTask().batch(200, length: length, using: &generator)
    #expect(batch.inputs.shape == [200, length, 2] && batch.targets.shape == [200, 1])
    for row in 0..<200 {
      let marked = (0..<length).filter { batch.inputs[row, $0, 1] == 1 }
      #expect(marked.count == 2 && marked[0] < length / 2 && marked[1] >= length / 2)
      #expect(batch.targets[row, 0] == marked.reduce(0) { $0 + batch.inputs[row, $1, 0] })
    }
  }

  @Test("Always answering 1 has the error that the adding task states")
  func addingChance() {
    var generator = SplitMix64(seed: 42)
    let targets = AddingTask().batch(20_000, length: 2, using: &generator).targets
    let errors = (0..<20_000).map { Double(targets[$0, 0] - 1) * Double(targets[$0, 0] - 1) }
    // The standard deviation of (s − 1)² is √(7/180), so four standard errors are 0.0056.
    #expect(abs(errors.reduce(0, +) / 20_000 - AddingTask.errorOfOne) < 0.0056)
  }

  @Test("The copy task asks for the symbols after the go, and for blanks before")
  func copy() {
    var generator = SplitMix64(seed: 43)
    let task = CopyTask(kinds: 3, length: 2, delay: 4)
    let batch = task.batch(50, using: &generator)
    for (input, target) in zip(batch.inputs, batch.targets) {
      #expect(input.count == 8 && target.count == 8)
      #expect(Array(input[2...]) == [0, 0, 0, 4, 0, 0])
      #expect(Array(target.prefix(6)) == [0, 0, 0, 0, 0, 0])
      #expect(target.suffix(2) == input.prefix(2))
    }
    #expect(Set(batch.inputs.flatMap { $0.prefix(2) }) == [1, 2, 3])
    #expect(Array(batch.weights.prefix(8)) == [0, 0, 0, 0, 0, 0, 1, 1])
    #expect(batch.weights.count == 50 * 8)
    #expect(abs(task.chance - 2 * 1.0986122886681098 / 8) < 1e-12)
  }

  @Test("The first symbol is the label, and every symbol comes about as often")
  func firstSymbol() {
    var generator = SplitMix64(seed: 44)
    let batch = FirstSymbolTask(kinds: 4, span: 6).batch(4000, using: &generator)
    #expect(zip(batch.inputs, batch.labels).allSatisfy { $0.count == 7 && $0[0] == $1 })
    for kind in 0..<4 { #expect(abs(batch.labels.count { $0 == kind } - 1000) < 120) }
    let last = zip(batch.inputs, batch.labels).count { $0[6] == $1 }
    #expect(abs(last - 1000) < 120)
  }

  @Test("A running sum is the sum of the digits so far", arguments: [2, 7])
  func runningSum(modulus: Int) {
    var generator = SplitMix64(seed: 45)
    let batch = RunningSumTask(modulus: modulus).batch(20, length: 30, using: &generator)
    for (input, target) in zip(batch.inputs, batch.targets) {
      for step in input.indices {
        #expect(target[step] == input[...step].reduce(0, +) % modulus)
      }
    }
    #expect(Set(batch.inputs.joined()) == Set(0..<modulus))
    #expect(batch.weights == Array(repeating: 1, count: 600))
  }

  @Test("The same seed gives the same batches, another seed others")
  func deterministic() {
    func all(_ seed: UInt64) -> [[[Int]]] {
      var generator = SplitMix64(seed: seed)
      return [
        CopyTask(delay: 3).batch(4, using: &generator).inputs,
        FirstSymbolTask(span: 9).batch(4, using: &generator).inputs,
        RunningSumTask(modulus: 5).batch(4, length: 9, using: &generator).inputs,
        DyckTask().batch(4, length: 12, using: &generator).inputs,
      ]
    }
    #expect(all(1) == all(1))
    #expect(zip(all(1), all(2)).allSatisfy { $0 != $1 })
  }
}

@Suite struct DyckTests {
  @Test("Brackets cancel in pairs until nothing is left, and stay within the depth")
  func balanced() {
    var generator = SplitMix64(seed: 46)
    let task = DyckTask(kinds: 3, depth: 4)
    let strings = task.strings(300, length: 30, using: &generator)
    for string in strings {
      #expect(cancels(string, kinds: 3))
      var (depth, deepest) = (0, 0)
      for token in string {
        depth += token < 3 ? 1 : -1
        deepest = max(deepest, depth)
      }
      #expect(deepest <= 4)
    }
    let batch = task.batch(2, length: 6, using: &generator)
    #expect(batch.inputs.allSatisfy { $0[0] == 6 && $0.count == 6 })
    #expect(zip(batch.inputs, batch.targets).allSatisfy { $0.dropFirst() == $1.dropLast() })
  }

  @Test(
    "All strings are equally likely, and the entropy is the logarithm of their number",
    arguments: [(2, 2, 6), (1, 8, 8), (3, 1, 4)])
  func uniform(kinds: Int, depth: Int, length: Int) {
    let task = DyckTask(kinds: kinds, depth: depth)
    // Every string of the length, by counting in base 2 kinds.
    var all: [[Int]] = [[]]
    for _ in 0..<length { all = all.flatMap { head in (0..<(2 * kinds)).map { head + [$0] } } }
    let valid = all.filter { string in
      var (depths, open) = ([0], 0)
      for token in string {
        open += token < kinds ? 1 : -1
        depths.append(open)
      }
      return cancels(string, kinds: kinds) && depths.allSatisfy { (0...depth).contains($0) }
    }
    #expect(abs(task.entropy(length: length) - logarithm(Double(valid.count))) < 1e-12)
    var generator = SplitMix64(seed: 47)
    let draws = 400 * valid.count
    var counts: [[Int]: Int] = [:]
    for string in task.strings(draws, length: length, using: &generator) {
      counts[string, default: 0] += 1
    }
    #expect(counts.count == valid.count)
    // Five standard deviations of a count around 400.
    #expect(valid.allSatisfy { abs((counts[$0] ?? 0) - 400) < 100 })
  }

  @Test("Entropy of long strings is finite, and near that of unlimited depth for one kind")
  func longStrings() {
    #expect(DyckTask(kinds: 8, depth: 3).entropy(length: 4000).isFinite)
    // Catalan(20) = 6,564,120,420.
    let entropy = DyckTask(kinds: 1, depth: 20).entropy(length: 40)
    #expect(abs(entropy - logarithm(6_564_120_420)) < 1e-9)
  }

  @Test(
    "Half of the labelled strings are broken, though each bracket occurs as often as its partner")
  func labelled() {
    var generator = SplitMix64(seed: 48)
    let task = DyckTask(kinds: 2, depth: 5)
    let batch = task.labelled(1000, length: 12, using: &generator)
    for (string, label) in zip(batch.inputs, batch.labels) {
      #expect(cancels(string, kinds: 2) == (label == 1))
      for kind in 0..<2 {
        #expect(string.count { $0 == kind } == string.count { $0 == kind + 2 })
      }
    }
    #expect(abs(batch.labels.reduce(0, +) - 500) < 64)
  }

  /// Whether removing neighbours that match, again and again, leaves nothing.
  private func cancels(_ string: [Int], kinds: Int) -> Bool {
    var left = string
    while let place = left.indices.dropLast().first(where: {
      left[$0] < kinds && left[$0 + 1] == left[$0] + kinds
    }) {
      left.removeSubrange(place...(place + 1))
    }
    return left.isEmpty
  }
}

@Suite struct ReviewTests {
  @Test("A reader of the documented grammar finds every label and score")
  func reader() {
    var generator = SplitMix64(seed: 49)
    let reviews = Reviews().examples(3000, using: &generator)
    for review in reviews {
      #expect(value(review.text) == review.score, "\(review.text)")
      #expect(review.label == (review.score > 0 ? 1 : 0) && review.score != 0)
    }
    #expect(abs(reviews.count(where: \.isPositive) - 1500) < 110)
    var again = SplitMix64(seed: 49)
    #expect(Reviews().examples(3000, using: &again) == reviews)
  }

  @Test("Without the negations one clause is read rightly as often as it has none")
  func negationMatters() {
    var generator = SplitMix64(seed: 50)
    let single = Reviews(negationProbability: 0.3).examples(6000, using: &generator).filter {
      !$0.text.contains(" and ") && !$0.text.contains(" but ")
    }
    let right = single.count { review in
      let words = review.text.split(separator: " ").map(String.init)
      let adjective = Reviews.adjectives.first { words.contains($0.word) }
      return ((adjective?.value ?? 0) > 0) == review.isPositive
    }
    #expect(right == single.count { $0.negations == 0 })
    #expect(abs(Double(right) / Double(single.count) - 0.7) < 0.035)
  }

  private func value(_ text: String) -> Double {
    var (total, negated, factor, weight) = (0.0, false, 1.0, 1.0)
    for word in text.split(separator: " ").map(String.init) {
      switch word {
      case "not", "never": negated = true
      case "slightly": factor = 0.5
      case "very": factor = 1.5
      case "extremely": factor = 2
      case "and", "but": (negated, factor, weight) = (false, 1, word == "but" ? 2 : 1)
      case "good", "nice", "pleasant", "clever": total += weight * factor * (negated ? -0.5 : 1)
      case "superb", "brilliant", "wonderful", "perfect":
        total += weight * factor * (negated ? -1 : 2)
      case "bad", "dull", "weak", "clumsy": total += weight * factor * (negated ? 0.5 : -1)
      case "awful", "terrible", "horrible", "dreadful":
        total += weight * factor * (negated ? 1 : -2)
      default: break
      }
    }
    return total
  }
}

@Suite struct HeadlineTests {
  @Test("The next word tells what an ambiguous word is, and the words before do not")
  func nextWordDecides() {
    var generator = SplitMix64(seed: 53)
    let sentences = Headlines().examples(4000, using: &generator)
    var (words, ambiguous, nouns) = (0, 0, 0)
    var before: [String: (noun: Int, verb: Int)] = [:]
    for sentence in sentences {
      #expect(sentence.words.count == sentence.tags.count && sentence.tags.last == .stop)
      words += sentence.words.count
      ambiguous += sentence.ambiguous.count
      for place in sentence.ambiguous {
        let isVerb = Headlines.determiners.contains(sentence.words[place + 1])
        #expect(sentence.tags[place] == (isVerb ? .verb : .noun))
        let left = place > 0 ? sentence.words[place - 1] : "^"
        if isVerb {
          before[left, default: (0, 0)].verb += 1
        } else {
          before[left, default: (0, 0)].noun += 1
          nouns += 1
        }
      }
      let listed = sentence.words.indices.filter {
        Headlines.ambiguous.contains(sentence.words[$0])
      }
      #expect(listed == sentence.ambiguous)
    }
    #expect(abs(Double(ambiguous) / Double(words) - 2.0 / 9) < 0.003)
    #expect(abs(Double(nouns) / Double(ambiguous) - 0.5) < 0.025)
    #expect(before.count == Headlines.adverbs.count + 2)
    #expect(
      before.values.allSatisfy { abs(Double($0.noun) / Double($0.noun + $0.verb) - 0.5) < 0.1 })
  }

  @Test("Words of the five lists are all different, so that only ambiguous words have two tags")
  func listsAreDisjoint() {
    let all =
      Headlines.ambiguous + Headlines.verbs + Headlines.nouns + Headlines.determiners
      + Headlines.adverbs
    #expect(Set(all).count == all.count)
  }
}
