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

  init() {
    for (index, measure) in Measure.builtIn.enumerated() {
      add(measure.name, .measure(MeasureID(index)), .none)
    }
    for (name, figure) in NameTable.derivedFigures { add(name, .derived(figure), .none) }
    for (name, axis) in NameTable.builtInAxes { add(name, .axis(axis), .none) }
    for function in BuiltInFunction.all { add(function.name, .function, .none) }
    add("percent", .unit(UnitTable.percent), .none)
    add("base", .scenario(0), .none)
  }

  public static let derivedFigures: [(String, Figure)] = [
    ("result", .result), ("adjusted", .adjusted), ("rate", .rate), ("gap", .gap), ("light", .light),
    ("spending", .spending),
  ]

  /// What every programme may be asked for.
  static let figures = Set(Measure.builtIn.map(\.name) + derivedFigures.map(\.0))

  public static let builtInAxes: [(String, AxisID)] = [
    ("quarter", .quarter), ("year", .year), ("scenario", .scenario), ("programme", .programme),
    ("group", .group),
  ]

  private mutating func add(_ name: String, _ thing: NamedThing, _ origin: Origin) {
    entries[name] = Entry(thing: thing, origin: origin)
    order.append(name)
  }

  public func thing(_ name: String) -> NamedThing? { entries[name]?.thing }
  public func origin(_ name: String) -> Origin? { entries[name]?.origin }
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
      throw .declaredTwice(name, as: known.thing.sort, first: known.origin)
    }
    add(name.text, thing, name.span.origin)
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
    switch what {
    case "programme", "move", "scenario", "axis": "`list \(what)` lists what there is"
    case "KPI": "`list kpi` lists what there is"
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
