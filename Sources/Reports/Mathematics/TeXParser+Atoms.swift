/// Single signs, letters and numbers.
extension TeXParser {
  /// Reads one atom without its scripts; nothing if what stands there draws nothing.
  mutating func atom(isArgument: Bool) -> MathAtom? {
    guard let token = next else { return nil }
    switch token {
    case .open:
      position += 1
      return MathAtom(element: nested { $0.group() })
    case .character(let character):
      position += 1
      return sign(character, isArgument: isArgument)
    case .command(let name):
      position += 1
      return command(name)
    case .superscript, .subscript:
      return MathAtom(element: .row([]))
    case .space, .close, .align, .newline:
      position += 1
      return nil
    }
  }

  private mutating func sign(_ character: Character, isArgument: Bool) -> MathAtom? {
    switch character {
    case "'", "’":
      position -= 1
      return MathAtom(element: .row([]))
    case "|": return Self.bar("|")
    case "‖": return Self.bar("‖")
    case "~": return .space("0.3333em")
    case "$":
      report("$ stands inside a formula; write \\$ for the sign")
      return nil
    case "0"..."9" where character.isASCII: return number(character, isArgument: isArgument)
    default: break
    }
    if let symbol = TeXSymbol.written[character] { return atom(symbol) }
    if character.isLetter || character.isNumber {
      return letters(character, isArgument: isArgument)
    }
    return MathAtom(element: .text("mo", String(character), ["lspace": "0", "rspace": "0"]))
  }

  private mutating func number(_ first: Character, isArgument: Bool) -> MathAtom {
    var digits = String(first)
    while !isArgument, case .character(let character)? = next {
      guard isDigit(at: position) || character == "." && isDigit(at: position + 1) else { break }
      digits.append(character)
      position += 1
    }
    let styled = alphabet.map { alphabet in String(digits.map(alphabet.styled)) } ?? digits
    return MathAtom(element: .text("mn", styled))
  }

  private func isDigit(at place: Int) -> Bool {
    guard place < tokens.count, case .character(let character) = tokens[place] else { return false }
    return character.isASCII && character.isNumber
  }

  private mutating func letters(_ first: Character, isArgument: Bool) -> MathAtom {
    var word = String(first)
    if let alphabet, alphabet.joinsLetters, !isArgument {
      while case .character(let character)? = next, character.isLetter,
        TeXSymbol.written[character] == nil
      {
        word.append(character)
        position += 1
      }
    }
    return identifier(word)
  }

  /// A letter or word in the present alphabet.
  func identifier(_ word: String) -> MathAtom {
    guard let alphabet else { return MathAtom(element: .text("mi", word)) }
    let isUprightLetter = alphabet == .roman && word.count == 1
    return MathAtom(
      element: .text(
        "mi", String(word.map(alphabet.styled)), isUprightLetter ? ["mathvariant": "normal"] : [:]))
  }

  func atom(_ symbol: TeXSymbol) -> MathAtom {
    let text = symbol.text
    switch symbol.kind {
    case .letter: return identifier(text)
    case .upright:
      let styled = String(text.map { alphabet?.styled($0) ?? $0 })
      return MathAtom(
        element: .text("mi", styled, styled == text ? ["mathvariant": "normal"] : [:]))
    case .binary: return MathAtom(element: .text("mo", text), kind: .binary)
    case .relation:
      let element =
        text == "∣"
        ? MathElement.text(
          "mo", "|", ["stretchy": "false", "lspace": "0.2778em", "rspace": "0.2778em"])
        : .text("mo", text, ["stretchy": "false"])
      return MathAtom(element: element, kind: .relation)
    case .open:
      return MathAtom(
        element: .text("mo", text, ["form": "prefix", "stretchy": "false"]), kind: .open)
    case .close:
      return MathAtom(
        element: .text("mo", text, ["form": "postfix", "stretchy": "false"]), kind: .close)
    case .punctuation:
      return MathAtom(element: .text("mo", text, ["separator": "true"]), kind: .punctuation)
    case .large:
      return MathAtom(element: .text("mo", text), kind: .largeOperator, limits: .movable)
    case .integral: return MathAtom(element: .text("mo", text), kind: .largeOperator)
    }
  }

  /// A bar that may open, close or stand between.
  static func bar(_ sign: String) -> MathAtom {
    MathAtom(element: .text("mo", sign, ["stretchy": "false", "lspace": "0", "rspace": "0"]))
  }

  /// The name of a function, set upright.
  static func operatorName(_ name: String, hasLimits: Bool) -> MathAtom {
    let element: MathElement =
      hasLimits
      ? .text("mo", name, ["movablelimits": "true", "lspace": "0", "rspace": "0"])
      : .text("mi", name, name.count == 1 ? ["mathvariant": "normal"] : [:])
    return MathAtom(element: element, kind: .operatorName, limits: hasLimits ? .movable : .beside)
  }
}
