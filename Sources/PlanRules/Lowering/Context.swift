/// Where a formula is asked: for each axis one member, a range, each of them, or (where nothing is said) all.
struct Context: Hashable {
  enum Selection: Hashable {
    /// The answer keeps the axis.
    case each
    case members(from: Int, through: Int)
  }

  /// What is said of an axis; an axis that is not mentioned is taken whole.
  private struct Said: Hashable {
    let axis: AxisID
    let selection: Selection
    /// Each member of a finer axis, kept around this context, already says its own.
    var isImplied = false
  }

  /// In the order of the axes.
  private var said: [Said] = []
  var scenario: ScenarioID
  /// Whose figures a bare measure means.
  var programme: ProgrammeID?
  /// Figures as declared, before any amendment: what the values of measure lines may refer to.
  var isAsDeclared = false
  /// Inside the rule of a KPI, where open quarters make comparisons pending.
  var isRule = false
  /// Inside an expectation, where a plain number takes the unit of what it is compared with.
  var fitsPlainNumbers = false
  /// What the parameters of the formula stand for.
  var bindings: Bindings?

  init(scenario: ScenarioID) { self.scenario = scenario }

  /// What most contexts differ in, as one number: each is looked up for every figure that is asked.
  func hash(into hasher: inout Hasher) {
    var mixed = scenario.member &* 31 &+ (programme?.index ?? -1)
    for one in said {
      mixed = mixed &* 31 &+ one.axis.rawValue
      if case .members(let from, let through) = one.selection {
        mixed = (mixed &* 31 &+ from) &* 31 &+ through
      }
    }
    hasher.combine(mixed)
  }

  func selection(on axis: AxisID) -> Selection? {
    var saysPeriod = false
    for one in said {
      if one.axis == axis { return one.selection }
      if one.axis.isPeriod { saysPeriod = true }
    }
    return saysPeriod && axis.isPeriod ? periods(of: axis) : nil
  }

  /// The members of an axis of periods that make up what is asked of another: `[H1]` is the first two quarters.
  private func periods(of axis: AxisID) -> Selection? {
    for one in said where one.axis.isPeriod {
      if case .members(let from, let through) = one.selection,
        let range = axis.range(of: from...through, along: one.axis)
      {
        return .members(from: range.lowerBound, through: range.upperBound)
      }
    }
    return nil
  }

  /// Whether a coarser axis asks for something that what is asked of a finer one does not say by itself.
  func asks(of coarser: AxisID, beside finer: AxisID) -> Bool {
    guard let one = said.first(where: { $0.axis == coarser }) else { return false }
    return !coarser.isPeriod || one.selection == .each || said.contains { $0.axis == finer }
  }

  func isOfMembers(_ axis: AxisID) -> Bool { said.contains { $0.axis == axis && $0.selection != .each } }

  /// The axis of the shortest periods that a context asks for.
  var periodAsked: AxisID? { said.last { $0.axis.isPeriod }?.axis }

  var asksForPeriods: Bool { said.contains { $0.axis.isPeriod } }

  /// The axes that are mentioned.
  var askedAxes: [AxisID] { said.map(\.axis) }

  /// Whether something holds for each axis that is mentioned.
  func allAsked(_ holds: (AxisID) -> Bool) -> Bool { said.allSatisfy { holds($0.axis) } }

  /// Narrows to a range; the whole axis is the same as saying nothing.
  func narrowed(_ axis: AxisID, from: Int, through: Int, of count: Int) -> Context {
    let isWhole = from == 0 && through == count - 1
    return with {
      // What was asked of the other periods of the year is asked anew: `[Jan]` inside `[Q3]` is January.
      if axis.isPeriod { $0.forget { $0.axis.isPeriod && $0.axis != axis && $0.selection != .each } }
      $0.say(isWhole ? nil : .members(from: from, through: through), of: axis)
    }
  }

  /// The same with another selection on an axis; `nil` takes it whole.
  func asking(_ axis: AxisID, _ selection: Selection?) -> Context { with { $0.say(selection, of: axis) } }

  func keeping(_ axis: AxisID) -> Context { with { $0.say(.each, of: axis) } }

  /// The same of all time.
  func ofAllTime() -> Context { with { $0.forget(\.axis.isTime) } }

  /// Each period of an axis, whatever the context says of periods.
  func each(_ period: AxisID) -> Context {
    with {
      $0.forget { $0.axis.isPeriod && $0.axis != period }
      $0.say(.each, of: period)
    }
  }

  /// The periods in which a context asks: the given ones, or shorter ones where it tells their parts apart.
  func period(atMost period: AxisID) -> AxisID {
    for one in said where one.axis.isPeriod && one.axis != period && !period.isPart(of: one.axis) {
      switch one.selection {
      case .each: return one.axis.common(with: period)
      case .members: if selection(on: period) == nil { return one.axis.common(with: period) }
      }
    }
    return period
  }

  /// Whether it asks for each of two sorts of periods of which neither is part of the other.
  var asksForCrossingPeriods: Bool {
    guard let shortest = said.last(where: { $0.axis.isPeriod && $0.selection == .each })?.axis else {
      return false
    }
    return said.contains { $0.selection == .each && $0.axis.crosses(shortest) }
  }

  /// The periods that it asks for where these neither make up the given ones nor are made up of them.
  func periodCrossing(_ period: AxisID) -> AxisID? {
    guard selection(on: period) == nil else { return nil }
    return said.first { $0.axis.crosses(period) }?.axis
  }

  /// Keeps an axis for a figure that is put together along it: what is asked of coarser axes is asked there.
  func keeping(_ axis: AxisID, within nesting: AxisNesting) -> Context {
    var context = keeping(axis)
    for ancestor in nesting.ancestors(of: axis) where context.selection(on: ancestor) != nil {
      context.say(.each, of: ancestor, isImplied: true)
    }
    return context
  }

  func isImplied(_ axis: AxisID) -> Bool { said.contains { $0.axis == axis && $0.isImplied } }

  private mutating func say(_ selection: Selection?, of axis: AxisID, isImplied: Bool = false) {
    let place = said.firstIndex { $0.axis >= axis } ?? said.count
    let isSaid = place < said.count && said[place].axis == axis
    guard let selection else {
      if isSaid { said.remove(at: place) }
      return
    }
    let new = Said(axis: axis, selection: selection, isImplied: isImplied)
    if !isSaid { said.insert(new, at: place) } else if said[place] != new { said[place] = new }
  }

  /// Where nothing goes, nothing is copied.
  private mutating func forget(_ isGone: (Said) -> Bool) {
    if said.contains(where: isGone) { said.removeAll(where: isGone) }
  }

  func with(_ change: (inout Context) -> Void) -> Context {
    var context = self
    change(&context)
    return context
  }
}

/// The arguments of a formula: they go by name, so each is asked again in the context in which it is used.
final class Bindings: Hashable {
  let arguments: [Formula]
  /// What the arguments themselves may refer to.
  let outer: Bindings?
  /// The formulas being expanded around the arguments.
  let path: [LetID]
  /// Whether plain numbers in the arguments take the unit beside them.
  let fitsPlainNumbers: Bool

  init(arguments: [Formula], outer: Bindings?, path: [LetID], fitsPlainNumbers: Bool) {
    self.arguments = arguments
    self.outer = outer
    self.path = path
    self.fitsPlainNumbers = fitsPlainNumbers
  }

  static func == (a: Bindings, b: Bindings) -> Bool { a === b }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
