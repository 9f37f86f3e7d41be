public import PlanRules

/// The stages from a text to a plan, one line each.
public enum Pipeline {
  /// SourceText → tokens, comments among them.
  public static func tokens(_ source: SourceText, file: Int = 0) -> (tokens: [Token], problems: [Problem]) {
    let lexer = Lexer(source, file: file)
    return (lexer.tokens, lexer.problems)
  }

  /// SourceText → statements.
  public static func parse(_ source: SourceText, file: Int = 0, limits: Limits = Limits()) -> ParsedText {
    Parser.parse(source, file: file, limits: limits)
  }

  /// Files, and those that they use → a program.
  public static func load(
    _ paths: [String], allowing folders: [String] = [], limits: Limits = Limits()
  ) -> LoadedProgram {
    Loader.load(paths, allowing: folders, limits: limits)
  }

  /// One file alone, what it uses left aside.
  public static func read(_ path: String, limits: Limits = Limits()) -> LoadedProgram {
    Loader.readAlone(path, limits: limits)
  }

  /// SourceText → the same in the one layout; `nil` where it does not parse.
  public static func format(_ source: SourceText, limits: Limits = Limits()) -> String? {
    Formatter.format(source, limits: limits)
  }

  /// Statements → a plan.
  ///
  /// - Parameter earlier: what the same statements came to before some were added: with the same names an amendment means
  ///   the same.
  public static func check(
    _ statements: [Statement], sources: Sources, after earlier: CheckedProgram? = nil
  ) -> CheckedProgram {
    Checker.check(statements, sources: sources, after: earlier)
  }

  /// Plan → its problems: units, breakdowns, totals, amendments, found before any question is answered.
  public static func examine(_ evaluation: PlanEvaluation) -> Examination {
    Examination(evaluation)
  }

  /// What is wrong in reading and in checking, less what only follows from an earlier mistake; with units and totals
  /// of what could be understood, so that mistakes of several sorts are reported in one go.
  public static func independent(_ loaded: LoadedProgram, _ program: CheckedProgram) -> [Problem] {
    let isUnreadable = loaded.problems.contains { $0.code.rawValue.hasPrefix("E06") }
    guard !isUnreadable else { return loaded.problems.inOrder }
    let grouped = loaded.problems.filter { $0.code == .badGrouping }.map(\.origin).sorted {
      $0.rawValue < $1.rawValue
    }
    let checked = program.problems.filter { problem in
      let isOfGrouping = problem.code == .wrongNumberOfValues && problem.holdsOne(of: grouped)
      return !isOfGrouping && !problem.follows(from: loaded.lostNames, in: loaded.sources)
    }
    let found = loaded.problems + checked
    // With a circle there is no end to working out, along an axis whose table could not be read no figure.
    guard found.contains(where: { $0.severity == .error }),
      !program.problems.contains(where: { $0.code == .circularDefinition }),
      program.plan.axes.allSatisfy({ !$0.members.isEmpty })
    else { return found.inOrder }
    let units = examine(PlanEvaluation(plan: program.plan)).problems.filter { $0.isOfUnitsOrTotals }
    return (found + units).inOrder
  }
}

extension Problem {
  /// A name that is unknown only because its declaration has a mistake.
  public func follows(from lostNames: Set<String>, in sources: Sources) -> Bool {
    guard let span = Span(origin), span.file < sources.texts.count else { return false }
    if code == .unknownMember || code == .wrongNumberOfValues, lostNames.contains(Parser.anyMember) {
      return true
    }
    let isOfNames =
      code == .unknownName || code == .unknownUnit || code == .unknownMeasure || code == .unknownMember
    return isOfNames
      && (lostNames.contains(NameSpelling.folded(sources[span])) || lostNames.contains(Parser.anyName))
  }

  /// - Parameter origins: of numbers, none within another, in the order of the text.
  fileprivate func holdsOne(of origins: [Origin]) -> Bool {
    guard let span = Span(origin) else { return false }
    // An origin is in the order of its file and its beginning.
    let begin = Span(file: span.file, start: span.start, end: span.start).origin
    var (from, to) = (0, origins.count)
    while from < to {
      let middle = (from + to) / 2
      if origins[middle].rawValue < begin.rawValue { from = middle + 1 } else { to = middle }
    }
    guard from < origins.count, let first = Span(origins[from]) else { return false }
    return first.file == span.file && first.end <= span.end
  }

  fileprivate var isOfUnitsOrTotals: Bool {
    switch code {
    case .unlikeUnits, .wrongKind, .percentOfWhat, .needsUnit, .unitDoesNotFit, .comparisonWithNone,
      .totalsDiffer:
      true
    default: false
    }
  }
}
