import PlanLang
import PlanRules

/// The members for which a condition holds, worst first.
struct ListLayout {
  let evaluation: PlanEvaluation

  private var cells: FigureCells { FigureCells(evaluation) }

  func document(_ listing: Listing) -> Document {
    var document = Document(json: json(listing))
    document.table(
      Table(
        [
          .init(title: listing.axis.name), .init(title: "", key: "value", isRight: true),
          .init(title: "", key: "label", folds: 1, shrinksTo: 12),
        ],
        listing.entries.map { entry in
          [
            Cell(entry.member.name, .name), entry.figure.map(cells.text) ?? .empty,
            Cell(entry.member.label ?? ""),
          ]
        }))
    if listing.entries.isEmpty { document.line("it holds for none", .faint) }
    if !listing.pending.isEmpty {
      document.line("not yet known: " + listing.pending.map(\.name).joined(separator: ", "), .faint)
    }
    if !listing.withoutAnswer.isEmpty {
      document.line(
        "without such figures: " + listing.withoutAnswer.map(\.name).joined(separator: ", "), .faint)
    }
    return document
  }

  /// Everything of a sort, with what is said of it in a few words.
  func names(of sort: NamedSort, scenario: Int) -> Document {
    let (title, entries) = self.entries(of: sort, scenario: scenario)
    let json = JSON.object([
      ("schema", .string("codi-plan/list/1")), ("axis", .string(title)),
      (
        "members",
        .array(
          entries.map {
            .object([("name", .string($0.name)), ("label", JSON($0.label)), ("value", .null)])
          })
      ), ("pending", .array([])),
    ])
    var document = Document(json: json)
    document.table(
      Table(
        [
          .init(title: title), .init(title: "", key: "label", folds: 1, shrinksTo: 12),
          .init(title: "", key: "about"),
        ],
        entries.map { [Cell($0.name, .name), Cell($0.label ?? ""), Cell($0.about, .faint)] }))
    if entries.isEmpty { document.line("there is none", .faint) }
    return document
  }

  private typealias Entry = (name: String, label: String?, about: String)

  private func entries(of sort: NamedSort, scenario: Int) -> (title: String, entries: [Entry]) {
    let plan = evaluation.plan
    switch sort {
    case .scenario:
      let base: Entry = ("base", nil, "the plan as it is written")
      return (
        "scenario",
        [base]
          + plan.scenarios.map { scenario in
            let parents = scenario.parents.map { plan.scenarios[$0].name }
            let from = parents.isEmpty ? "" : "from \(parents.joined(separator: ", ")), "
            return (scenario.name, scenario.label, from + Count.of(scenario.amendments.count, "amendment"))
          }
      )
    case .kpi: return ("kpi", plan.kpis.map { ($0.name, $0.label, "passes when \($0.text)") })
    case .milestone:
      return (
        "milestone",
        plan.milestones.map { milestone in
          (
            milestone.name, milestone.label,
            "due \(milestone.due.buddhistText)" + (milestone.done.map { ", done \($0.buddhistText)" } ?? "")
          )
        }
      )
    case .move:
      let made = evaluation.moveStatements(scenario: scenario).map(\.move)
      return ("move", made.map { ($0.name ?? "", $0.label, $0.text) })
    case .programme:
      return (
        "programme", plan.programmes.filter { !$0.isGroup }.map { ($0.name, $0.label, unitName($0.unit)) }
      )
    case .group:
      return (
        "group",
        plan.programmes.filter(\.isGroup).map { group in
          (group.name, group.label, (group.members ?? []).map { plan[$0].name }.joined(separator: " + "))
        }
      )
    case .measure:
      return ("measure", plan.measures.map { ($0.name, $0.label, $0.unit.map(unitName) ?? "") })
    case .unit: return ("unit", plan.units.definitions.map { ($0.name, $0.label, "") })
    case .formula: return ("let", plan.lets.map { ($0.name, nil, $0.documentation ?? "") })
    case .axes:
      return (
        "axis",
        plan.axes.map { axis in (axis.name, axis.label, Count.of(axis.members.count, "member")) }
      )
    case .members(let id):
      let axis = plan.axis(id)
      return (axis.name, axis.members.map { ($0.name, $0.label, "") })
    }
  }

  private func unitName(_ unit: FigureUnit) -> String {
    unit.isPercent ? "percent" : evaluation.plan.units.name(of: unit)
  }

  private func json(_ listing: Listing) -> JSON {
    .object([
      ("schema", .string("codi-plan/list/1")), ("axis", .string(listing.axis.name)),
      (
        "members",
        .array(
          listing.entries.map { entry in
            .object([
              ("name", .string(entry.member.name)), ("label", JSON(entry.member.label)),
              ("value", entry.figure.map(cells.json) ?? .null),
            ])
          })
      ), ("pending", .array(listing.pending.map { .string($0.name) })),
    ])
  }
}
