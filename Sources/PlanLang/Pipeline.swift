public import PlanRules

/// The stages from a text to a plan, one line each.
public enum Pipeline {
  /// Splits a text into its tokens, comments and line ends among them.
  ///
  /// - Parameter file: the index of the text in the sources, which the spans carry.
  public static func tokens(_ source: SourceText, file: Int = 0) -> (tokens: [Token], problems: [Problem]) {
    let lexer = Lexer(source, file: file)
    return (lexer.tokens, lexer.problems)
  }

  /// Parses the statements of a text.
  ///
  /// - Parameter file: the index of the text in the sources, which the spans carry.
  public static func parse(_ source: SourceText, file: Int = 0, limits: Limits = Limits()) -> ParsedText {
    Parser.parse(source, file: file, limits: limits)
  }

  /// Reads files, and the files that they use, into one program. Files that cannot be read are among its problems.
  ///
  /// - Parameter folders: the folders under which files may be used, besides those of the paths.
  public static func load(
    _ paths: [String], allowing folders: [String] = [], limits: Limits = Limits()
  ) -> LoadedProgram {
    Loader.load(paths, allowing: folders, limits: limits)
  }

  /// Reads one file alone: its `use` statements stay as they are, and no tables are looked for.
  public static func read(_ path: String, limits: Limits = Limits()) -> LoadedProgram {
    Loader.readAlone(path, limits: limits)
  }

  /// Brings a text into the one layout; `nil` where it does not parse.
  public static func format(_ source: SourceText, limits: Limits = Limits()) -> String? {
    Formatter.format(source, limits: limits)
  }

  /// Resolves the names of statements, which gives the plan.
  ///
  /// - Parameter earlier: the program of the same statements before some were added: where the names are
  ///   the same, it saves resolving amendments again.
  public static func check(
    _ statements: [Statement], sources: Sources, after earlier: CheckedProgram? = nil
  ) -> CheckedProgram {
    Checker.check(statements, sources: sources, after: earlier)
  }

  /// Finds the problems of a plan that show only when its formulas are lowered: units, breakdowns, totals
  /// and amendments.
  public static func examine(_ evaluation: PlanEvaluation) -> Examination {
    Examination(evaluation)
  }

  /// The problems of reading and of checking, without those that only follow from an earlier mistake, and
  /// with units and totals of the rest, so that mistakes of several sorts are reported in one go.
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
  /// Whether a name is unknown only because its declaration has a mistake.
  ///
  /// - Parameter lostNames: the names that such declarations would have declared (`ParsedText.lostNames`).
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
