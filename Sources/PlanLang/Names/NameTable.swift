public import PlanRules

/// The things that a name in the plan may refer to.
public enum NamedThing: Hashable, Sendable {
  /// A unit, by its index among the units of the plan.
  case unit(Int)
  /// An axis, declared or built in.
  case axis(AxisID)
  /// A member of one axis, or of several axes that share the name.
  case members([AxisMemberID])
  /// A measure, declared or built in.
  case measure(MeasureID)
  /// A computed figure, such as `rate`.
  case derived(Figure)
  /// A programme or a group.
  case programme(ProgrammeID)
  /// A formula that `let` declares.
  case `let`(LetID)
  /// A scenario, or the base.
  case scenario(ScenarioID)
  /// A move. It is looked up by name, since two scenarios may each have a move of the same name.
  case move
  /// A built-in function.
  case function

  /// The kind of thing, as messages call it.
  var sort: String {
    switch self {
    case .unit: "a unit"
    case .axis: "an axis"
    case .members: "a member of an axis"
    case .measure, .derived: "a measure"
    case .programme: "a programme"
    case .let: "a formula"
    case .scenario: "a scenario"
    case .move: "a move"
    case .function: "a function"
    }
  }
}

/// A member of an axis.
public struct AxisMemberID: Hashable, Sendable {
  /// The axis of the member.
  public let axis: AxisID
  /// The position of the member along its axis, from 0; along the axis of scenarios, 0 is the base.
  public let member: Int
}

/// The names of a plan: one table for most things, another for KPIs and milestones.
public struct NameTable: Sendable {
  /// A name that is taken.
  public struct Entry: Sendable {
    /// The thing that the name refers to.
    public let thing: NamedThing
    /// The name in its declaration; `.none` for a built-in name.
    public let origin: Origin
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var kpis: [String: KPIID] = [:]
  private(set) var milestones: [String: MilestoneID] = [:]
  /// The names of the first table, built-in ones first, then in the order of declaration.
  public private(set) var order: [String] = []
  /// The names of KPIs and milestones, in the order of declaration.
  public private(set) var goalOrder: [String] = []
  private var goalOrigins: [String: Origin] = [:]
  /// The units by label, which serves as a second name.
  private var unitLabels: [SpellingKey: Int] = [:]
  /// Whether a name begins with a letter that is not ASCII.
  private var haveNamesBeyondASCII = false
  /// The things with a one-word label, by that label.
  private var bearers: [SpellingKey: [Bearer]] = [:]

  /// A thing that a label refers to.
  public struct Bearer: Hashable, Sendable {
    /// The name of the thing, not its label.
    public let name: String
    /// Whether the thing is a KPI or a milestone.
    public let isGoal: Bool
  }

  init() {
    for (index, measure) in Measure.builtIn.enumerated() {
      add(measure.name, .measure(MeasureID(index)), .none)
    }
    for (word, figure) in FigureWord.ofProgrammes { add(word.spelling, .derived(figure), .none) }
    for (word, axis) in Vocabulary.axes { add(word, .axis(axis), .none) }
    for function in BuiltInFunction.all { add(function.name, .function, .none) }
    add("percent", .unit(UnitTable.percent), .none)
    add(ClauseWord.base.spelling, .scenario(.base), .none)
  }

  /// The figures that every programme has.
  static let figures = Set(Measure.builtIn.map(\.name) + FigureWord.ofProgrammes.map(\.word.spelling))

  private mutating func add(_ name: String, _ thing: NamedThing, _ origin: Origin) {
    entries[name] = Entry(thing: thing, origin: origin)
    order.append(name)
    if NameTable.beginsBeyondASCII(name) { haveNamesBeyondASCII = true }
  }

  /// The thing with a name; `nil` for unknown names, for labels, and for KPIs and milestones.
  public func thing(_ name: String) -> NamedThing? {
    // Labels of units are looked up for every figure. Comparing Thai text costs a normalization.
    if !haveNamesBeyondASCII, NameTable.beginsBeyondASCII(name) { return nil }
    return entries[name]?.thing
  }

  private static func beginsBeyondASCII(_ name: String) -> Bool { (name.utf8.first ?? 0) >= 0x80 }

  /// Whether a declaration may take the name: nothing has it, or a built-in thing that gives way.
  public func isFree(_ name: String) -> Bool {
    entries[name].map { $0.origin == .none && Vocabulary.givingWay.contains(name) } ?? true
  }
  /// The name in its declaration: `.none` for a built-in name, `nil` if nothing has the name. KPIs and milestones are
  /// not considered.
  public func origin(_ name: String) -> Origin? { entries[name]?.origin }
  func origin(of bearer: Bearer) -> Origin {
    (bearer.isGoal ? goalOrigins[bearer.name] : origin(bearer.name)) ?? .none
  }

  /// The index of a unit by its name or its label; `nil` if there is none.
  public func unit(_ name: String) -> Int? {
    if case .unit(let unit)? = thing(name) { return unit }
    return unitLabels.isEmpty ? nil : unitLabels[SpellingKey(name)]
  }

  /// The programmes, groups, scenarios, KPIs and milestones that have a label of one word. Names take
  /// precedence: a table in which the label is itself a name adds none.
  public func bearers(of label: String) -> [Bearer] {
    guard let bearers = bearers[SpellingKey(label)] else { return [] }
    return bearers.filter { $0.isGoal ? goalOrigins[label] == nil : entries[label] == nil }
  }

  /// The name of the only thing with a given word as its label; the word itself if it is a name, unknown, or the
  /// label of several things.
  public func named(_ word: String) -> String {
    guard thing(word) == nil, kpi(word) == nil, milestone(word) == nil else { return word }
    if let unit = unitLabels[SpellingKey(word)] {
      return order.first { entries[$0]?.thing == .unit(unit) } ?? word
    }
    let names = Set(bearers(of: word).map(\.name))
    return names.count == 1 ? names.first ?? word : word
  }

  /// The word of a label that can serve as a name, without a leading outline number; `nil` if the label is more than
  /// one word, or a reserved one.
  public static func word(of label: String) -> String? { NameSpelling.word(ofLabel: label) }

  /// The KPI with a name; `nil` if there is none. Labels are not considered.
  public func kpi(_ name: String) -> KPIID? { kpis[name] }
  /// The milestone with a name; `nil` if there is none. Labels are not considered.
  public func milestone(_ name: String) -> MilestoneID? { milestones[name] }

  /// Declares a name; throws a problem if it is already taken.
  mutating func declare(_ name: NameSyntax, as thing: NamedThing) throws(Problem) {
    if let known = entries[name.text] {
      if case .members(let before) = known.thing, case .members(let more) = thing,
        Set(before.map(\.axis)).isDisjoint(with: more.map(\.axis))
      {
        entries[name.text] = Entry(thing: .members(before + more), origin: known.origin)
        return
      }
      if isFree(name.text) {
        entries[name.text] = Entry(thing: thing, origin: name.span.origin)
        return
      }
      throw .declaredTwice(name, as: known.thing.sort, first: known.origin)
    }
    add(name.text, thing, name.span.origin)
  }

  /// Registers the label of a declared thing.
  mutating func take(label: String?, of name: NameSyntax, isGoal: Bool = false) {
    guard let label, let word = NameSpelling.word(ofLabel: label), !word.utf8.elementsEqual(name.text.utf8)
    else {
      return
    }
    bearers[SpellingKey(word), default: []].append(Bearer(name: name.text, isGoal: isGoal))
  }

  /// Registers the label of a unit, which can also be used to write figures.
  ///
  /// - Throws: A problem if another unit already has that name or label.
  mutating func take(label: String?, ofUnit name: NameSyntax, _ unit: Int) throws(Problem) {
    let label = label.map(NameSpelling.folded)
    if let other = unitLabels[SpellingKey(name.text)], other != unit {
      throw unitCalledTwice(name, name.text, other)
    }
    guard let label, !label.utf8.elementsEqual(name.text.utf8) else { return }
    if let other = self.unit(label), other != unit { throw unitCalledTwice(name, label, other) }
    unitLabels[SpellingKey(label)] = unit
  }

  private func unitCalledTwice(_ name: NameSyntax, _ word: String, _ other: Int) -> Problem {
    let first = order.first { entries[$0]?.thing == .unit(other) } ?? word
    return .unitCalledTwice(name, word, first, origin(first) ?? .none)
  }

  mutating func declareGoal(_ name: NameSyntax, kpi: KPIID?, milestone: MilestoneID?) throws(Problem) {
    if let first = goalOrigins[name.text] {
      throw .declaredTwice(name, as: kpis[name.text] == nil ? "a milestone" : "a KPI", first: first)
    }
    goalOrigins[name.text] = name.span.origin
    goalOrder.append(name.text)
    kpis[name.text] = kpi
    milestones[name.text] = milestone
  }

  func names(where isWanted: (NamedThing) -> Bool) -> [String] {
    order.filter { entries[$0].map { isWanted($0.thing) } ?? false }
  }
}

extension Problem {
  fileprivate static func declaredTwice(_ name: NameSyntax, as sort: String, first: Origin) -> Problem {
    Problem(
      .declaredTwice, "`\(name.text)` is already \(sort)", at: name.span.origin,
      notes: first == .none ? [] : [Note("`\(name.text)` is declared here", at: first)],
      help: first == .none
        ? "every plan already has this name: choose another" : "choose another name for one of them")
  }

  fileprivate static func unitCalledTwice(
    _ name: NameSyntax, _ word: String, _ first: String, _ origin: Origin
  )
    -> Problem
  {
    let what = word == first ? "a unit" : "the label of the unit `\(first)`"
    return Problem(
      .declaredTwice, "`\(word)` is already \(what)", at: name.span.origin,
      notes: origin == .none ? [] : [Note("`\(first)` is declared here", at: origin)],
      help: "figures are written with the label of their unit too: give one of the two units another label")
  }

  static func ambiguousLabel(_ name: NameSyntax, _ bearers: [String], at origins: [Origin]) -> Problem {
    let quoted = bearers.map { "`\($0)`" }
    return Problem(
      .ambiguousLabel, "`\(name.text)` is the label of \(quoted.joined(separator: " and of "))",
      at: name.span.origin,
      notes: zip(quoted, origins).filter { $1 != .none }.map { Note("\($0) is declared here", at: $1) },
      help: "write the name you mean: \(quoted.joined(separator: " or "))")
  }

  static func unknown(
    _ name: NameSyntax, among names: some Sequence<String>, what: String, meant: String? = nil
  )
    -> Problem
  {
    let near = meant ?? Suggestion.nearest(to: name.text, among: names)
    return Problem(
      .unknownName, "there is no \(what) `\(name.text)`", at: name.span.origin,
      help: near.map { "did you mean `\($0)`?" } ?? Suggestion.known(Array(names), near: name.text)
        ?? listing(what))
  }

  /// The statement that lists all things of a sort.
  private static func listing(_ what: String) -> String? {
    let listed = what.lowercased()
    if NamedSort.words.contains(where: { $0.word.spelling == listed }) {
      return "`list \(listed)` lists what there is"
    }
    return switch what {
    case "figure": "`list programme` lists the programmes, `list measure` what can be asked of them"
    case "function": "`help` lists the functions"
    default: nil
    }
  }

  static func wrongSort(_ name: NameSyntax, _ found: NamedThing, wanted: String) -> Problem {
    let help: String? =
      switch found {
      case .programme:
        "ask for one of its figures: `\(name.text).target`, `\(name.text).result`, `\(name.text).rate`"
      case .members: "a member narrows a figure: `mankong.target[\(name.text)]`"
      case .unit, .axis, .measure, .derived, .let, .scenario, .move, .function: nil
      }
    return Problem(
      .wrongSort, "`\(name.text)` is \(found.sort), but \(wanted) is needed here", at: name.span.origin,
      help: help)
  }
}
