/// Where a formula is evaluated: for each axis a member, a range, each member, or (if nothing is said) all
/// together.
struct Context: Hashable {
  enum Selection: Hashable {
    /// The answer keeps the axis.
    case each
    case members(from: Int, through: Int)
  }

  /// The selection on an axis; an axis that is not mentioned is taken whole.
  private struct Said: Hashable {
    let axis: AxisID
    let selection: Selection
    /// Whether the selection follows from a finer axis that is kept: each of its members already implies its
    /// own.
    var isImplied = false
  }

  /// In the order of the axes.
  private var said: [Said] = []
  var scenario: ScenarioID
  /// The programme whose figures a bare measure means.
  var programme: ProgrammeID?
  /// Whether figures are read as declared, before any amendment: the values of measure lines may refer to
  /// these.
  var isAsDeclared = false
  /// Inside the rule of a KPI, where open periods make comparisons pending.
  var isRule = false
  /// Inside an expectation, where a plain number takes the unit of what it is compared with.
  var fitsPlainNumbers = false
  /// The values of the formula's parameters.
  var bindings: Bindings?

  init(scenario: ScenarioID) { self.scenario = scenario }

  /// Mixes what most contexts differ in into one number: a context is looked up for every figure that is
  /// read.
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

  /// The members of one axis of periods that make up the selection on another: `[H1]` is the first two
  /// quarters.
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

  /// Whether a context selects something on a coarser axis that its selection on a finer one does not imply.
  func asks(of coarser: AxisID, beside finer: AxisID) -> Bool {
    guard let one = said.first(where: { $0.axis == coarser }) else { return false }
    return !coarser.isPeriod || one.selection == .each || said.contains { $0.axis == finer }
  }

  func isOfMembers(_ axis: AxisID) -> Bool { said.contains { $0.axis == axis && $0.selection != .each } }

  /// The axis of the shortest periods that a context selects.
  var periodAsked: AxisID? { said.last { $0.axis.isPeriod }?.axis }

  var asksForPeriods: Bool { said.contains { $0.axis.isPeriod } }

  /// The axes that are mentioned.
  var askedAxes: [AxisID] { said.map(\.axis) }

  /// Whether a condition holds for each axis that is mentioned.
  func allAsked(_ holds: (AxisID) -> Bool) -> Bool { said.allSatisfy { holds($0.axis) } }

  /// Narrows to a range; a range of the whole axis is the same as saying nothing.
  func narrowed(_ axis: AxisID, from: Int, through: Int, of count: Int) -> Context {
    let isWhole = from == 0 && through == count - 1
    return with {
      // A selection of other periods of the year is replaced: `[Jan]` inside `[Q3]` is January.
      if axis.isPeriod { $0.forget { $0.axis.isPeriod && $0.axis != axis && $0.selection != .each } }
      $0.say(isWhole ? nil : .members(from: from, through: through), of: axis)
    }
  }

  /// The same with another selection on an axis; `nil` takes it whole.
  func asking(_ axis: AxisID, _ selection: Selection?) -> Context { with { $0.say(selection, of: axis) } }

  func keeping(_ axis: AxisID) -> Context { with { $0.say(.each, of: axis) } }

  /// The same context without any selection in time.
  func ofAllTime() -> Context { with { $0.forget(\.axis.isTime) } }

  /// Selects each period of an axis, whatever the context says about periods.
  func each(_ period: AxisID) -> Context {
    with {
      $0.forget { $0.axis.isPeriod && $0.axis != period }
      $0.say(.each, of: period)
    }
  }

  /// The periods that a context needs: the given ones, or shorter ones if it tells their parts apart.
  func period(atMost period: AxisID) -> AxisID {
    for one in said where one.axis.isPeriod && one.axis != period && !period.isPart(of: one.axis) {
      switch one.selection {
      case .each: return one.axis.common(with: period)
      case .members: if selection(on: period) == nil { return one.axis.common(with: period) }
      }
    }
    return period
  }

  /// Whether it selects each of two kinds of periods that cross.
  var asksForCrossingPeriods: Bool {
    guard let shortest = said.last(where: { $0.axis.isPeriod && $0.selection == .each })?.axis else {
      return false
    }
    return said.contains { $0.selection == .each && $0.axis.crosses(shortest) }
  }

  /// The selected periods, if they cross the given ones: neither kind is part of the other.
  func periodCrossing(_ period: AxisID) -> AxisID? {
    guard selection(on: period) == nil else { return nil }
    return said.first { $0.axis.crosses(period) }?.axis
  }

  /// Keeps an axis for a figure that is combined along it; selections on coarser axes are applied there.
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

  /// If nothing is removed, nothing is copied.
  private mutating func forget(_ isGone: (Said) -> Bool) {
    if said.contains(where: isGone) { said.removeAll(where: isGone) }
  }

  func with(_ change: (inout Context) -> Void) -> Context {
    var context = self
    change(&context)
    return context
  }
}

/// The arguments of a formula. They are passed by name: each is lowered again in the context in which it is
/// used.
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
