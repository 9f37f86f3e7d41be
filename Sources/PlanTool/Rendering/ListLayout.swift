import PlanLang
import PlanRules

/// The members that satisfy a condition, worst first.
struct ListLayout {
  let evaluation: PlanEvaluation

  private var cells: FigureCells { FigureCells(evaluation) }

  func document(_ listing: Listing) -> Document {
    var document = Document(json: json(listing), tables: [table(listing)])
    document.table(
      Table(
        [
          .init(title: listing.axis.name), .init(title: "", isRight: true),
          .init(title: "", folds: 1, shrinksTo: 12),
        ],
        listing.entries.map { entry in
          [
            Cell(entry.member.name, .name), entry.figure.map(cells.text) ?? .empty,
            Cell(entry.member.label ?? ""),
          ]
        }))
    if listing.entries.isEmpty { document.note("the condition holds for none") }
    if !listing.pending.isEmpty {
      document.note("not yet known: " + listing.pending.map(\.name).joined(separator: ", "))
    }
    if !listing.withoutAnswer.isEmpty {
      document.note(
        "without such figures: " + listing.withoutAnswer.map(\.name).joined(separator: ", "))
    }
    return document
  }

  /// All things of one kind, with a brief description of each.
  func names(of sort: NamedSort, scenario: ScenarioID) -> Document {
    let (title, entries) = self.entries(of: sort, scenario: scenario)
    let json = JSON.object([
      ("schema", .string("codi-plan/list/1")), ("axis", .string(title)),
      (
        "members",
        .array(
          entries.map {
            .object(
              [("name", .string($0.name)), ("label", JSON($0.label)), ("value", .null)]
                + $0.dates.map { ($0, JSON($1)) })
          })
      ), ("pending", .array([])),
    ])
    var document = Document(json: json, tables: [table(title, entries)])
    document.table(
      Table(
        [
          .init(title: title), .init(title: "", folds: 1, shrinksTo: 12),
          .init(title: ""),
        ],
        entries.map { [Cell($0.name, .name), Cell($0.label ?? ""), Cell($0.about, .faint)] }))
    if entries.isEmpty { document.note("there are none") }
    return document
  }

  /// Names with their descriptions; milestones with their dates.
  private func table(_ title: String, _ entries: [Entry]) -> DataTable {
    let days = entries.first?.dates.map(\.name) ?? []
    return DataTable(
      name: "names", columns: [title, "label"] + (days.isEmpty ? ["about"] : days),
      rows: entries.map { entry in
        [.text(entry.name), .text(entry.label ?? "")]
          + (days.isEmpty ? [.text(entry.about)] : entry.dates.map { .plain($0.day ?? "") })
      })
  }

  private struct Entry {
    let name: String
    let label: String?
    let about: String
    /// ISO dates for scripts, which do not read `about`.
    var dates: [(name: String, day: String?)] = []

    init(_ name: String, _ label: String?, _ about: String, dates: [(name: String, day: String?)] = []) {
      (self.name, self.label, self.about, self.dates) = (name, label, about, dates)
    }
  }

  private func entries(of sort: NamedSort, scenario: ScenarioID) -> (title: String, entries: [Entry]) {
    let plan = evaluation.plan
    switch sort {
    case .scenario:
      let base = Entry(Plan.nameOfBase, nil, "the plan as it is written")
      return (
        "scenario",
        [base]
          + plan.scenarios.map { scenario in
            let parents = scenario.parents.map(plan.name(of:))
            let from = parents.isEmpty ? "" : "from \(parents.joined(separator: ", ")), "
            return Entry(
              scenario.name, scenario.label, from + Count.of(scenario.amendments.count, "amendment"))
          }
      )
    case .kpi: return ("kpi", plan.kpis.map { Entry($0.name, $0.label, "passes when \($0.text)") })
    case .milestone:
      return (
        "milestone",
        plan.milestones.map { milestone in
          Entry(
            milestone.name, milestone.label,
            "due \(plan.calendar.text(of: milestone.due))"
              + (milestone.done.map { ", done \(plan.calendar.text(of: $0))" } ?? ""),
            dates: [("due", milestone.due.isoText), ("done", milestone.done?.isoText)])
        }
      )
    case .move:
      let made = evaluation.moveStatements(scenario: scenario).map(\.move)
      return ("move", made.map { Entry($0.name ?? "", $0.label, $0.text) })
    case .programme:
      return (
        "programme",
        plan.programmes.filter { !$0.isGroup }.map { Entry($0.name, $0.label, unitName($0.unit)) }
      )
    case .group:
      return (
        "group",
        plan.programmes.filter(\.isGroup).map { group in
          Entry(group.name, group.label, (group.members ?? []).map { plan[$0].name }.joined(separator: " + "))
        }
      )
    case .measure:
      return ("measure", plan.measures.map { Entry($0.name, $0.label, $0.unit.map(unitName) ?? "") })
    case .unit: return ("unit", plan.units.definitions.map { Entry($0.name, $0.label, "") })
    case .formula: return ("let", plan.lets.map { Entry($0.name, nil, $0.documentation ?? "") })
    case .axes:
      return (
        "axis",
        plan.axes.map { axis in Entry(axis.name, axis.label, Count.of(axis.members.count, "member")) }
      )
    case .members(let id):
      let axis = plan.axis(id)
      return (axis.name, axis.members.map { Entry($0.name, $0.label, "") })
    }
  }

  private func unitName(_ unit: FigureUnit) -> String {
    unit.isPercent ? "percent" : evaluation.plan.units.name(of: unit)
  }

  // MARK: What scripts read

  private func table(_ listing: Listing) -> DataTable {
    DataTable(
      "members", keys: [listing.axis.name], figures: ["value"], words: ["label"],
      listing.entries.map { entry in
        FigureTable.Row(
          keys: [.text(entry.member.name)], figures: [cells.entry(entry.figure ?? Value(.missing(nil)))],
          words: [.text(entry.member.label ?? "")])
      }, cells.format)
  }

  private func json(_ listing: Listing) -> JSON {
    .object([
      ("schema", .string("codi-plan/list/1")), ("axis", .string(listing.axis.name)),
      (
        "members",
        .array(
          listing.entries.map { entry in
            .object(
              [("name", .string(entry.member.name)), ("label", JSON(entry.member.label))]
                + cells.members(entry.figure ?? Value(.missing(nil))))
          })
      ), ("pending", .array(listing.pending.map { .string($0.name) })),
    ])
  }
}
