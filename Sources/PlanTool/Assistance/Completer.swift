import PlanLang
import PlanRules

/// Candidates for the position of the cursor: statements at the start, programmes after `from`, measures after `of`
/// and a dot, members inside brackets, files after `use`.
struct Completer {
  let session: Session

  func completion(of before: String) -> Completion {
    let scalars = Array(before.unicodeScalars)
    let isWord: (Unicode.Scalar) -> Bool = { $0 == "_" || $0.properties.isXIDContinue }
    let start = (scalars.lastIndex { !isWord($0) } ?? -1) + 1
    let prefix = string(scalars[start...])
    let head = string(scalars[..<start])
    if let file = PathCompletion.completion(of: before) { return file }
    let fitting = self.candidates(after: head)
    var candidates = (fitting + (prefix.isEmpty ? [] : fitting.compactMap(byLabel))).filter {
      $0.text.unicodeScalars.starts(with: prefix.unicodeScalars)
    }
    // Nothing matched by name, so search the labels for the text.
    if candidates.isEmpty, prefix.unicodeScalars.count > 1 {
      candidates = fitting.filter { ScalarSearch.range(of: prefix, in: $0.label) != nil }
    }
    var seen: Set<String> = []
    return Completion(replaced: prefix, candidates: candidates.filter { seen.insert($0.text).inserted })
  }

  private typealias Candidate = Completion.Candidate

  /// The word of a thing's label, if that word refers to nothing else.
  private func byLabel(_ candidate: Candidate) -> Candidate? {
    let names = session.open.program.names
    guard let word = NameTable.word(of: candidate.label), names.named(word) == candidate.text,
      word != candidate.text
    else { return nil }
    return Candidate(text: word, label: candidate.text, isOpen: candidate.isOpen)
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func candidates(after head: String) -> [Candidate] {
    let trimmed = head.reversed().drop { $0 == " " }.reversed()
    let text = String(trimmed)
    if text.isEmpty || text.hasSuffix("{") || text.hasSuffix(";") || text.hasSuffix("\n") {
      return statements + figures
    }
    if head.hasSuffix(".") { return measures(of: String(text.dropLast())) }
    if insideBrackets(text) { return members }
    let word = lastWord(of: text)
    if word.first?.isNumber == true, head.hasSuffix(" ") {
      return units + scales + clauses(of: firstWord(of: text))
    }
    let segment = String(
      text[(text.lastIndex { "{;\n".contains($0) }.map(text.index(after:)) ?? text.startIndex)...])
    let first = firstWord(of: segment)
    if let command = SessionCommand(rawValue: first), let candidates = candidates(of: command, behind: word) {
      return candidates
    }
    if word == "(" { return figures }
    let statement =
      segment.split(whereSeparator: \.isWhitespace).count > 1 ? StatementWord(spelled: first) : nil
    if statement == .compare, text.hasSuffix(",") { return scenarios }
    let wanted = Vocabulary.wanted(behind: word, in: statement)
    return wanted.isEmpty ? figures + clauses(of: first) : wanted.flatMap { candidates($0, segment) }
  }

  private func firstWord(of text: String) -> String { String(text.split { $0.isWhitespace }.first ?? "") }

  /// What may follow a command of the session; `nil` if a formula may.
  private func candidates(of command: SessionCommand, behind word: String) -> [Candidate]? {
    switch command {
    case .help: statements + programmes + goals + figures
    case .setting:
      word == command.rawValue
        ? PromptSettings.Name.allCases.map { Candidate(text: $0.rawValue, label: $0.summary) }
        : ["on", "off"].map { Candidate(text: $0, label: "") }
    case .drop: scenarios
    case .undo, .redo, .history, .keep, .save, .load, .reload, .reset, .resume, .forget, .quit, .exit, .shell:
      nil
    }
  }

  private func candidates(_ wanted: Wanted, _ statement: String) -> [Candidate] {
    switch wanted {
    case .programmes: programmes
    case .receivers: receivers(statement)
    case .kpis: kpis
    case .goals: goals
    case .moves: moves
    case .scenarios: scenarios
    case .base: [word(.base)]
    case .figures: figures
    case .axes: axes
    case .sorts: NamedSort.words.map { Candidate(text: $0.word.spelling, label: $0.word.sentence) }
    case .measures: storedMeasures
    case .units: units
    case .periods: periods
    case .clauses: clauses(of: firstWord(of: statement))
    case .word(let clause): [word(clause)]
    }
  }

  private func word(_ word: ClauseWord) -> Candidate { Candidate(text: word.spelling, label: word.sentence) }

  /// The possible targets of a move: programmes in the same unit as the giver.
  private func receivers(_ text: String) -> [Candidate] {
    let words = text.split { $0.isWhitespace }
    guard let from = words.lastIndex(where: { ClauseWord(spelled: String($0)) == .from }),
      from + 1 < words.count,
      case .programme(let giver)? = thing(called: String(words[from + 1]))
    else { return programmes }
    let fitting = plan.programmes.filter {
      !$0.isGroup && $0.unit == plan[giver].unit && $0.name != plan[giver].name
    }
    return fitting.isEmpty ? programmes : fitting.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }

  private func lastWord(of text: String) -> String {
    text.hasSuffix("(") ? "(" : String(text.split { $0 == " " || $0 == "(" }.last ?? "")
  }

  private func insideBrackets(_ text: String) -> Bool {
    guard let open = text.lastIndex(of: "[") else { return false }
    return !text[open...].contains("]")
  }

  private func thing(called word: String) -> NamedThing? {
    let names = session.open.program.names
    return names.thing(names.named(NameSpelling.folded(word)))
  }

  // MARK: What there is

  private var plan: Plan { session.plan }

  private var statements: [Candidate] {
    StatementWord.allCases.map { Candidate(text: $0.spelling, label: $0.sentence) }
      + SessionCommand.allCases.map { Candidate(text: $0.rawValue, label: $0.summary) }
  }

  private var programmes: [Candidate] {
    plan.programmes.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }
  private var kpis: [Candidate] { plan.kpis.map { Candidate(text: $0.name, label: $0.label ?? "") } }
  private var goals: [Candidate] {
    kpis
      + plan.milestones.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }
  private var moves: [Candidate] {
    plan.moves.compactMap { move in move.name.map { Candidate(text: $0, label: move.label ?? "") } }
  }
  private var scenarios: [Candidate] {
    plan.scenarios.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }
  private var periods: [Candidate] {
    plan.periodsInUse.flatMap { plan.calendar.names(of: $0) }.map { Candidate(text: $0, label: "") }
  }
  private var units: [Candidate] {
    plan.units.definitions.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }
  private var scales: [Candidate] {
    ScaleWord.words.map { Candidate(text: $0, label: "") }
  }
  private var axes: [Candidate] {
    Vocabulary.axes.map { Candidate(text: $0.word, label: "") }
      + plan.axes.filter { !$0.id.isTime }.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }
  private var members: [Candidate] {
    periods
      + plan.axes.filter { !$0.id.isPeriod }.flatMap(\.members).map {
        Candidate(text: $0.name, label: $0.label ?? "")
      }
      + scenarios
  }
  private var storedMeasures: [Candidate] {
    plan.measures.map { Candidate(text: $0.name, label: $0.label ?? "") }
  }
  private var derived: [Candidate] { FigureWord.ofProgrammes.map { candidate($0.word) } }

  private func candidate(_ word: FigureWord) -> Candidate {
    Candidate(text: word.spelling, label: word.formula)
  }

  private func measures(of owner: String) -> [Candidate] {
    let name = String(
      owner.split { !($0 == "_" || $0.isLetter || $0.isNumber || $0.unicodeScalars.count > 1) }.last ?? "")
    if name == FigureWord.kpis.spelling {
      return KPISummary.allCases.map { Candidate(text: $0.rawValue, label: "") }
    }
    let names = session.open.program.names
    let isGoal = names.kpi(names.named(NameSpelling.folded(name))) != nil
    let goal = isGoal ? FigureWord.ofGoals.map(candidate) : []
    if case .programme? = thing(called: name) { return goal + derived + storedMeasures }
    return isGoal ? goal : derived + storedMeasures
  }

  private var figures: [Candidate] {
    programmes.map { Candidate(text: $0.text, label: $0.label, isOpen: true) }
      + plan.lets.map { Candidate(text: $0.name, label: $0.documentation ?? "") }
      + BuiltInFunction.all.map { Candidate(text: $0.name, label: $0.summary) } + derived + storedMeasures
      + [
        Candidate(
          text: FigureWord.kpis.spelling, label: KPISummary.allCases.map(\.rawValue).joined(separator: ", "))
      ] + units
  }

  /// The words that this kind of statement uses, and those that combine figures.
  private func clauses(of statement: String) -> [Candidate] {
    let own = StatementWord(spelled: statement)?.clauseWords ?? []
    return (own + ClauseWord.joining.filter { !own.contains($0) }).map(word)
  }
}
