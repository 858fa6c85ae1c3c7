extension StoryGrammar {
  /// A larger grammar, for vectors of words as well: who a sentence is about shows in what is said.
  ///
  ///     story  →  the WHO DEED END  |  NAME DEED END
  ///     deed   →  of the role (`ruled the kingdom`), of the rank (`lived in the palace`), or of all
  ///               (`walked to the river`)
  ///     end    →  .  |  and he …  |  because he … his …  |  while his …
  ///
  /// The subject has a role, a gender and with the role a rank (royal, common) and an age (old, young).
  /// The role and the rank decide deeds, things and homes, the gender the pronouns and what is worn, the
  /// age the kin. The gender is independent of all else, and every role has a word for each: so what
  /// parts king from man parts queen from woman (Mikolov, Yih and Zweig, 2013: king − man + woman = queen).
  ///
  /// **Why the entropy is exact.** The alternatives of every symbol begin with different words, and none
  /// is empty. So a reader from the left always knows which rule was used (the grammar is LL(1)), a
  /// sentence has one derivation, and its probability is that of the derivation. A test proves the
  /// condition for every symbol.
  public static let kingdom: StoryGrammar = {
    var rules: [String: [Rule]] = [:]
    func choose(_ symbol: String, _ options: [(Double, String)]) {
      rules[symbol] = options.map {
        Rule(probability: $0.0, parts: $0.1.split(separator: " ").map(String.init))
      }
    }
    choose("<story>", [(0.85, "the <who>"), (0.075, "<men>"), (0.075, "<women>")])
    choose(
      "<who>",
      ["royal-old", "royal-young", "common-old", "common-young"].map { (0.25, "<\($0)>") })
    for (kind, group) in roles {
      let words = group.map { "<\($0.man)>" }
      // Zipf's law over the roles, then the gender.
      rules["<\(kind)>"] = one(of: words.joined(separator: "|")).flatMap { rule in
        ["he", "she"].map { gender in
          Rule(probability: rule.probability / 2, parts: rule.parts.map { $0 + gender })
        }
      }
      let parts = kind.split(separator: "-")
      for role in group {
        for (gender, word) in [("he", role.man), ("she", role.woman)] {
          choose(
            "<\(role.man)>\(gender)",
            [(1, "\(word) <\(role.man)-deed> <end-\(gender)-\(parts[1])>")])
        }
        choose(
          "<\(role.man)-deed>", [(0.3, "<\(role.man)-own>")] + deeds(parts[0] == "royal", rest: 0.7)
        )
        rules["<\(role.man)-own>"] = one(of: role.deeds)
      }
    }
    choose("<name-deed>", deeds(false, rest: 1))
    for (symbol, gender, names) in [
      ("<men>", "he", "john|tom|peter|paul|hugo|max"),
      ("<women>", "she", "mary|anna|lucy|emma|clara|ida"),
    ] {
      rules[symbol] = one(of: names).map {
        Rule(probability: $0.probability, parts: $0.parts + ["<name-deed>", "<end-\(gender)-old>"])
      }
    }
    rules["<royal-verb>"] = one(of: "signed the treaty|gave a feast|rewarded the knight")
    rules["<common-verb>"] = one(of: "worked for a coin|paid the tax|washed the floor")
    rules["<palace>"] = one(of: "palace|castle|tower")
    rules["<cottage>"] = one(of: "cottage|village|hut")
    rules["<treasure>"] = one(of: "sceptre|gold|jewel|banner|carriage")
    rules["<ware>"] = one(of: "basket|plough|bucket|cart|ladder")
    rules["<move>"] = one(of: "walked|went|rode|ran|sailed|came")
    rules["<place>"] = one(of: "london|paris|the <spot>|rome|vienna")
    rules["<spot>"] = one(of: "river|forest|market|town|mountain|sea")
    rules["<take>"] = one(of: "found|took|lost|saw|bought|hid")
    for (he, his, dress) in [("he", "his", "<mens>"), ("she", "her", "<womens>")] {
      for age in ["old", "young"] {
        choose(
          "<end-\(he)-\(age)>",
          [
            (0.2, "."), (0.25, "and \(he) <feel> ."),
            (0.3, "because \(he) <want> \(his) <kin-\(age)> ."),
            (0.25, "while \(his) \(dress) ."),
          ])
      }
    }
    rules["<mens>"] = one(of: "beard grew|helmet shone|cloak was torn")
    rules["<womens>"] = one(of: "gown shone|necklace was torn|veil grew")
    rules["<feel>"] = one(of: "slept|laughed|sang|wept|was <mood>")
    rules["<mood>"] = one(of: "happy|sad|tired|proud|afraid")
    rules["<want>"] = one(of: "missed|loved|feared|sought|followed")
    rules["<kin-old>"] = one(of: "son|daughter|grandson|child")
    rules["<kin-young>"] = one(of: "father|mother|teacher|brother|sister")
    return StoryGrammar(rules: rules)
  }()

  /// Deeds of a rank and of all.
  private static func deeds(_ isRoyal: Bool, rest: Double) -> [(Double, String)] {
    let (verb, home, seat, thing) =
      isRoyal
      ? ("<royal-verb>", "<palace>", "throne", "<treasure>")
      : ("<common-verb>", "<cottage>", "bench", "<ware>")
    return [
      (0.2 * rest, verb), (0.15 * rest, "lived in the \(home)"), (0.1 * rest, "sat on the \(seat)"),
      (0.25 * rest, "<move> to <place>"), (0.3 * rest, "<take> the \(thing)"),
    ]
  }

  private typealias Role = (man: String, woman: String, deeds: String)

  private static let roles: [(kind: String, roles: [Role])] = [
    (
      "royal-old",
      [
        ("king", "queen", "ruled the kingdom|wore the crown|pardoned the prisoner"),
        ("emperor", "empress", "ruled the empire|commanded the army|conquered the island"),
        ("duke", "duchess", "ruled the duchy|hunted the deer|taxed the people"),
      ]
    ),
    (
      "royal-young",
      [
        ("prince", "princess", "learned the dance|played the harp|inherited the sword"),
        ("heir", "heiress", "inherited the land|claimed the fortune|awaited the crown"),
      ]
    ),
    (
      "common-old",
      [
        ("man", "woman", "ploughed the field|baked the bread|mended the roof"),
        ("host", "hostess", "served the soup|poured the wine|greeted the guests"),
        ("widower", "widow", "visited the grave|mended the coat|lit the candle"),
      ]
    ),
    (
      "common-young",
      [
        ("boy", "girl", "climbed the tree|chased the goat|learned the song"),
        ("shepherd", "shepherdess", "milked the cow|fed the sheep|chased the wolf"),
      ]
    ),
  ]

  /// The probability of a sentence as a sum of −log p, in nats; `nil` if the grammar does not make it.
  ///
  /// Reads from the left and takes the one rule that the next word allows: for grammars that are LL(1),
  /// as ``kingdom`` is. The mean over sentences is `entropyPerSentence`.
  func surprise(of sentence: String) -> Double? {
    var words = sentence.split(separator: " ").map(String.init)[...]
    var stack = ["<story>"]
    var surprise = 0.0
    while let symbol = stack.popLast() {
      guard let options = rules[symbol] else {
        guard words.popFirst() == symbol else { return nil }
        continue
      }
      guard let next = words.first,
        let rule = options.first(where: { firstWords(of: $0.parts[0]).contains(next) })
      else { return nil }
      surprise -= logarithm(rule.probability)
      stack += rule.parts.reversed()
    }
    return words.isEmpty ? surprise : nil
  }

  /// The words that what a symbol stands for can begin with.
  func firstWords(of symbol: String) -> Set<String> {
    var words: Set<String> = []
    var open = [symbol]
    while let next = open.popLast() {
      if let options = rules[next] {
        open += options.map { $0.parts[0] }
      } else {
        words.insert(next)
      }
    }
    return words
  }
}
