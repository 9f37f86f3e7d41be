import PlanLang
import PlanRules

/// Statements that belong to the plan itself rather than to a scenario on top of it.
extension Session {
  /// Whether the plan consists only of typed statements, with no file that must not be changed.
  var ownsBase: Bool { filePaths.isEmpty && fileStatements.isEmpty }

  /// Whether a statement belongs to the base. A formula or KPI unknown to the base is declared there, whichever
  /// scenario is active; rules and moves typed without an open file belong to the plan itself.
  func belongsToBase(_ statement: Statement) -> Bool {
    switch statement.form {
    case .kpi(let kpi):
      let isKnown = open.program.names.kpi(kpi.name.text).map { plan.kpis[$0.index].rule != nil } ?? false
      return !isKnown && !typed.declares(kpi: kpi.name.text)
    case .let(let definition):
      if case .let(let id)? = open.program.names.thing(definition.name.text), plan.lets[id.index].body != nil
      {
        return false
      }
      return !typed.declares(formula: definition.name.text)
    case .move, .carry, .lights, .asOf: return ownsBase && typed.active == Plan.nameOfBase
    case .set, .scale, .without, .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone,
      .scenario,
      .expect, .reported, .use, .programmes, .load, .question:
      return false
    }
  }

  /// Whether a statement may be carried out together with others typed in the same block. Without an open file, the
  /// block is a plan, in which declarations apply regardless of order.
  func runsAsOneBlock(_ statement: Statement) -> Bool {
    switch statement.form {
    case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone: true
    case .move, .set, .scale, .without, .carry, .lights, .asOf, .kpi, .let: true
    case .scenario(let scenario): ownsBase && (scenario.items != nil || !scenario.parents.isEmpty)
    case .expect, .reported, .programmes, .load: ownsBase
    case .use, .question: false
    }
  }

  /// The newly added expectations and reported figures that do not hold.
  func brokenClaims(since before: Session) throws(OpenPlan.Rejected) -> Document {
    var document = Document()
    let layout = CheckLayout(evaluation: evaluation, sources: open.sources, scenario: active)
    do throws(Problem) {
      for (claims, known, isReported) in [
        (plan.expectations, before.plan.expectations.count, false),
        (plan.reported, before.plan.reported.count, true),
      ] {
        var broken: [ClaimFinding] = []
        for claim in claims.dropFirst(known) {
          broken += try evaluation.findings(of: claim, scenario: isReported ? .base : active).filter {
            $0.outcome != .agrees
          }
        }
        if !broken.isEmpty { document.append(layout.findings(broken, isReported: isReported)) }
      }
    } catch {
      throw reject(error)
    }
    return document
  }

  /// Notes moves that are not in force on the plan's own date: a plan that waits for them is rarely what was meant.
  func remarkOnMasked(_ statements: [Statement]) -> Document {
    guard let asOf = evaluation.asOf(inScenario: .base) else { return Document() }
    let made = Set(evaluation.moveStatements(scenario: .base).map(\.move.origin))
    let masked = statements.filter { statement in
      guard case .move = statement.form else { return false }
      return plan.moves.contains { $0.origin == statement.span.origin }
        && !made.contains(statement.span.origin)
    }
    guard !masked.isEmpty else { return Document() }
    var document = Document()
    for statement in masked {
      document.line(
        StyledText("not in force yet, as of \(plan.calendar.name(of: asOf)): ", .middling)
          + StyledText(open.sources.words(statement.span)))
    }
    document.line(proposal)
    return document
  }

  /// Moves planned for later are proposals, which belong in scenarios.
  var proposal: StyledText {
    StyledText("to see now what it would do, `undo` it and propose it: ", .faint)
      + StyledText("scenario NAME { move … }", .strong)
  }
}
