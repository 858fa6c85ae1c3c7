/// What a word is in its sentence.
public enum WordTag: Int, CaseIterable, Sendable {
  /// A noun.
  case noun
  /// A verb.
  case verb
  /// An article.
  case determiner
  /// An adverb.
  case adverb
  /// `and`.
  case conjunction
  /// The full stop.
  case stop
}

/// A sentence and what its words are.
public struct TaggedSentence: Sendable, Equatable {
  /// The words.
  public let words: [String]
  /// Their tags.
  public let tags: [WordTag]
  /// The places of words whose tag only the next word tells.
  public let ambiguous: [Int]
}

/// Headlines without articles for subjects, in which a word is a noun or a verb and only the **next** word
/// tells which: a task for models that read in both directions (Graves and Schmidhuber, 2005).
///
///     guide sleeps        guide: noun, since a verb follows
///     guide the boat      guide: verb, since an article follows
///
/// One to three clauses (uniform), joined by `and`, and a full stop:
///
///     clause  →  [adverb] AMBIGUOUS verb [adverb]  |  [adverb] AMBIGUOUS determiner noun [adverb]
///
/// Both forms, and every adverb's presence, have probability 1/2; words are uniform. **Chance**: what
/// stands to the left tells nothing about an ambiguous word, so a model that reads from left to right
/// gets half of them, which are 2 in 9 words: 8/9 = 88.9 % of all tags; with the next word 100 %.
public struct Headlines: Sendable {
  /// Words that are nouns or verbs.
  public static let ambiguous = words("guide cook guard judge nurse pilot host coach watch ship")
  /// Words that are verbs only.
  public static let verbs = words("sleeps arrives sings waits falls laughs stays appears")
  /// Words that are nouns only.
  public static let nouns = words("boat child king team garden rice crowd train")
  /// Articles.
  public static let determiners = words("the a this every")
  /// Adverbs.
  public static let adverbs = words("today now here soon again often")

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  /// The task.
  public init() {}

  /// Some sentences; the same one may come twice.
  public func examples(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [TaggedSentence] {
    require(count >= 0, "Headlines: \(count) sentences; the number must not be negative")
    return (0..<count).map { _ in
      var (words, tags, ambiguous): ([String], [WordTag], [Int]) = ([], [], [])
      func add(_ word: String, _ tag: WordTag) {
        words.append(word)
        tags.append(tag)
      }
      for clause in 0...generator.index(below: 3) {
        if clause > 0 { add("and", .conjunction) }
        if generator.index(below: 2) == 0 { add(generator.element(of: Self.adverbs), .adverb) }
        ambiguous.append(words.count)
        let word = generator.element(of: Self.ambiguous)
        if generator.index(below: 2) == 0 {
          add(word, .noun)
          add(generator.element(of: Self.verbs), .verb)
        } else {
          add(word, .verb)
          add(generator.element(of: Self.determiners), .determiner)
          add(generator.element(of: Self.nouns), .noun)
        }
        if generator.index(below: 2) == 0 { add(generator.element(of: Self.adverbs), .adverb) }
      }
      add(".", .stop)
      return TaggedSentence(words: words, tags: tags, ambiguous: ambiguous)
    }
  }
}
