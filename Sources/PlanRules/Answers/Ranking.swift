/// The members of an axis in the order of a figure, the largest first.
public struct Ranking: Sendable {
  /// A member with its figure and its place.
  public struct Entry: Sendable {
    /// 1 is the first. Equal figures share a place, and the places after them are skipped: 1, 2, 2, 4.
    public let place: Int
    /// Whether another member has the same place.
    public let isTied: Bool
    /// The member along the ranking's axis, such as a region or a programme.
    public let member: AxisMember
    /// The figure by which the member is ranked; never missing.
    public let figure: Value
  }

  /// The axis whose members are ranked, with all its members.
  public let axis: Axis
  /// The entries that are shown: for `top N`, all with a place up to N.
  public let entries: [Entry]
  /// How many members have a figure.
  public let count: Int
  /// Members without such a figure, in the order of the axis.
  public let missing: [AxisMember]
}

extension PlanEvaluation {
  /// Ranks the members along an axis by a figure, in exact arithmetic.
  ///
  /// - Parameter top: how many places are shown; `nil` shows all.
  /// - Throws: if the formula is not a figure, or figures of different dimensions are compared.
  public func rank(
    _ axis: AxisID, by formula: Formula, top: Int? = nil, scenario: ScenarioID = .base
  ) throws(Problem) -> Ranking {
    let axis = plan.axis(axis)
    let answer = try answer(formula, by: [axis.id], scenario: scenario)
    var known: [(member: AxisMember, value: Value, figure: Rational)] = []
    var missing: [AxisMember] = []
    var first: FigureUnit?
    for (member, value) in zip(axis.members, answer.values) {
      switch value.content {
      case .quantity(let figure, let unit):
        let model = first ?? unit
        first = model
        guard plan.units.dimension(of: unit) == plan.units.dimension(of: model) else {
          throw .unlikeRanks(plan.units.words(model), plan.units.words(unit), at: formula.origin)
        }
        known.append((member, value, figure))
      case .missing: missing.append(member)
      case .truth, .pending, .light, .date: throw .rankNeedsFigure(at: formula.origin)
      }
    }
    let sorted = known.enumerated().sorted { a, b in
      a.element.figure != b.element.figure ? a.element.figure > b.element.figure : a.offset < b.offset
    }.map(\.element)
    var entries: [Ranking.Entry] = []
    var place = 0
    for (index, one) in sorted.enumerated() {
      let isLikeBefore = index > 0 && sorted[index - 1].figure == one.figure
      let isLikeNext = index + 1 < sorted.count && sorted[index + 1].figure == one.figure
      if !isLikeBefore { place = index + 1 }
      if let top, place > top { break }
      entries.append(
        Ranking.Entry(
          place: place, isTied: isLikeBefore || isLikeNext, member: one.member, figure: one.value))
    }
    return Ranking(axis: axis, entries: entries, count: sorted.count, missing: missing)
  }
}

extension Problem {
  fileprivate static func unlikeRanks(_ one: String, _ other: String, at origin: Origin) -> Problem {
    Problem(
      .unlikeUnits, "\(one) cannot be ranked with \(other)", at: origin,
      help: "rank by a ratio, such as `rate`, or by money")
  }

  fileprivate static func rankNeedsFigure(at origin: Origin) -> Problem {
    Problem(
      .wrongKind, "`rank` needs a figure", at: origin,
      help: "for example `rank programme by rate`; `list … where` takes a condition")
  }
}
