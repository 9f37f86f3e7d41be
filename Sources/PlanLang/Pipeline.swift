public import PlanRules

/// The stages from a text to a plan, one line each.
public enum Pipeline {
  /// SourceText → tokens, comments among them.
  public static func tokens(_ source: SourceText, file: Int = 0) -> (tokens: [Token], problems: [Problem]) {
    let lexer = Lexer(source, file: file)
    return (lexer.tokens, lexer.problems)
  }

  /// SourceText → statements.
  public static func parse(_ source: SourceText, file: Int = 0) -> ParsedText {
    Parser.parse(source, file: file)
  }

  /// Files, and those that they use → a program.
  public static func load(_ paths: [String], allowing folders: [String] = []) -> LoadedProgram {
    Loader.load(paths, allowing: folders)
  }

  /// One file alone, what it uses left aside.
  public static func read(_ path: String) -> LoadedProgram { Loader.readAlone(path) }

  /// SourceText → the same in the one layout; `nil` where it does not parse.
  public static func format(_ source: SourceText) -> String? { Formatter.format(source) }

  /// Statements → a plan.
  public static func check(_ statements: [Statement], sources: Sources) -> CheckedProgram {
    Checker.check(statements, sources: sources)
  }

  /// Plan → its problems: units, breakdowns, totals, amendments, found before any question is answered.
  public static func examine(_ evaluation: PlanEvaluation) -> Examination {
    Examination(evaluation)
  }
}
