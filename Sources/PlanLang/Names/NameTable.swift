public import PlanRules

/// What a name of the plan stands for.
public enum NamedThing: Hashable, Sendable {
  case unit(Int)
  case axis(AxisID)
  /// A member, of one axis or of several that share the name.
  case members([AxisMemberID])
  case measure(MeasureID)
  case derived(Figure)
  case programme(ProgrammeID)
  case letting(LetID)
  /// 0 is the base.
  case scenario(Int)
  /// By its name: a scenario may have a move of the same name as another's.
  case move
  case function

  /// How a message calls it.
  var sort: String {
    switch self {
    case .unit: "a unit"
    case .axis: "an axis"
    case .members: "a member of an axis"
    case .measure, .derived: "a measure"
    case .programme: "a programme"
    case .letting: "a formula"
    case .scenario: "a scenario"
    case .move: "a move"
    case .function: "a function"
    }
  }
}

public struct AxisMemberID: Hashable, Sendable {
  public let axis: AxisID
  public let member: Int
}

/// The one table of names. KPIs and milestones have one of their own.
public struct NameTable: Sendable {
  public struct Entry: Sendable {
    public let thing: NamedThing
    public let origin: Origin
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var kpis: [String: KPIID] = [:]
  private(set) var milestones: [String: MilestoneID] = [:]
  /// In the order of declaration, for what is listed or suggested.
  public private(set) var order: [String] = []
  public private(set) var goalOrder: [String] = []
  private var goalOrigins: [String: Origin] = [:]
  /// By label: second names of units.
  private var unitLabels: [SpellingKey: Int] = [:]
  /// By label, where it is one word.
  private var bearers: [SpellingKey: [Bearer]] = [:]

  /// Something that a label stands for.
  public struct Bearer: Hashable, Sendable {
    public let name: String
    /// A KPI or a milestone.
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
    add(ClauseWord.base.spelling, .scenario(0), .none)
  }

  /// What every programme may be asked for.
  static let figures = Set(Measure.builtIn.map(\.name) + FigureWord.ofProgrammes.map(\.word.spelling))

  private mutating func add(_ name: String, _ thing: NamedThing, _ origin: Origin) {
    entries[name] = Entry(thing: thing, origin: origin)
    order.append(name)
  }

  public func thing(_ name: String) -> NamedThing? { entries[name]?.thing }
  /// Whether a declaration may take the name: nothing has it, or a built-in one that gives way.
  public func isFree(_ name: String) -> Bool {
    entries[name].map { $0.origin == .none && Vocabulary.givingWay.contains(name) } ?? true
  }
  public func origin(_ name: String) -> Origin? { entries[name]?.origin }
  func origin(of bearer: Bearer) -> Origin {
    (bearer.isGoal ? goalOrigins[bearer.name] : origin(bearer.name)) ?? .none
  }

  /// A unit by its name or its label.
  public func unit(_ name: String) -> Int? {
    if case .unit(let unit)? = thing(name) { return unit }
    return unitLabels.isEmpty ? nil : unitLabels[SpellingKey(name)]
  }

  /// Programmes, groups, scenarios, KPIs and milestones by a label of one word, where nothing of their sort is called so: a
  /// name always goes before a label.
  public func bearers(of label: String) -> [Bearer] {
    guard let bearers = bearers[SpellingKey(label)] else { return [] }
    return bearers.filter { $0.isGoal ? goalOrigins[label] == nil : entries[label] == nil }
  }

  /// The name behind a word: of the only thing that bears it as a label, where nothing is called so.
  public func named(_ word: String) -> String {
    guard thing(word) == nil, kpi(word) == nil, milestone(word) == nil else { return word }
    if let unit = unitLabels[SpellingKey(word)] {
      return order.first { entries[$0]?.thing == .unit(unit) } ?? word
    }
    let names = Set(bearers(of: word).map(\.name))
    return names.count == 1 ? names.first ?? word : word
  }

  /// The word that a label gives to what bears it.
  public static func word(of label: String) -> String? { NameSpelling.word(ofLabel: label) }

  public func kpi(_ name: String) -> KPIID? { kpis[name] }
  public func milestone(_ name: String) -> MilestoneID? { milestones[name] }

  /// Declares a name; a problem where it is taken.
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

  /// Takes in the label of what was declared.
  mutating func take(label: String?, of name: NameSyntax, isGoal: Bool = false) {
    guard let label, let word = NameSpelling.word(ofLabel: label), !word.utf8.elementsEqual(name.text.utf8)
    else {
      return
    }
    bearers[SpellingKey(word), default: []].append(Bearer(name: name.text, isGoal: isGoal))
  }

  /// Takes in the label of a unit, with which figures are written too.
  ///
  /// - Throws: that a unit would be called like another one.
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
      help: first == .none ? "every plan has it: choose another name" : "choose another name for one of them")
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
      help: "write the name of the one that is meant: \(quoted.joined(separator: " or "))")
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

  /// How all things of a sort are seen.
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
      case .unit, .axis, .measure, .derived, .letting, .scenario, .move, .function: nil
      }
    return Problem(
      .wrongSort, "`\(name.text)` is \(found.sort), and here \(wanted) is needed", at: name.span.origin,
      help: help)
  }
}
