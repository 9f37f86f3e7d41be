public import PlanRules

/// The words of the language, all of them: `StatementWord`, `ClauseWord`, `FigureWord` and the words of scale, each with the
/// row that says where it may stand, how it is written and what it means. The lexer, the parser, completion, colours, help, the
/// manual and the search for near names read these tables, and no other file spells a word.
public enum Vocabulary {
  /// How a word is coloured while a statement is typed.
  public enum Role: Sendable { case keyword, scale }

  /// The role of a word that is no name, wherever it stands.
  public static func role(of spelling: String) -> Role? {
    if ClauseWord(spelled: spelling) != nil || isReserved(spelling) { return .keyword }
    if FigureWord(spelled: spelling) != nil { return .keyword }
    return ScaleWord.words.contains(spelling) ? .scale : nil
  }

  /// Whether a word may be no name.
  static func isReserved(_ spelling: String) -> Bool {
    // None of them is long: most names are told apart by that.
    spelling.utf8.count <= longestReserved && reserved.contains(spelling)
  }

  private static let reserved = Set(
    Calendar.quarterNames + ClauseWord.allCases.filter { $0.entry.uses.contains(.reserved) }.map(\.spelling))
  private static let longestReserved = reserved.map(\.utf8.count).max() ?? 0

  /// Whether a word may follow a number without being its unit.
  static func endsNumber(_ spelling: String) -> Bool { endingNumbers.contains(spelling) }

  private static let endingNumbers = Set(
    ClauseWord.allCases.filter { $0.entry.uses.contains(.endsNumber) }.map(\.spelling))

  /// Whether a word stands inside statements.
  static func hasClause(_ spelling: String) -> Bool {
    ClauseWord(spelled: spelling) != nil || isReserved(spelling)
  }

  /// What is worked out, and words of the field: how, and what it means.
  public static func term(_ spelling: String) -> (formula: String, sentence: String)? {
    if let word = FigureWord(spelled: spelling) { return (word.formula, word.sentence) }
    guard let word = ClauseWord(spelled: spelling), word == .none || !word.formula.isEmpty else { return nil }
    return (word.formula, word.sentence)
  }

  /// The axes that every plan has.
  public static let axes: [(word: String, axis: AxisID)] =
    AxisID.periods.reversed().map { (Calendar.name(of: $0), $0) } + [
      (Calendar.name(of: .year), .year), (StatementWord.scenario.spelling, .scenario),
      (StatementWord.programme.spelling, .programme), (StatementWord.group.spelling, .group),
    ]

  /// Built-in names that give way to what a plan declares under their name: plans from before they were there keep their
  /// meaning.
  static let givingWay = Set(
    FigureWord.allCases.filter(\.entry.givesWay).map(\.spelling)
      + BuiltInFunction.all.filter(\.givesWay).map(\.name)
      + AxisID.periods.filter { $0 != .quarter }.map(Calendar.name(of:)))
}

/// What may follow a word, for completion.
public enum Wanted: Hashable, Sendable {
  case programmes, kpis, goals, moves, scenarios, base, figures, axes, sorts, measures, units, periods
  /// Programmes that can take what the one behind `from` gives.
  case receivers
  /// The words of the statement that is typed.
  case clauses
  case word(ClauseWord)
}

extension Vocabulary {
  /// What may follow a word in a statement; empty where the vocabulary does not say.
  ///
  /// - Parameters:
  ///   - spelling: the word just before the cursor.
  ///   - statement: the word that begins the statement, where it is another one.
  public static func wanted(behind spelling: String, in statement: StatementWord?) -> [Wanted] {
    guard let statement else { return StatementWord(spelled: spelling)?.entry.wants ?? [] }
    guard let word = ClauseWord(spelled: spelling) else { return [] }
    switch (word, statement) {
    case (.from, .move): return [.programmes, .periods]
    case (.from, .scenario): return [.scenarios]
    case (.to, .move): return [.receivers, .periods]
    case (.not, .why): return [.kpis]
    case (.of, .carry), (.of, .lights), (.of, .milestone): return [.programmes]
    case (.by, .rank): return [.figures]
    case (.by, .compare): return [.word(.statement)]
    case (.by, .periods), (.by, .carry): return [.clauses]
    default: return word.entry.wants
    }
  }
}

/// Words that scale a number.
public enum ScaleWord {
  /// As they are written.
  public static let words = all.map(\.word)

  static let all: [(word: String, scale: Scale)] =
    Scale.allCases.map { ($0.name, $0) } + [("พัน", .thousand), ("ล้าน", .million)]

  /// Letter by letter as in the list: most words after a figure are units, and part with these at the first letter.
  static func scale(_ word: String) -> Scale? {
    let first = word.utf8.first
    return all.first { $0.word.utf8.first == first && $0.word.utf8.elementsEqual(word.utf8) }?.scale
  }
}
