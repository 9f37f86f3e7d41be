/// Explains how the figures of programmes come about.
extension Explainer {
  private var plan: Plan { _read { yield evaluation.plan } }

  mutating func explain(_ figure: Figure, of programme: ProgrammeID, at place: Place, level: Int)
    -> Explanation
  {
    let formula = Formula(.figure(figure, of: programme), at: .none)
    let name = Explanation.Name.words(self.name(figure, programme, place))
    let value = value(formula, at: place)
    switch figure {
    case .measure(let measure): return self.measure(measure, of: programme, at: place, level: level)
    case .original(let measure):
      return Explanation(name, value, note: "as declared", origin: origin(of: measure, programme, at: place))
    case .result: return result(of: programme, at: place, level: level)
    case .adjusted:
      guard let period = periodWithCarry(place, programme) else {
        return Explanation(
          name, value,
          parts: parts(level) { [$0.explain(.measure(.target), of: programme, at: place, level: level + 1)] },
          isTruncated: level >= deepest)
      }
      return Explanation(
        name, value,
        parts: parts(level) { explainer in
          [
            explainer.explain(.measure(.target), of: programme, at: place, level: level + 1),
            explainer.carried(into: period, of: programme, at: place, level: level),
          ]
        }, isTruncated: level >= deepest)
    case .carried:
      guard let period = periodWithCarry(place, programme) else { return Explanation(name, value) }
      return carried(into: period, of: programme, at: place, level: level)
    case .rate:
      return both(name, value, [.result, .adjusted], programme, at: place, level: level, joint: "÷")
    case .gap: return both(name, value, [.result, .adjusted], programme, at: place, level: level, joint: "−")
    case .light:
      let isSoFar = value.standing == .soFar
      return both(name, value, isSoFar ? [.pace] : [.rate], programme, at: place, level: level)
    case .due: return Explanation(name, value, note: "targets of the closed periods")
    case .pace:
      return both(name, value, [.due], programme, at: place, level: level)
    case .spending:
      return both(
        name, value, [.measure(.spent), .measure(.budget)], programme, at: place, level: level, joint: "÷")
    }
  }

  private mutating func both(
    _ name: Explanation.Name, _ value: Value, _ figures: [Figure], _ programme: ProgrammeID, at place: Place,
    level: Int, joint: String? = nil
  ) -> Explanation {
    Explanation(
      name, value,
      parts: parts(level) { explainer in
        figures.enumerated().map {
          explainer.explain($1, of: programme, at: place, level: level + 1).joined(by: $0 > 0 ? joint : nil)
        }
      }, isTruncated: level >= deepest)
  }

  // MARK: Carry-over

  /// The period of a place, along the programme's own periods, if something may be carried into it.
  private func periodWithCarry(_ place: Place, _ programme: ProgrammeID) -> Narrowing? {
    let axis = evaluation.period(of: programme)
    guard let members = place.members(of: axis), members.lowerBound > 0,
      (try? evaluation.state(scenario).carryRule(of: programme)) != CarryRule.none
    else { return nil }
    return Narrowing(axis: axis, from: members.lowerBound, through: members.upperBound, origin: .none)
  }

  /// What is carried into a period, always with the two figures whose difference it is.
  private mutating func carried(
    into period: Narrowing, of programme: ProgrammeID, at place: Place, level: Int
  )
    -> Explanation
  {
    let before = Narrowing(
      axis: period.axis, from: period.from - 1, through: period.from - 1, origin: .none)
    let earlier = place.filter { !$0.axis.isPeriod } + [before]
    let carried = value(Formula(.figure(.carried, of: programme), at: .none), at: place)
    let parts = [
      explain(.adjusted, of: programme, at: earlier, level: level + 1),
      explain(.result, of: programme, at: earlier, level: level + 1).joined(by: "−"),
    ]
    return Explanation(
      .words("carried from " + plan.calendar.name(of: period.axis, at: period.from - 1)), carried,
      note: carried.isMissing ? "nothing is carried" : nil,
      parts: parts)
  }

  // MARK: Results

  private mutating func result(of programme: ProgrammeID, at place: Place, level: Int) -> Explanation {
    let name = Explanation.Name.words(self.name(.result, programme, place))
    let value = value(Formula(.figure(.result, of: programme), at: .none), at: place)
    let own = [MeasureID.actual, .forecast].filter { declares($0, programme) }
    if own.isEmpty, let members = plan[programme].members {
      return Explanation(
        name, value,
        parts: parts(level) { explainer in
          members.map { explainer.explain(.result, of: $0, at: place, level: level + 1) }
        }, isTruncated: level >= deepest)
    }
    // If there is only an actual, it is the result; show at once where it is declared.
    if own.count == 1 {
      let only = measure(own[0], of: programme, at: place, level: level)
      return Explanation(name, value, origin: only.origin, parts: only.parts, isTruncated: only.isTruncated)
    }
    return Explanation(
      name, value,
      parts: parts(level) { explainer in
        own.map { explainer.measure($0, of: programme, at: place, level: level + 1) }
      }, isTruncated: level >= deepest)
  }

  private func declares(_ measure: MeasureID, _ programme: ProgrammeID) -> Bool {
    ((try? evaluation.state(scenario).figures[programme.index][measure]) ?? nil) != nil
  }

  // MARK: Measures

  mutating func measure(_ measure: MeasureID, of programme: ProgrammeID, at place: Place, level: Int)
    -> Explanation
  {
    let formula = Formula(.figure(.measure(measure), of: programme), at: .none)
    let name = Explanation.Name.words(self.name(.measure(measure), programme, place))
    let value = value(formula, at: place)
    if let members = plan[programme].members,
      !plan[programme].figures.contains(where: { $0.measure == measure })
        || isSumOfMembers(formula, measure, members, place, value)
    {
      let having = members.filter {
        !self.value(Formula(.figure(.measure(measure), of: $0), at: .none), at: place).isMissing
      }
      return Explanation(
        name, value,
        parts: parts(level) { explainer in
          having.map { explainer.measure(measure, of: $0, at: place, level: level + 1) }
        }, isTruncated: level >= deepest && !having.isEmpty)
    }
    let changes = changes(to: measure, of: programme, at: place)
    guard !changes.isEmpty else { return declared(measure, programme, name, value, at: place, level: level) }
    return Explanation(
      name, value,
      parts: parts(level) { explainer in
        let original = Formula(.figure(.original(measure), of: programme), at: .none)
        let first = Explanation(
          .words("as declared"), explainer.value(original, at: place),
          origin: origin(of: measure, programme, at: place))
        return [first] + changes
      }, isTruncated: level >= deepest)
  }

  private func isSumOfMembers(
    _ formula: Formula, _ measure: MeasureID, _ members: [ProgrammeID], _ place: Place, _ value: Value
  ) -> Bool {
    let parts = members.compactMap {
      self.value(Formula(.figure(.measure(measure), of: $0), at: .none), at: place).figure
    }
    guard let first = parts.first else { return false }
    return parts.dropFirst().reduce(first, +) == value.figure
  }

  /// A figure as declared: where it is written, or the members of the breakdown that add up to it.
  private mutating func declared(
    _ measure: MeasureID, _ programme: ProgrammeID, _ name: Explanation.Name, _ value: Value, at place: Place,
    level: Int
  ) -> Explanation {
    let lines = plan[programme].figures.filter { $0.measure == measure }
    let asked = Set(place.filter { $0.from == $0.through }.map(\.axis))
    let exact = lines.first {
      Set($0.axes.filter { evaluation.count(of: $0) > 1 }) == asked.intersection($0.axes)
        && asked.isSubset(of: $0.axes)
    }
    if let exact { return Explanation(name, value, origin: row(of: exact, at: place) ?? exact.origin) }
    guard let line = lines.first(where: { asked.isSubset(of: $0.axes) }),
      let axis = line.axes.first(where: { !asked.contains($0) && evaluation.count(of: $0) > 1 })
    else { return Explanation(name, value, origin: lines.first?.origin) }
    var members = 0..<evaluation.count(of: axis)
    if let range = place.last(where: { $0.axis == axis }) { members = range.from..<(range.through + 1) }
    let formula = Formula(.figure(.measure(measure), of: programme), at: .none)
    let outside = place.filter { $0.axis != axis }
    return Explanation(
      name, value, origin: line.origin,
      parts: parts(level) { explainer in
        members.compactMap { member in
          let inside = outside + [Narrowing(axis: axis, from: member, through: member, origin: .none)]
          let part = explainer.value(formula, at: inside)
          return part.isMissing ? nil : Explanation(.words(plan.axis(axis).members[member].name), part)
        }
      }, isTruncated: level >= deepest)
  }

  /// The row of a table that holds the figure at a place.
  private func row(of line: DeclaredFigures, at place: Place) -> Origin? {
    guard case .table(let table) = line.content else { return nil }
    var members: [AxisID: Int] = [:]
    for narrowing in place where narrowing.from == narrowing.through {
      members[narrowing.axis] = narrowing.from
    }
    guard table.places.keys.extents.allSatisfy({ members[$0.axis] != nil || $0.count == 1 }) else {
      return nil
    }
    let row = table.places.origin(at: members)
    return row == .none ? nil : row
  }

  /// Where a measure is declared: the row of a table where the place names one, else the first of its lines.
  private func origin(of measure: MeasureID, _ programme: ProgrammeID, at place: Place) -> Origin? {
    let lines = plan[programme].figures.filter { $0.measure == measure }
    return lines.lazy.compactMap { self.row(of: $0, at: place) }.first ?? lines.first?.origin
  }

  /// What each amendment did to a figure: the moves of the base and the scenario's own amendments.
  private func changes(to measure: MeasureID, of programme: ProgrammeID, at place: Place) -> [Explanation] {
    // Rules hold for the whole scenario, wherever they are written in it.
    let made = AmendmentSequence(plan: plan, scenario: scenario).amendments(
      seenAsOf: evaluation.asOf(inScenario: scenario))
    let sequence = made.filter { !$0.changesFigures } + made.filter(\.changesFigures)
    let touching = sequence.filter { $0.touches(measure, of: programme, in: plan) }
    guard !touching.isEmpty else { return [] }
    // Make each amendment a step on the plan without its own moves.
    var bare = plan
    bare.moves = []
    let steps = AmendmentSteps(sequence, of: evaluation.asking(bare))
    let formula = Formula(.figure(.measure(measure), of: programme), at: .none)
    let asked = narrowedForSteps(formula, place)
    var before = try? steps.evaluation.value(of: asked, scenario: steps.scenario(after: 0))
    var changes: [Explanation] = []
    for (index, amendment) in sequence.enumerated() {
      let after = try? steps.evaluation.value(of: asked, scenario: steps.scenario(after: index + 1))
      defer { before = after }
      guard amendment.touches(measure, of: programme, in: plan), before?.content != after?.content,
        let after, case .quantity(let new, let unit) = after.content
      else { continue }
      changes.append(
        Explanation(
          .words(amendment.shortText), Value(.quantity(new - (before?.figure ?? .zero), unit)),
          origin: amendment.origin,
          isChange: true))
    }
    return changes
  }

  private func narrowedForSteps(_ formula: Formula, _ place: Place) -> Formula {
    place.filter { $0.axis != .scenario }.reversed().reduce(formula) {
      Formula(.narrow($0, to: [$1]), at: .none)
    }
  }

  // MARK: Names

  /// `housing.adjusted[Q3]`.
  func name(_ figure: Figure, _ programme: ProgrammeID, _ place: Place) -> String {
    let shown = place.filter { !$0.axis.rangesOverEntities }
    let members =
      shown.map { narrowing -> String in
        let names = plan.axis(narrowing.axis).members.map(\.name)
        let (from, through) = (names[narrowing.from], names[narrowing.through])
        if narrowing.from == narrowing.through { return from }
        return (narrowing.from == 0 ? "" : from) + ".."
          + (narrowing.through == names.count - 1 ? "" : through)
      } + (otherScenario.map { [$0] } ?? [])
    return plan[programme].name + "." + figure.name(in: plan)
      + (members.isEmpty ? "" : "[\(members.joined(separator: ", "))]")
  }
}

extension Amendment {
  /// Whether it can change a measure of a programme: it names that programme, or a member of it.
  fileprivate func touches(_ measure: MeasureID, of programme: ProgrammeID, in plan: Plan) -> Bool {
    let reaches: (ProgrammeID) -> Bool = { $0 == programme || plan.holds(programme, $0) }
    switch form {
    case .move(let move):
      return move.amounts.contains { $0.measure == measure }
        && (reaches(move.giver) || reaches(move.receiver))
    case .set(let changed, let owner, _, _), .scale(let changed, let owner, _, _):
      return changed == measure && reaches(owner)
    case .without: return true
    case .define, .judge, .lights, .carry, .asOf: return false
    }
  }

  fileprivate var changesFigures: Bool {
    switch form {
    case .move, .set, .scale, .without: true
    case .define, .judge, .lights, .carry, .asOf: false
    }
  }

  /// How an explanation refers to it.
  fileprivate var shortText: String {
    if case .move(let move) = form, let name = move.name { return name }
    return text
  }
}
