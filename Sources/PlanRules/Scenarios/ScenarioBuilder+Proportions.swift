/// Remarks on amendments that are carried out but were perhaps not meant that way.
extension ScenarioBuilder {
  /// A `set` to a figure below zero, to a fraction of something that is counted, or to one a thousand times
  /// larger or smaller than before.
  func remark(
    onSet value: Formula, _ new: NodeID, of programme: ProgrammeID, _ measure: MeasureID, place: [Narrowing],
    _ amendment: Amendment, unit: FigureUnit
  ) throws(Problem) {
    guard graph.shape(of: new) == .scalar, let figure = try graph.figure(of: new) else { return }
    if figure.signum < 0 { workspace.remark(.negativeAmendment(amendment.text, at: value.origin)) }
    remark(onFraction: figure, in: unit, at: value.origin)
    if remark(onRatio: figure, value, in: unit, of: programme) { return }
    guard let known = state.figures[programme.index][measure],
      let before = try figureBefore(known, of: programme, measure, place: place), !before.isZero,
      !figure.isZero
    else { return }
    // Multiplied, because division takes longer.
    let thousand = Rational(1_000)
    let (new, old) = (figure.magnitude, before.magnitude)
    if new >= old * thousand || old >= new * thousand {
      remark(outOfScale: value, figure, in: unit, before: before)
    }
  }

  // Messages are seldom built: keep their code out of the path that every edit takes.
  @inline(never)
  private func remark(outOfScale value: Formula, _ figure: Rational, in unit: FigureUnit, before: Rational) {
    workspace.remark(
      .outOfScale(
        from: workspace.format.text(before, in: unit), to: workspace.format.text(figure, in: unit),
        help: remedy(value, figure, in: unit, before: before), at: value.origin))
  }

  /// `0.85` is 0.85 percent in a programme in percent. Returns whether there was a remark.
  private func remark(
    onRatio figure: Rational, _ value: Formula, in unit: FigureUnit, of programme: ProgrammeID
  )
    -> Bool
  {
    guard unit.isPercent, plan[programme].direction == .moreIsBetter, case .literal(let literal) = value.form,
      literal.isBare, let written = figure.divided(by: plan.units.factor(of: unit)), !written.isZero,
      written.magnitude < .one
    else { return false }
    workspace.remark(.perhapsARatio(written, in: plan[programme].name, at: value.origin))
    return true
  }

  /// The figure in a place before it was set.
  private func figureBefore(
    _ known: MeasureFigures, of programme: ProgrammeID, _ measure: MeasureID, place: [Narrowing]
  ) throws(Problem) -> Rational? {
    // Usually a single figure of the plan, which needs no formula.
    for breakdown in known.breakdowns where breakdown.suspension == nil && isOneFigure(breakdown, place) {
      return try graph.figure(of: breakdown.node, at: place)
    }
    let context = place.reduce(Context(scenario: scenario)) {
      $0.narrowed($1.axis, from: $1.from, through: $1.through, of: workspace.count(of: $1.axis))
    }
    guard
      let node = try unlessStopped({ () throws(Problem) in
        try FigureReading(state: state).unmasked(known, of: programme, measure, in: context)
      }),
      graph.shape(of: node) == .scalar
    else { return nil }
    return try graph.figure(of: node)
  }

  /// Whether a place is a single figure of a breakdown.
  private func isOneFigure(_ breakdown: MeasureFigures.Breakdown, _ place: [Narrowing]) -> Bool {
    !graph.shape(of: breakdown.node).has(.step)
      && place.allSatisfy { $0.from == $0.through && breakdown.axes.contains($0.axis) }
      && breakdown.axes.allSatisfy { axis in
        workspace.count(of: axis) == 1 || place.contains { $0.axis == axis }
      }
  }

  /// A plain number takes the scale of its place: perhaps it was meant without the scale.
  private func remedy(_ value: Formula, _ figure: Rational, in unit: FigureUnit, before: Rational) -> String {
    let scale = plan.units.factor(of: unit).divided(by: plan.units.factor(of: unit.unscaled)) ?? .one
    guard case .literal(let literal) = value.form, literal.isBare, scale > .one,
      let meant = figure.divided(by: scale), let factor = meant.divided(by: before)?.magnitude,
      factor < Rational(1_000), factor * Rational(1_000) > .one
    else { return "it counts as written; check the number and its unit" }
    return "a plain number is in \(plan.units.name(of: unit)) here: "
      + "did you mean `\(workspace.format.writable(meant, in: unit.unscaled))`?"
  }

  /// `2.500 household` is two and a half.
  @inline(never)
  func remark(onFraction figure: Rational, in unit: FigureUnit, at origin: Origin) {
    guard case .units(let factors, _) = unit, factors.count == 1, factors[0].exponent == 1 else { return }
    let definition = plan.units.definitions[factors[0].unit]
    guard definition.kind == .count, definition.places == nil, !(figure.isWhole && definition.factor == .one),
      let count = figure.divided(by: definition.factor), !count.isWhole
    else { return }
    let thousands = count * Rational(1_000)
    workspace.remark(
      .partOfACount(
        workspace.format.writable(figure, in: unit.unscaled),
        meant: thousands.isWhole ? workspace.format.text(figure * Rational(1_000), in: unit.unscaled) : nil,
        at: origin))
  }

  /// `scale x by 10%` leaves a tenth; `by 1 / 10` is explicit about that.
  func remark(onScale factor: NodeID, by formula: Formula, _ amendment: Amendment) throws(Problem) {
    guard graph.shape(of: factor) == .scalar, let ratio = try graph.figure(of: factor) else { return }
    if case .literal(let literal) = formula.form, literal.isBare,
      (Rational(3)...Rational(100)).contains(ratio)
    {
      workspace.remark(.scaledUp(ratio, at: formula.origin))
    }
    guard ratio < Rational(1, over: 2) ?? .zero, !ratio.isZero
    else { return }
    if case .literal = formula.form {} else if ratio.signum > 0 { return }
    workspace.remark(.scaledDown(ratio, at: formula.origin))
  }
}

extension Problem {
  @inline(never)
  fileprivate static func negativeAmendment(_ amendment: String, at origin: Origin) -> Problem {
    Problem(
      .outOfProportion, "this is a figure below zero: is that meant?", at: origin,
      help: "it counts as written; remove the minus if it is not meant")
  }

  @inline(never)
  fileprivate static func outOfScale(from: String, to: String, help: String, at origin: Origin) -> Problem {
    Problem(
      .outOfProportion, "this changes the figure a thousand-fold: from \(from) to \(to)", at: origin,
      help: help)
  }

  @inline(never)
  fileprivate static func partOfACount(_ figure: String, meant: String?, at origin: Origin) -> Problem {
    Problem(
      .outOfProportion, "\(figure) is a fraction of something that is counted", at: origin,
      help: meant.map { "did you mean \($0)? A comma groups thousands, a point begins decimals" })
  }

  /// A plain number below one in a programme in percent.
  @inline(never)
  static func perhapsARatio(_ written: Rational, in subject: String, at origin: Origin) -> Problem {
    let text = written.trimmed(places: 6, grouped: false)
    return Problem(
      .outOfProportion, "`\(text)` is \(text) percent in `\(subject)`", at: origin,
      help:
        "did you mean `\((written * Rational(100)).trimmed(places: 4, grouped: false))%`? Write `\(text)%` if it is meant as it stands"
    )
  }

  fileprivate static func scaledUp(_ ratio: Rational, at origin: Origin) -> Problem {
    let times = ratio.trimmed(places: 6, grouped: true)
    let more = (ratio + Rational(100)).trimmed(places: 6, grouped: false)
    return Problem(
      .outOfProportion, "`by \(times)` makes the figures \(times) times as large", at: origin,
      help: "for \(times)% more write `by \(more)%`")
  }

  fileprivate static func scaledDown(_ ratio: Rational, at origin: Origin) -> Problem {
    let percent: (Rational) -> String = { ($0 * Rational(100)).trimmed(places: 6, grouped: false) + "%" }
    guard ratio.signum > 0 else {
      return Problem(
        .outOfProportion, "`by \(percent(ratio))` reverses the sign of the figures", at: origin,
        help: "for a cut of \(percent(-ratio)) write `by \(percent(.one + ratio))`")
    }
    return Problem(
      .outOfProportion, "`by \(percent(ratio))` leaves \(percent(ratio)): a cut of \(percent(.one - ratio))",
      at: origin,
      help:
        "for a cut of \(percent(ratio)) write `by \(percent(.one - ratio))`, for an equal rise `by \(percent(.one + ratio))`"
    )
  }
}
