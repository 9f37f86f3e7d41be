import PlanLang
import PlanRules

/// The findings of `check` and `audit`.
struct CheckReport {
  let verdicts: [KPIVerdict]
  let expectations: (passed: Int, failed: [ClaimFinding])
  let audit: [ClaimFinding]

  init(_ evaluation: PlanEvaluation, scenario: ScenarioID) throws(Problem) {
    verdicts = try evaluation.verdicts(scenario: scenario)
    // Expectations and reported figures always refer to the base as written.
    let written = evaluation.asWritten
    expectations = try written.expectations()
    audit = try written.audit()
  }

  func count(_ verdict: Verdict) -> Int { verdicts.count { $0.verdict == verdict } }

  var fails: Bool { verdicts.contains { $0.verdict == .fail } }
}

struct CheckLayout {
  let evaluation: PlanEvaluation
  let sources: Sources
  let scenario: ScenarioID

  private var cells: FigureCells { FigureCells(evaluation) }
  private var plan: Plan { evaluation.plan }
  private var tables: CheckTables {
    CheckTables(evaluation: evaluation, sources: sources, scenario: scenario)
  }

  /// Verdicts, milestones, failed expectations, and a one-line summary.
  func verdicts(_ report: CheckReport) -> Document {
    var document = Document(
      json: CheckJSON(evaluation: evaluation, sources: sources, scenario: scenario).json(report),
      tables: tables.all(report, hasEveryPeriod: false))
    document.table(kpiTable(report))
    document.append(waiting(report))
    if !plan.milestones.isEmpty {
      document.blank()
      document.table(milestoneTable())
    }
    if !report.expectations.failed.isEmpty {
      document.blank()
      document.table(findingTable(report.expectations.failed, title: "expectation", stated: "expected"))
    }
    document.blank()
    document.line(summary(report))
    return document
  }

  /// The table of the report, then the verdicts.
  func whole(_ report: CheckReport) -> Document {
    var document = Document()
    document.heading(heading())
    document.blank()
    let overview = PerformanceLayout(evaluation: evaluation, scenario: scenario).overview()
    document.table(overview)
    document.append(FigureCells.legend(of: overview))
    document.blank()
    let verdicts = verdicts(report)
    document.append(verdicts)
    document.makeJSON = verdicts.makeJSON
    document.makeTables = verdicts.makeTables
    return document
  }

  func heading() -> StyledText {
    let years =
      plan.calendar.yearsName(joinedBy: "–")
    var heading = StyledText(plan.title ?? "plan", .strong) + StyledText("  fiscal year \(years)", .faint)
    if scenario > .base { heading += StyledText("  scenario \(plan.name(of: scenario))", .name) }
    if let asOf = evaluation.asOf(inScenario: scenario) {
      heading += StyledText("  as of \(plan.calendar.name(of: asOf))", .faint)
    }
    return heading
  }

  private func kpiTable(_ report: CheckReport) -> Table {
    let columns: [Table.Column] = [
      .init(title: "KPI"), .init(title: "", folds: 1, shrinksTo: 12), .init(title: "verdict"),
      .init(title: "margin"),
    ]
    return Table(
      columns,
      report.verdicts.map { verdict in
        let kpi = plan.kpis[verdict.kpi.index]
        return [
          Cell(kpi.name, .name), Cell(kpi.label ?? ""), cells.verdict(verdict.verdict),
          Cell(StyledText(margin(verdict))),
        ]
      })
  }

  /// The missing reports that pending verdicts are waiting for, if other members have already reported.
  private func waiting(_ report: CheckReport) -> Document {
    var document = Document()
    for verdict in report.verdicts where verdict.verdict == .pending {
      for missing in evaluation.missingReports(for: verdict.kpi, scenario: scenario) where missing.isOfMembers
      {
        document.note(
          StyledText(plan.kpis[verdict.kpi.index].name, .name)
            + StyledText(" waits: " + missing.text(in: plan), .faint))
      }
    }
    return document
  }

  func margin(_ verdict: KPIVerdict) -> String {
    guard let margin = verdict.margin else { return verdict.verdict == .pending ? "not yet known" : "" }
    let text = evaluation.format.text(margin)
    return verdict.verdict == .pending ? "\(text) so far" : text
  }

  private func milestoneTable() -> Table {
    let asOf = evaluation.asOf(inScenario: scenario)
    return Table(
      [
        .init(title: "milestone"), .init(title: "", folds: 1, shrinksTo: 12),
        .init(title: "verdict"),
        .init(title: "due"), .init(title: "done"),
      ],
      plan.milestones.map { milestone in
        let done = milestone.done(asOf: asOf, in: plan)
        return [
          Cell(milestone.name, .name), Cell(milestone.label ?? ""),
          cells.verdict(milestone.verdict(asOf: asOf, in: plan)),
          Cell(plan.calendar.text(of: milestone.due)), Cell(done.map(plan.calendar.text(of:)) ?? "–"),
        ]
      })
  }

  private func summary(_ report: CheckReport) -> StyledText {
    var parts = [Verdict.pass, .fail, .pending].map { "\(report.count($0)) \($0.rawValue)" }.listed(
      by: ", ")
    let (held, failed) = (report.expectations.passed, report.expectations.failed.count)
    if held > 0 { parts += "; \(Count.of(held, "expectation")) \(held == 1 ? "holds" : "hold")" }
    if failed > 0 { parts += "; \(failed) \(failed == 1 ? "expectation fails" : "expectations fail")" }
    var line = StyledText(parts, .strong)
    let wrong = report.audit.count
    if wrong > 0 {
      line += StyledText(
        "     \(wrong) reported \(wrong == 1 ? "figure disagrees" : "figures disagree") (audit)", .faint)
    }
    return line
  }

  // MARK: Audit

  func audit(_ findings: [ClaimFinding]) -> Document {
    var document = Document(
      json: .object([
        ("schema", .string("codi-plan/audit/1")),
        (
          "audit",
          .array(findings.map(CheckJSON(evaluation: evaluation, sources: sources, scenario: .base).finding))
        ),
      ]), tables: [tables.audit(findings)])
    guard !findings.isEmpty else {
      document.line("every reported figure agrees", .good)
      return document
    }
    document.table(findingTable(findings, title: "figure", stated: "reported"))
    document.blank()
    let count = findings.count
    document.line(
      "\(count) of \(reportedCount) reported figures \(count == 1 ? "disagrees" : "disagree")", .strong)
    return document
  }

  /// Claims just entered that do not hold.
  func findings(_ findings: [ClaimFinding], isReported: Bool) -> Document {
    var document = Document()
    document.line(isReported ? "disagrees" : "does not hold", .bad)
    document.table(
      findingTable(
        findings, title: isReported ? "figure" : "expectation", stated: isReported ? "reported" : "expected"))
    return document
  }

  private var reportedCount: Int {
    plan.reported.reduce(0) { count, claim in
      count + claim.stated.count { if case .notCompared = $0 { false } else { true } }
    }
  }

  private func findingTable(_ findings: [ClaimFinding], title: String, stated: String) -> Table {
    Table(
      [
        .init(title: title), .init(title: stated, isRight: true), .init(title: "computed", isRight: true),
        .init(title: "where", folds: 1), .init(title: "at", folds: 2),
      ],
      findings.map { finding in
        [
          Cell(finding.expression, .name), Cell(statedText(finding), .bad), computed(finding),
          Cell(finding.claim.source ?? ""), .place(finding.origin, in: sources),
        ]
      })
  }

  /// The computed figure, with enough decimal places to show the difference.
  private func computed(_ finding: ClaimFinding) -> Cell {
    let cell = cells.text(finding.computed)
    guard case .literal(let literal)? = finding.stated,
      case .quantity(let figure, let unit) = finding.computed.content,
      literal.places > evaluation.format.units.places(of: unit).count
    else { return cell }
    let scaled = figure.divided(by: evaluation.format.units.factor(of: unit)) ?? figure
    let name = unit.isPercent ? "%" : " " + evaluation.format.units.name(of: unit)
    return Cell(StyledText(scaled.fixed(places: literal.places, grouped: true) + name))
  }

  func statedText(_ finding: ClaimFinding) -> String {
    switch finding.stated {
    case .literal?, .formula?: sources.words(at: finding.origin)
    case .missing?, .notCompared?: "none"
    case nil: "true"
    }
  }
}

extension Sources {
  /// The source text of an origin, on one line.
  func words(at origin: Origin) -> String {
    guard let span = Span(origin), span.file < texts.count else { return "" }
    return words(span)
  }
}

extension ClaimFinding {
  /// The claim's expression for this member: `housing.rate[Q1]`.
  var expression: String {
    guard !members.isEmpty else { return claim.text }
    let place = "[" + members.map(\.name).joined(separator: ", ") + "]"
    return claim.isSimple ? claim.text + place : "(\(claim.text))\(place)"
  }
}

extension Claim {
  fileprivate var isSimple: Bool {
    switch subject.form {
    case .figure, .formula, .narrow, .call, .reduce: true
    default: false
    }
  }
}
