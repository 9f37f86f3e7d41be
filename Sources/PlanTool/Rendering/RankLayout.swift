import PlanRules

/// The members of an axis ordered by a figure: `2=` is a place shared by several.
struct RankLayout {
  let evaluation: PlanEvaluation

  private var cells: FigureCells { FigureCells(evaluation) }

  func document(_ ranking: Ranking) -> Document {
    var document = Document(json: json(ranking), tables: [table(ranking)])
    document.table(
      Table(
        [
          .init(title: "", isRight: true), .init(title: ranking.axis.name), .init(title: "", isRight: true),
          .init(title: "", folds: 1, shrinksTo: 12),
        ],
        ranking.entries.map { entry in
          [
            Cell(place(entry)), Cell(entry.member.name, .name), cells.text(entry.figure),
            Cell(entry.member.label ?? ""),
          ]
        }))
    if ranking.entries.count < ranking.count {
      document.note("\(ranking.entries.count) of \(ranking.count)")
    }
    if !ranking.missing.isEmpty {
      document.note("without such a figure: " + ranking.missing.map(\.name).joined(separator: ", "))
    }
    return document
  }

  private func place(_ entry: Ranking.Entry) -> String { "\(entry.place)" + (entry.isTied ? "=" : " ") }

  // MARK: What scripts read

  private func table(_ ranking: Ranking) -> DataTable {
    DataTable(
      "ranks", keys: ["place", ranking.axis.name], figures: ["value"], words: ["label"],
      ranking.entries.map { entry in
        FigureTable.Row(
          keys: [.text("\(entry.place)"), .text(entry.member.name)], figures: [cells.entry(entry.figure)],
          words: [.text(entry.member.label ?? "")])
      }, cells.format)
  }

  private func json(_ ranking: Ranking) -> JSON {
    .object([
      ("schema", .string("codi-plan/rank/1")), ("axis", .string(ranking.axis.name)),
      ("count", .number(ranking.count)),
      (
        "members",
        .array(
          ranking.entries.map { entry in
            .object(
              [
                ("place", .number(entry.place)), ("tied", .bool(entry.isTied)),
                ("name", .string(entry.member.name)), ("label", JSON(entry.member.label)),
              ] + cells.members(entry.figure))
          })
      ), ("missing", .array(ranking.missing.map { .string($0.name) })),
    ])
  }
}
