internal import PlanRules

extension Checker {
  /// Resolves the units, members and figures of programmes, now that every name is known.
  mutating func resolveFigures() {
    for (syntax, index) in writtenProgrammes {
      attempt { (checker) throws(Problem) in try checker.resolveSort(of: syntax, at: index) }
    }
    resolveDirections()
    unitsOfGroups()
    for (syntax, index) in writtenProgrammes { resolveItems(of: syntax, at: index) }
  }

  /// Programmes and groups declared by statements, with their indices in the plan.
  private var writtenProgrammes: [(syntax: ProgrammeDeclaration, index: Int)] {
    statements.compactMap { statement in
      guard case .programme(let syntax) = statement.form,
        case .programme(let id)? = names.thing(syntax.name.text),
        plan[id].origin == syntax.name.span.origin
      else { return nil }
      return (syntax, id.index)
    }
  }

  private mutating func resolveSort(of syntax: ProgrammeDeclaration, at index: Int) throws(Problem) {
    resolveMembers(of: syntax, at: index)
    plan.programmes[index].unit =
      try syntax.unit.map { (unit) throws(Problem) in try resolver().unit(unit) } ?? .number
  }

  /// A group with one wrong name keeps its other members, so that questions about it still have their unit.
  private mutating func resolveMembers(of syntax: ProgrammeDeclaration, at index: Int) {
    guard let names = syntax.members else { return }
    var members: [(programme: ProgrammeID, weight: Rational)] = []
    var known = KnownProgrammes()
    for (position, name) in names.enumerated() {
      attempt { (checker) throws(Problem) in
        let member = try checker.resolver().programme(name)
        guard known.insert(member) else { throw .memberOfGroupTwice(name, syntax.name.text) }
        members.append((member, syntax.weights?[position] ?? .one))
      }
    }
    plan.programmes[index].members = members.map(\.programme)
    guard members.count < names.count else { return }
    if syntax.weights != nil { plan.programmes[index].combination = .mean(weights: members.map(\.weight)) }
    plan.withLostFigures.insert(ProgrammeID(index))
  }

  /// A group takes the unit and kind of its members, which must all agree.
  private mutating func unitsOfGroups() {
    for group in plan.groups {
      attempt { (checker) throws(Problem) in
        let leaves = try checker.leaves(of: group, path: [])
        guard let first = leaves.first else { return }
        let old = checker.plan[group]
        let model = checker.plan[first]
        for leaf in leaves.dropFirst() {
          let other = checker.plan[leaf]
          let units = checker.plan.units
          guard units.dimension(of: other.unit) == units.dimension(of: model.unit),
            other.unit.isPercent == model.unit.isPercent, other.kind == model.kind
          else { throw .unlikeMembers(old, model, other, units) }
          guard other.direction == model.direction else { throw .unlikeDirections(old, model, other) }
        }
        if leaves.count > 1, model.unit.isPercent, !old.isMean {
          throw .percentagesDoNotAddUp(old, leaves.map { checker.plan[$0].name })
        }
        checker.plan.programmes[group.index].unit = model.unit
        checker.plan.programmes[group.index].kind = model.kind
        checker.plan.programmes[group.index].direction = model.direction
      }
    }
  }

  private func leaves(of group: ProgrammeID, path: [ProgrammeID]) throws(Problem) -> [ProgrammeID] {
    if path.contains(group) { throw .groupInACircle(plan[group]) }
    guard let members = plan[group].members else { return [group] }
    var leaves: [ProgrammeID] = []
    var known = KnownProgrammes()
    for member in members {
      for leaf in try self.leaves(of: member, path: path + [group]) {
        guard known.insert(leaf) else { throw .countedTwice(plan[group], plan[leaf].name) }
        leaves.append(leaf)
      }
    }
    return leaves
  }

  mutating func bands(_ bands: [BandSyntax], at span: Span) throws(Problem) -> LightBands {
    let checker = LightsChecker(resolver: resolver())
    let lights = try checker.bands(bands, at: span)
    problems += checker.remarks(on: bands)
    return lights
  }

  /// Resolves the lights of a programme. If the lowest band is green, less is better, unless the programme states its
  /// own direction.
  ///
  /// - Parameter says: whether the programme states its direction.
  mutating func resolve(
    _ bands: [BandSyntax], of programme: ProgrammeID, at span: Span, says: Bool = true
  ) throws(Problem) {
    let lights = try self.bands(bands, at: span)
    if !says, !plan[programme].isGroup { plan.programmes[programme.index].direction = lights.direction }
    try LightsChecker.require(lights, fit: plan[programme], at: span)
    plan.programmes[programme.index].lights = lights
  }

  /// Sets the direction of each programme that states it or whose lights imply it; groups take their members'
  /// direction.
  private mutating func resolveDirections() {
    for (syntax, index) in writtenProgrammes where syntax.members == nil {
      for case .lights(let bands, let span) in syntax.items where !syntax.isLessBetter {
        // Mistakes in the bands are reported where the bands themselves are resolved.
        guard let lights = try? LightsChecker(resolver: resolver()).bands(bands, at: span) else { continue }
        plan.programmes[index].direction = lights.direction
      }
    }
  }

  private mutating func resolveItems(of syntax: ProgrammeDeclaration, at index: Int) {
    var hasCarry = false
    let before = problems.count
    defer {
      let isLost = problems[before...].contains { $0.severity == .error }
      if syntax.isPartial || isLost { plan.withLostFigures.insert(ProgrammeID(index)) }
    }
    for item in syntax.items {
      attempt { (checker) throws(Problem) in
        switch item {
        case .carry(let carry):
          if syntax.weights != nil { throw .meanHasNoCarry(syntax.name) }
          if hasCarry { throw .saidTwice(ClauseWord.carry.spelling, syntax.name) }
          hasCarry = true
          checker.plan.programmes[index].take(carry)
        case .lights(let bands, let span):
          try checker.resolve(bands, of: ProgrammeID(index), at: span, says: syntax.isLessBetter)
        case .until(let moment):
          if syntax.members != nil { throw .groupDoesNotStop(syntax.name) }
          if checker.plan.programmes[index].until != nil {
            throw .saidTwice(ClauseWord.until.spelling, syntax.name)
          }
          checker.plan.programmes[index].until = try checker.resolver().period(moment).end
        case .figures(let figures):
          if syntax.weights != nil { throw .meanHasNoFigures(syntax.name, at: figures.span) }
          let (resolved, remark) = try checker.checked(figures)
          if let remark { checker.problems.append(remark) }
          let known = checker.plan.programmes[index].figures
          if let first = known.first(where: { $0.measure == resolved.measure && $0.axes == resolved.axes }) {
            throw .breakdownTwice(figures, first: first.origin)
          }
          checker.plan.programmes[index].figures.append(resolved)
        }
      }
    }
  }

  /// Separate from the code that stores the figures: while a resolver holds the plan, every change to the plan would
  /// copy all programmes.
  private func checked(_ figures: FiguresSyntax) throws(Problem) -> (DeclaredFigures, remark: Problem?) {
    let checker = FiguresChecker(resolver: resolver())
    return (try checker.figures(figures), checker.remark(on: figures))
  }
}

/// A set of programmes. Most groups are small, and a linear search is then faster than hashing.
private struct KnownProgrammes {
  private var few: [ProgrammeID] = []
  private var many: Set<ProgrammeID> = []

  /// Returns `false` if the programme is already known.
  mutating func insert(_ programme: ProgrammeID) -> Bool {
    if few.count < 32 {
      if few.contains(programme) { return false }
      few.append(programme)
      return true
    }
    if many.isEmpty { many = Set(few) }
    return many.insert(programme).inserted
  }
}

extension Problem {
  fileprivate static func memberOfGroupTwice(_ name: NameSyntax, _ group: String) -> Problem {
    Problem(.declaredTwice, "`\(name.text)` is in `\(group)` twice", at: name.span.origin)
  }

  fileprivate static func unlikeMembers(
    _ group: Programme, _ first: Programme, _ other: Programme, _ units: UnitTable
  ) -> Problem {
    let kinds =
      first.kind == other.kind
      ? "`\(first.name)` is in \(units.words(first.unit)), `\(other.name)` in \(units.words(other.unit))"
      : "`\(first.name)` is a \(first.kind.rawValue), `\(other.name)` a \(other.kind.rawValue)"
    return Problem(
      .unlikeMembers, "the members of `\(group.name)` do not add up: \(kinds)", at: group.origin,
      help: "group programmes with the same unit and kind")
  }

  fileprivate static func unlikeDirections(_ group: Programme, _ first: Programme, _ other: Programme)
    -> Problem
  {
    let (less, more) = first.direction == .lessIsBetter ? (first, other) : (other, first)
    return Problem(
      .unlikeMembers,
      "the members of `\(group.name)` do not add up: less is better for `\(less.name)`, more for `\(more.name)`",
      at: group.origin, help: "group programmes with the same direction")
  }

  fileprivate static func groupDoesNotStop(_ name: NameSyntax) -> Problem {
    Problem(
      .wrongSort, "a group has no end of its own: `\(name.text)` stops with its members",
      at: name.span.origin,
      help: "write `until` in each member that stops")
  }

  fileprivate static func percentagesDoNotAddUp(_ group: Programme, _ members: [String]) -> Problem {
    let names = members.prefix(4).joined(separator: ", ") + (members.count > 4 ? ", …" : "")
    return Problem(
      .unlikeMembers, "the members of `\(group.name)` are in percent, and percentages do not add up",
      at: group.origin,
      help:
        "take their mean: `group \(group.name) = mean of \(names)`; with weights, `mean of \(members[0]) weight 2, …`"
    )
  }

  fileprivate static func meanHasNoFigures(_ name: NameSyntax, at span: Span) -> Problem {
    Problem(
      .groupIsASum, "`\(name.text)` is a mean of its members: it has no figures of its own", at: span.origin,
      help: "give the figures to its members")
  }

  fileprivate static func meanHasNoCarry(_ name: NameSyntax) -> Problem {
    Problem(
      .groupIsASum, "`\(name.text)` is a mean of its members: it carries nothing over", at: name.span.origin,
      help: "say in the members what they carry")
  }

  fileprivate static func groupInACircle(_ group: Programme) -> Problem {
    Problem(.circularDefinition, "group `\(group.name)` contains itself", at: group.origin)
  }

  fileprivate static func countedTwice(_ group: Programme, _ leaf: String) -> Problem {
    Problem(.declaredTwice, "`\(group.name)` would count `\(leaf)` twice", at: group.origin)
  }

  fileprivate static func saidTwice(_ what: String, _ name: NameSyntax) -> Problem {
    Problem(.declaredTwice, "`\(name.text)` already has its `\(what)`", at: name.span.origin)
  }

  fileprivate static func breakdownTwice(_ figures: FiguresSyntax, first: Origin) -> Problem {
    Problem(
      .declaredBreakdownTwice, "`\(figures.measure.text)` already has these figures", at: figures.span.origin,
      notes: [Note("they are declared here", at: first)])
  }
}

extension Programme {
  mutating func take(_ carry: CarrySyntax) {
    self.carry = carry.rule
    if let said = carry.period { period = said.axis }
  }
}
