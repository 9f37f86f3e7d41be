/// Where a formula is asked: for each axis one member, a stretch, each of them, or (where nothing is said) all.
struct Context: Hashable {
  enum Selection: Hashable {
    /// The answer keeps the axis.
    case each
    case members(from: Int, through: Int)
  }

  private(set) var selections: [AxisID: Selection] = [:]
  /// Axes of which each member of a finer one, kept around this context, already says its own.
  private var implied: Set<AxisID> = []
  var scenario: Int
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

  init(scenario: Int) { self.scenario = scenario }

  func selection(on axis: AxisID) -> Selection? { selections[axis] }

  /// Narrows to a stretch; the whole axis is the same as saying nothing.
  func narrowed(_ axis: AxisID, from: Int, through: Int, of count: Int) -> Context {
    var context = self
    context.selections[axis] =
      from == 0 && through == count - 1 ? nil : .members(from: from, through: through)
    context.implied.remove(axis)
    return context
  }

  func keeping(_ axis: AxisID) -> Context {
    var context = self
    context.selections[axis] = .each
    context.implied.remove(axis)
    return context
  }

  /// Keeps an axis for a figure that is put together along it: what is asked of coarser axes is asked there.
  func keeping(_ axis: AxisID, within nesting: AxisNesting) -> Context {
    var context = keeping(axis)
    for ancestor in nesting.ancestors(of: axis) where context.selections[ancestor] != nil {
      context.selections[ancestor] = .each
      context.implied.insert(ancestor)
    }
    return context
  }

  func isImplied(_ axis: AxisID) -> Bool { implied.contains(axis) }

  func withoutSelection(on axis: AxisID) -> Context {
    var context = self
    context.selections[axis] = nil
    return context
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

  init(arguments: [Formula], outer: Bindings?, path: [LetID]) {
    self.arguments = arguments
    self.outer = outer
    self.path = path
  }

  static func == (a: Bindings, b: Bindings) -> Bool { a === b }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
