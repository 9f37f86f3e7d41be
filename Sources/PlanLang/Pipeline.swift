public import PlanRules

/// The stages from a text to a plan, one line each.
public enum Pipeline {
  /// Splits a text into tokens, including comments and line ends.
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

  /// Reads files, and the files they use, into one program. Files that cannot be read are reported among its
  /// problems.
  ///
  /// - Parameter folders: the folders under which files may be used, in addition to those of the paths.
  public static func load(
    _ paths: [String], allowing folders: [String] = [], limits: Limits = Limits()
  ) -> LoadedProgram {
    Loader.load(paths, allowing: folders, limits: limits)
  }

  /// Reads a single file: its `use` statements are not followed, and no tables are looked up.
  public static func read(_ path: String, limits: Limits = Limits()) -> LoadedProgram {
    Loader.readAlone(path, limits: limits)
  }

  /// Formats a text in the canonical layout; `nil` if it does not parse.
  public static func format(_ source: SourceText, limits: Limits = Limits()) -> String? {
    Formatter.format(source, limits: limits)
  }

  /// Resolves the names in statements and builds the plan.
  ///
  /// - Parameter earlier: the result of checking the same statements before some were added. If the names have not
  ///   changed, amendments need not be resolved again.
  public static func check(
    _ statements: [Statement], sources: Sources, after earlier: CheckedProgram? = nil
  ) -> CheckedProgram {
    Checker.check(statements, sources: sources, after: earlier)
  }

  /// Finds the problems that only show up when the formulas of a plan are lowered: units, breakdowns, totals and
  /// amendments.
  public static func examine(_ evaluation: PlanEvaluation) -> Examination {
    Examination(evaluation)
  }

  /// The problems found while reading and checking, without those that merely follow from an earlier mistake, plus
  /// unit and total errors in the rest, so that mistakes of several kinds are reported in one go.
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
    // With a circular definition, evaluation would not end; along an axis whose table could not be read, there are no
    // figures.
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

  /// - Parameter origins: the origins of numbers, in source order, none within another.
  fileprivate func holdsOne(of origins: [Origin]) -> Bool {
    guard let span = Span(origin) else { return false }
    // Origins are ordered by file and start offset.
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
