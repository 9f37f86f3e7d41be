import PlanLang
import PlanRules

/// The effect of each amendment on each figure: shares that add up to the difference.
struct SharesLayout {
  let evaluation: PlanEvaluation
  let sources: Sources
  let scenarios: (ScenarioID, ScenarioID)

  private static let widestStatement = 64

  private var plan: Plan { evaluation.plan }
  private var format: FigureFormat { evaluation.format }

  func document(_ shares: StatementShares) -> Document {
    var document = Document(json: json(shares), tables: [table(shares)])
    guard !shares.rows.isEmpty else {
      let both = [scenarios.0, scenarios.1]
      let isMoved = plan.programmes.indices.contains { programme in
        CompareLayout.sums.contains { figure in
          !evaluation.differingPlaces(figure, of: ProgrammeID(programme), scenarios: both).isEmpty
        }
      }
      let names = both.map { plan.name(of: $0) }.joined(separator: ", ")
      document.note(
        isMoved
          ? "nothing differs as a whole; `compare \(names)` shows the \(plan.calendar.periodName)s and members that do"
          : "nothing differs")
      return document
    }
    var rows: [[Cell]] = []
    var isRounded = false
    var isShared = false
    for row in shares.rows {
      let change = "\(number(row.before, row)) → \(text(row.after, row))"
      rows.append([
        Cell(name(row.subject), .name),
        Cell(signed(row.difference, row), .strong),
        Cell(change, .faint),
      ])
      for (index, share) in row.shares.enumerated() where !share.isZero || row.unknown.contains(index) {
        isRounded = isRounded || !isShownWhole(share, row)
        isShared = isShared || row.unknown.contains(index)
        let isUnknown = row.unknown.contains(index) && share.isZero
        rows.append([
          Cell(StyledText("  " + statement(shares.statements[index]))),
          isUnknown
            ? Cell("with the next", .faint) : Cell(signed(share, row)),
          Cell(place(shares.statements[index]).map { StyledText(link: $0, .faint) } ?? StyledText()),
        ])
      }
    }
    document.table(
      Table(
        [
          .init(title: "\(title(scenarios.0)) → \(title(scenarios.1))", shrinksTo: 16),
          .init(title: "difference", isRight: true), .init(title: "", folds: 1),
        ], rows))
    document.note(
      isRounded
        ? "the shares of each figure add up to its difference; here they are rounded"
        : "the shares of each figure add up to its difference")
    if isShared { document.note("with the next: after that statement alone the figure is not known") }
    return document
  }

  private func title(_ scenario: ScenarioID) -> String {
    plan.name(of: scenario)
  }

  private func name(_ subject: StatementShares.Subject) -> String {
    switch subject {
    case .figure(let figure, let programme): plan[programme].name + "." + figure.name(in: plan)
    case .margin(let kpi): plan.kpis[kpi.index].name + ".margin"
    }
  }

  private func statement(_ statement: StatementShares.Statement) -> String {
    TerminalWidth.cut(
      (statement.isTakenBack ? "without " : "") + (statement.name ?? statement.text),
      to: SharesLayout.widestStatement)
  }

  private func place(_ statement: StatementShares.Statement) -> FileLine? {
    sources.link(to: statement.origin).flatMap { $0.isTyped ? nil : $0 }
  }

  private func number(_ figure: Rational, _ row: StatementShares.Row) -> String {
    row.isPoints ? format.number(figure, in: .ratio) : format.number(figure, in: row.unit)
  }

  private func text(_ figure: Rational, _ row: StatementShares.Row) -> String {
    row.isPoints ? format.number(figure, in: .ratio) : format.text(figure, in: row.unit)
  }

  private func signed(_ figure: Rational, _ row: StatementShares.Row) -> String {
    row.isPoints ? format.points(figure) : format.text(figure, in: row.unit, signed: true)
  }

  private func isShownWhole(_ share: Rational, _ row: StatementShares.Row) -> Bool {
    let scaled =
      row.isPoints ? share * Rational(100) : share.divided(by: format.units.factor(of: row.unit)) ?? share
    return scaled.rounded(places: row.isPoints ? 2 : format.units.places(of: row.unit).count) == scaled
  }

  // MARK: What scripts read

  /// One row per figure, followed by one for each statement that contributes to it, with their differences.
  private func table(_ shares: StatementShares) -> DataTable {
    let cells = FigureCells(evaluation)
    var rows: [FigureTable.Row] = []
    for row in shares.rows {
      let unit = row.isPoints ? FigureUnit.ratio : row.unit
      let arePoints = row.isPoints && row.subject.isMargin
      let entry: (Rational) -> FigureEntry = { cells.entry($0, unit, isPoints: arePoints) }
      rows.append(
        FigureTable.Row(
          keys: [.text(name(row.subject)), .empty],
          figures: [entry(row.before), entry(row.after), entry(row.difference)], words: [.empty]))
      for (index, share) in row.shares.enumerated() where !share.isZero || row.unknown.contains(index) {
        let isUnknown = row.unknown.contains(index) && share.isZero
        let statement = shares.statements[index]
        rows.append(
          FigureTable.Row(
            keys: [
              .text(name(row.subject)), .text((statement.isTakenBack ? "without " : "") + statement.text),
            ],
            figures: [.missing(nil), .missing(nil), isUnknown ? .missing(nil) : entry(share)],
            words: [.text(place(statement)?.text ?? "")]))
      }
    }
    return DataTable(
      "figures", keys: ["figure", "statement"], figures: ["before", "after", "difference"], words: ["where"],
      rows, cells.format)
  }

  private func json(_ shares: StatementShares) -> JSON {
    .object([
      ("schema", .string("codi-plan/shares/1")),
      ("scenarios", .array([.string(title(scenarios.0)), .string(title(scenarios.1))])),
      (
        "statements",
        .array(
          shares.statements.map {
            .object([
              ("text", .string($0.text)), ("at", JSON(place($0)?.text)),
              ("takenBack", .bool($0.isTakenBack)),
            ])
          })
      ),
      (
        "figures",
        .array(
          shares.rows.map { row in
            .object([
              ("figure", .string(name(row.subject))), ("before", .string(row.before.exactText)),
              ("after", .string(row.after.exactText)), ("difference", .string(row.difference.exactText)),
              ("unit", .string(row.isPoints ? "" : FigureCells(evaluation).baseUnitName(row.unit))),
              ("shares", .array(row.shares.map { .string($0.exactText) })),
            ])
          })
      ),
    ])
  }
}

extension StatementShares.Subject {
  /// Whether this is a margin, which for a ratio is in points, whereas a rate is in percent.
  fileprivate var isMargin: Bool {
    switch self {
    case .margin: true
    case .figure: false
    }
  }
}
