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
