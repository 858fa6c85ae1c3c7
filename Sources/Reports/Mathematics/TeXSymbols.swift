/// The signs that TeX has names for.
struct TeXSymbol {
  enum Kind {
    /// A letter, set in italics when it is alone.
    case letter
    /// A letter or sign that stays upright.
    case upright
    case binary, relation, open, close, punctuation
    /// A large operator whose limits go above and below it in display style.
    case large
    /// A large operator whose limits stay beside it.
    case integral
  }

  let text: String
  let kind: Kind

  static let named: [String: TeXSymbol] = {
    var symbols: [String: TeXSymbol] = [:]
    for (kind, table) in tables {
      let words = table.split(whereSeparator: \.isWhitespace)
      for place in stride(from: 0, to: words.count - 1, by: 2) {
        symbols[String(words[place])] = TeXSymbol(text: String(words[place + 1]), kind: kind)
      }
    }
    return symbols
  }()

  /// The signs by themselves, for authors who write σ and ⊙ as they are.
  static let written: [Character: TeXSymbol] = {
    var symbols: [Character: TeXSymbol] = [:]
    for name in named.keys.sorted() {
      guard let symbol = named[name], let character = symbol.text.first else { continue }
      if symbols[character] == nil { symbols[character] = symbol }
    }
    for character in "+−" { symbols[character] = TeXSymbol(text: "\(character)", kind: .binary) }
    symbols["-"] = TeXSymbol(text: "−", kind: .binary)
    symbols["*"] = TeXSymbol(text: "∗", kind: .binary)
    for character in "=<>:" {
      symbols[character] = TeXSymbol(text: "\(character)", kind: .relation)
    }
    for character in ",;" {
      symbols[character] = TeXSymbol(text: "\(character)", kind: .punctuation)
    }
    for character in "([" { symbols[character] = TeXSymbol(text: "\(character)", kind: .open) }
    for character in ")]" { symbols[character] = TeXSymbol(text: "\(character)", kind: .close) }
    symbols["|"] = nil
    return symbols
  }()

  /// Names set upright as operators; `true` where limits go below them in display style.
  static let operatorNames: [String: Bool] = {
    let beside = """
      log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg deg dim
      hom ker softmax sigmoid softplus ReLU relu GELU gelu erf sign sgn diag tr rank Var Cov KL
      """
    let below = "lim max min sup inf det gcd Pr argmax argmin"
    var names: [String: Bool] = [:]
    for name in beside.split(whereSeparator: \.isWhitespace) { names[String(name)] = false }
    for name in below.split(separator: " ") { names[String(name)] = true }
    return names
  }()

  private static let tables: [(Kind, String)] = [
    (
      .letter,
      """
      alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ
      iota ι kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ
      sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω partial ∂
      imath ı jmath ȷ
      """
    ),
    (
      .upright,
      """
      Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
      ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ nabla ∇ infty ∞ emptyset ∅ varnothing ∅ complement ∁ beth ℶ mho ℧ eth ð forall ∀
      exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ intercal ⊺ prime ′ ldots … dots … dotsc …
      cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱ angle ∠ triangle △ square □ blacksquare ■ checkmark ✓
      degree ° % % # # $ $ & & _ _ backslash \\ S § P ¶ surd √ flat ♭ sharp ♯
      """
    ),
    (
      .binary,
      """
      cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗
      oslash ⊘ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ uplus ⊎
      setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ dagger † ddagger ‡ diamond ⋄ boxplus ⊞
      boxtimes ⊠ boxdot ⊡ triangleleft ◃ triangleright ▹ ltimes ⋉ rtimes ⋊
      """
    ),
    (
      .relation,
      """
      leq ≤ le ≤ geq ≥ ge ≥ leqslant ⩽ geqslant ⩾ neq ≠ ne ≠ equiv ≡ approx ≈ sim ∼ simeq ≃
      cong ≅ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ ni ∋ notin ∉ subset ⊂
      supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ parallel ∥ nparallel ∦ perp ⟂
      mid ∣ nmid ∤ vdash ⊢ dashv ⊣ models ⊨ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ lesssim ≲
      lt < gt > nleq ≰ ngeq ≱ nless ≮ ngtr ≯ nsubseteq ⊈ nsupseteq ⊉ subseteqq ⫅ supseteqq ⫆
      sqsubseteq ⊑ sqsupseteq ⊒ ncong ≇ nsim ≁ nprec ⊀ nsucc ⊁ lll ⋘ ggg ⋙ lessgtr ≶ eqsim ≂
      approxeq ≊ Vdash ⊩ vDash ⊨ nvdash ⊬ eqqcolon ≕ colonequals ≔ multimap ⊸
      nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ upharpoonright ↾ rightleftarrows ⇄ twoheadrightarrow ↠
      gtrsim ≳ bowtie ⋈ smile ⌣ frown ⌢ therefore ∴ because ∵
      to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⟹
      Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵
      longleftrightarrow ⟷ longmapsto ⟼ Longrightarrow ⟹ Longleftarrow ⟸ hookrightarrow ↪
      hookleftarrow ↩ rightharpoonup ⇀ leftharpoonup ↼ rightleftharpoons ⇌ leadsto ⇝
      uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘
      swarrow ↙ nwarrow ↖ circlearrowleft ↺ circlearrowright ↻ rightsquigarrow ⇝
      """
    ),
    (.open, "lbrack [ lbrace { { { langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ llbracket ⟦"),
    (
      .close, "rbrace } } } rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ rrbracket ⟧ rbrack ]"
    ),
    (.punctuation, "colon :"),
    (
      .large,
      """
      sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂
      bigodot ⨀ biguplus ⨄ bigsqcup ⨆
      """
    ),
    (.integral, "int ∫ iint ∬ iiint ∭ oint ∮"),
  ]
}
