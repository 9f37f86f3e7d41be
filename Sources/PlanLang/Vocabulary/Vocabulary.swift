public import PlanRules

/// All words of the language: `StatementWord`, `ClauseWord`, `FigureWord` and the scale words. Each has a row that
/// says where it may occur, how it is written and what it means. The lexer, the parser, completion, colours, help,
/// the manual and suggestions all read these tables, and no other file spells out a word.
public enum Vocabulary {
  /// The colour of a word while a statement is typed.
  public enum Role: Sendable { case keyword, scale }

  /// The role of a word that has the same one wherever it occurs; `nil` for other words, including those that only
  /// begin statements.
  public static func role(of spelling: String) -> Role? {
    if ClauseWord(spelled: spelling) != nil || isReserved(spelling) { return .keyword }
    if FigureWord(spelled: spelling) != nil { return .keyword }
    return ScaleWord.words.contains(spelling) ? .scale : nil
  }

  /// Whether a word cannot be used as a name.
  static func isReserved(_ spelling: String) -> Bool {
    // Reserved words are short, so most names are ruled out by their length.
    spelling.utf8.count <= longestReserved && reserved.contains(spelling)
  }

  private static let reserved = Set(
    Calendar.quarterNames + ClauseWord.allCases.filter { $0.entry.uses.contains(.reserved) }.map(\.spelling))
  private static let longestReserved = reserved.map(\.utf8.count).max() ?? 0

  /// Whether a word may follow a number without being its unit.
  static func endsNumber(_ spelling: String) -> Bool { endingNumbers.contains(spelling) }

  private static let endingNumbers = Set(
    ClauseWord.allCases.filter { $0.entry.uses.contains(.endsNumber) }.map(\.spelling))

  /// Whether a word can occur inside statements.
  static func hasClause(_ spelling: String) -> Bool {
    ClauseWord(spelled: spelling) != nil || isReserved(spelling)
  }

  /// The formula and the meaning of a word for a figure, such as `rate`, `surplus` or `none`; `nil` for other words.
  /// The formula is empty if the sentence says it all.
  public static func term(_ spelling: String) -> (formula: String, sentence: String)? {
    if let word = FigureWord(spelled: spelling) { return (word.formula, word.sentence) }
    guard let word = ClauseWord(spelled: spelling), word == .none || !word.formula.isEmpty else { return nil }
    return (word.formula, word.sentence)
  }

  /// The built-in axes with their words: time from months to years, then scenarios, programmes and groups.
  public static let axes: [(word: String, axis: AxisID)] =
    AxisID.periods.reversed().map { (Calendar.name(of: $0), $0) } + [
      (Calendar.name(of: .year), .year), (StatementWord.scenario.spelling, .scenario),
      (StatementWord.programme.spelling, .programme), (StatementWord.group.spelling, .group),
    ]

  /// Built-in names that a plan's declarations may redefine, so that older plans keep their meaning.
  static let givingWay = Set(
    FigureWord.allCases.filter(\.entry.givesWay).map(\.spelling)
      + BuiltInFunction.all.filter(\.givesWay).map(\.name)
      + AxisID.periods.filter { $0 != .quarter }.map(Calendar.name(of:)))
}

/// The things that may follow a word, for completion.
public enum Wanted: Hashable, Sendable {
  /// The names of one kind of thing, or the words for it.
  case programmes, kpis, goals, moves, scenarios, base, figures, axes, sorts, measures, units, periods
  /// The programmes that can receive what the one after `from` gives.
  case receivers
  /// The clause words of the statement being typed.
  case clauses
  /// One word of the language.
  case word(ClauseWord)
}

extension Vocabulary {
  /// What may follow a word in a statement; empty if the vocabulary does not specify it.
  ///
  /// - Parameters:
  ///   - spelling: the word just before the cursor.
  ///   - statement: the word that begins the statement; `nil` if it is the word before the cursor.
  public static func wanted(behind spelling: String, in statement: StatementWord?) -> [Wanted] {
    guard let statement else { return StatementWord(spelled: spelling)?.entry.wants ?? [] }
    guard let word = ClauseWord(spelled: spelling) else { return [] }
    return statement.entry.after.first { $0.word == word }?.wants ?? word.entry.wants
  }
}

/// The words that scale a number.
public enum ScaleWord {
  /// The words in English, then those in Thai.
  public static let words = all.map(\.word)

  static let all: [(word: String, scale: Scale)] =
    Scale.allCases.map { ($0.name, $0) } + [("พัน", .thousand), ("ล้าน", .million)]

  /// Compares the first byte before the rest: most words after a figure are units, which usually differ there.
  static func scale(_ word: String) -> Scale? {
    let first = word.utf8.first
    return all.first { $0.word.utf8.first == first && $0.word.utf8.elementsEqual(word.utf8) }?.scale
  }
}
