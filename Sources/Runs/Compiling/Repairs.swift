/// What is changed in the text of a batch so that its cells mean what they would in one file.
struct Repairs: Sendable, Equatable {
  /// Changes of the author's text.
  var edits: [SourceEdit] = []
  /// Text for the end of the file: what the compiler would have synthesised.
  var synthesized: [String] = []
  /// Functions of which only the newest cell's are seen: those of the engine have the same signature.
  var narrowed: Set<String> = []
  /// Steps whose value cannot be held before it is shown.
  var shownInPlace: Set<Int> = []
  /// Whether initialisers may set the properties of a structure of another module, one by one: what the
  /// language's version 4.2 is for.
  var fillsForeignStructures = false
  /// Whether the types of constants and variables are not reported: the compiler refused.
  var omitsNotes = false
  /// Whether the compiler is told not to ask for `public`.
  var ignoresAccess = false

  var isEmpty: Bool { self == Repairs() }
}
