internal import PlanRules

extension Checker {
  /// Resolves formulas, KPIs, milestones, settings and the moves of the base.
  mutating func resolveRules() {
    var counts = (lets: Set<String>(), kpis: Set<String>())
    for statement in statements {
      attempt { (checker) throws(Problem) in
        switch statement.form {
        case .let(let definition):
          try checker.resolve(definition, first: counts.lets.insert(definition.name.text).inserted)
        case .kpi(let kpi): try checker.resolve(kpi, first: counts.kpis.insert(kpi.name.text).inserted)
        case .milestone(let milestone): try checker.resolve(milestone)
        case .asOf(let moment): checker.plan.asOf = try checker.resolver().asOf(moment)
        case .carry(let carry, let name?):
          let programme = try checker.resolver().programme(name)
          checker.plan.programmes[programme.index].take(carry)
        case .carry(let carry, nil): checker.plan.carry = carry.rule
        case .lights(let bands, let name?):
          let programme = try checker.resolver().programme(name)
          try checker.resolve(bands, of: programme, at: statement.span)
        case .lights(let bands, nil):
          checker.plan.lights.put(try checker.bands(bands, at: statement.span))
        case .set: throw .onlyInScenario(.set, statement)
        case .scale: throw .onlyInScenario(.scale, statement)
        case .without: throw .onlyInScenario(.without, statement)
        case .move(let move): checker.plan.moves.append(try checker.move(move, statement.span))
        case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .scenario, .expect, .reported,
          .use,
          .programmes, .load, .question:
          break
        }
      }
    }
  }

  private mutating func resolve(_ syntax: LetDeclaration, first: Bool) throws(Problem) {
    guard first, case .let(let id)? = names.thing(syntax.name.text),
      plan.lets[id.index].origin == syntax.name.span.origin
    else { return }
    plan.lets[id.index].body = try resolver(parameters: syntax.parameters).formula(syntax.body)
  }

  private mutating func resolve(_ syntax: KPIDeclaration, first: Bool) throws(Problem) {
    guard first, let id = names.kpi(syntax.name.text), plan.kpis[id.index].origin == syntax.name.span.origin
    else {
      return
    }
    plan.kpis[id.index].rule = try resolver().formula(syntax.rule)
  }

  private mutating func resolve(_ syntax: MilestoneDeclaration) throws(Problem) {
    guard let name = syntax.programme, let id = names.milestone(syntax.name.text) else { return }
    let old = plan.milestones[id.index]
    plan.milestones[id.index] = Milestone(
      name: old.name, label: old.label, programme: try resolver().programme(name), due: old.due,
      done: old.done, documentation: old.documentation, origin: old.origin)
  }

  // MARK: Moves

  func move(_ syntax: MoveSyntax, _ span: Span) throws(Problem) -> Move {
    let resolver = resolver()
    var amounts: [Move.Amount] = []
    for amount in syntax.amounts {
      amounts.append(
        Move.Amount(
          formula: try resolver.formula(amount.amount), measure: try resolver.stored(amount.measure),
          measureOrigin: amount.measure.span.origin))
    }
    let place = try resolver.place(syntax.place)
    let owner = syntax.amounts.compactMap(\.programme).first
    let isShift = owner != nil || (isPeriod(syntax.from[0]) && isPeriod(syntax.to[0]))
    if isShift {
      guard let owner else { throw .whosePeriods(span) }
      let programme = try resolver.programme(owner)
      for other in syntax.amounts.compactMap(\.programme) where try resolver.programme(other) != programme {
        throw .oneProgramme(other)
      }
      return build(
        syntax, span, amounts, (programme, owner.span), (programme, owner.span),
        from: merged(try resolver.place(syntax.from), place), to: merged(try resolver.place(syntax.to), place)
      )
    }
    let giver = try side(syntax.from)
    let receiver = try side(syntax.to)
    return build(
      syntax, span, amounts, (try resolver.programme(giver), giver.span),
      (try resolver.programme(receiver), receiver.span),
      from: place, to: place)
  }

  private func isPeriod(_ member: MemberSyntax) -> Bool {
    if member.axis != nil { return (try? resolver().member(member))?.axis.isTime ?? false }
    return names.thing(member.name) == nil && (PeriodWord(member.name) != nil || Int(member.name) != nil)
  }

  private func side(_ members: [MemberSyntax]) throws(Problem) -> NameSyntax {
    guard members.count == 1, members[0].axis == nil else { throw .oneSide(members[members.count - 1].span) }
    return NameSyntax(text: members[0].name, span: members[0].span)
  }

  private func merged(_ own: [Narrowing], _ place: [Narrowing]) -> [Narrowing] {
    own + place.filter { narrowing in !own.contains { $0.axis == narrowing.axis } }
  }

  private func build(
    _ syntax: MoveSyntax, _ span: Span, _ amounts: [Move.Amount], _ giver: (id: ProgrammeID, span: Span),
    _ receiver: (id: ProgrammeID, span: Span), from: [Narrowing], to: [Narrowing]
  ) -> Move {
    Move(
      name: syntax.name?.text, label: syntax.label, amounts: amounts, giver: giver.id, receiver: receiver.id,
      from: from, to: to, reason: syntax.reason, approved: syntax.approved, origin: span.origin,
      giverOrigin: giver.span.origin,
      receiverOrigin: receiver.span.origin,
      text: text(span))
  }
}

extension Problem {
  fileprivate static func onlyInScenario(_ word: StatementWord, _ statement: Statement) -> Problem {
    Problem(
      .onlyInScenario, "`\(word.spelling)` changes what is declared: it belongs in a scenario",
      at: statement.span.origin,
      help: "`scenario NAME { \(word.spelling) … }`, or change the figure where it is declared")
  }

  fileprivate static func whosePeriods(_ span: Span) -> Problem {
    Problem(
      .moveNeedsPlace, "a move between periods must say of which programme", at: span.origin,
      help: "`move 30 tambon of target of NAME from Q3 to Q4`")
  }

  fileprivate static func oneProgramme(_ name: NameSyntax) -> Problem {
    Problem(.wrongSort, "a move between periods has one programme", at: name.span.origin)
  }

  fileprivate static func oneSide(_ span: Span) -> Problem {
    Problem(
      .wrongSort, "a move goes from one programme to another", at: span.origin,
      help: "say the place with `in`: `from canal to mankong in Q3, north`")
  }
}
