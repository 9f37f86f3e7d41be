/// Declared figures that are used as written, but are out of all proportion to their programme or to each
/// other.
extension PlanEvaluation {
  /// At most one remark for each line of figures.
  func outOfProportion(_ id: ProgrammeID, _ state: ScenarioState) -> [Problem] {
    plan[id].figures.compactMap { line in
      guard let figures = state.declaredOwn(line.measure, of: id),
        let node = figures.breakdowns.first(where: { $0.axes == line.axes })?.node,
        figures.unit.isPercent || plan.units.isMoney(figures.dimension)
      else { return nil }
      guard let column = column(node) else { return nil }
      // With as many figures as a whole country has, no figure is the usual one.
      guard column.shape.count <= PlanEvaluation.maxCompared, !column.shape.has(.step) else { return nil }
      let subject = plan[id].name + "." + plan[line.measure].name
      if figures.unit.isPercent { return ratios(column, line, subject, id) }
      // A scale on the last figure alone is reported where the line is read.
      return line.isScaledAtItsEnd ? nil : unlikeTheOthers(column, line, subject, figures.unit)
    }
  }

  private static let maxCompared = 20_000
  /// Money that is many times the money beside it was perhaps written in another scale: thousands or millions.
  private static let scales = Rational(100_000)...Rational(100_000_000)

  /// `0.8` is 0.8 percent in a programme in percent, whose spreadsheet may have meant 80 %.
  private func ratios(_ column: Column, _ line: DeclaredFigures, _ subject: String, _ id: ProgrammeID)
    -> Problem?
  {
    guard plan[id].direction == .moreIsBetter, line.isPlain else { return nil }
    let percent = plan.units.factor(of: .ratio)
    let written = column.knownFigures.map {
      (index: $0.index, figure: $0.figure.divided(by: percent) ?? .zero)
    }
    .filter { !$0.figure.isZero }
    guard let first = written.first(where: { $0.figure.magnitude < .one }),
      // One figure alone says little.
      written.count > 1, written.allSatisfy({ $0.figure.magnitude <= Rational(3, over: 2) ?? .one })
    else { return nil }
    return .perhapsARatio(first.figure, in: subject, at: line.origin(first.index, column.shape))
  }

  /// Plain baht among millions of baht.
  private func unlikeTheOthers(
    _ column: Column, _ line: DeclaredFigures, _ subject: String, _ unit: FigureUnit
  ) -> Problem? {
    let known = column.knownFigures.filter { !$0.figure.isZero }
    // Negative figures get a remark of their own.
    guard known.count > 1, known.allSatisfy({ $0.figure.signum > 0 }) else { return nil }
    let sorted = known.map(\.figure.magnitude).sorted()
    // With two figures, neither is the usual one: take the smaller.
    let usual = sorted[(sorted.count - 1) / 2]
    guard
      let odd = known.first(where: {
        let (low, high) = (min($0.figure.magnitude, usual), max($0.figure.magnitude, usual))
        return high.divided(by: low).map(PlanEvaluation.scales.contains) ?? false
      })
    else { return nil }
    return .unlikeTheOthers(
      format.text(odd.figure, in: unit), usual: format.text(usual, in: unit), in: subject,
      at: line.origin(odd.index, column.shape))
  }
}

extension DeclaredFigures {
  /// Whether all figures are plain numbers without a unit of their own, as far as can be seen.
  fileprivate var isPlain: Bool {
    switch content {
    case .formulas(let values, _):
      values.allSatisfy { value in
        switch value?.form {
        case .literal(let literal)?: literal.isBare
        case nil: true
        default: false
        }
      }
    case .table(let table): table.unit == nil
    }
  }

  /// Whether all figures are plain numbers except the last: `1, 2, 3, 4 million baht`.
  fileprivate var isScaledAtItsEnd: Bool {
    guard case .formulas(let values, _) = content else { return false }
    let areBare = values.map { value in
      if case .literal(let literal)? = value?.form { literal.isBare } else { false }
    }
    return areBare.last == false && areBare.dropLast().allSatisfy { $0 }
  }

  /// Where a figure is written.
  fileprivate func origin(_ index: Int, _ shape: Shape) -> Origin {
    switch content {
    case .formulas(_, let origins): return origins.indices.contains(index) ? origins[index] : origin
    case .table(let table):
      let members = zip(shape.extents, shape.strides).map { ($0.axis, index / $1 % $0.count) }
      let found = table.places.origin(at: Dictionary(members) { $1 })
      return found == .none ? origin : found
    }
  }
}

extension Column {
  fileprivate var knownFigures: [(index: Int, figure: Rational)] {
    (0..<shape.count).compactMap { index in self[index].map { (index, $0) } }
  }
}

extension Problem {
  fileprivate static func unlikeTheOthers(
    _ figure: String, usual: String, in subject: String, at origin: Origin
  ) -> Problem {
    Problem(
      .outOfProportion, "`\(subject)` has \(figure) beside \(usual): is that meant?", at: origin,
      help: "it counts as written; check the number and its scale")
  }
}
