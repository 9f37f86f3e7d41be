import PlanRules

/// A value, a row or a table of values.
struct ValueLayout {
  let evaluation: PlanEvaluation

  private var cells: FigureCells { FigureCells(evaluation) }
  private var format: FigureFormat { evaluation.format }

  func document(_ answer: Answer) -> Document {
    guard !answer.axes.isEmpty else { return single(answer) }
    var document = Document(json: json(answer), tables: [table(answer)])
    let isRow = answer.axes.count == 1
    document.table(isRow ? row(answer) : grid(answer))
    for message in Set(answer.problems.map(\.message)).sorted().prefix(3) {
      document.note("–  " + message)
    }
    if !isRow, let unit = commonUnit(answer.values) { document.note("in " + unit) }
    return document
  }

  private func single(_ answer: Answer) -> Document {
    let value = answer.values[0]
    var line = StyledText(format.text(value), role(value))
    if let words = FigureCells.words(value.standing) { line += StyledText(" " + words, .faint) }
    if let quotient = value.quotient, case .quantity(_, .ratio) = value.content {
      let sides =
        "\(format.number(quotient.numerator, in: quotient.unit)) / "
        + format.text(quotient.denominator, in: quotient.unit)
      line += StyledText("    " + sides, .faint)
    }
    if value.isMissing { line = StyledText("none", .faint) + StyledText("    not known", .faint) }
    return Document([.value(Cell(line))], json: json(value), tables: [table(answer)])
  }

  private func role(_ value: Value) -> StyledText.Role {
    switch value.content {
    case .light(let light): FigureCells.role(light)
    case .truth(let truth): truth ? .good : .bad
    case .pending: .middling
    case .quantity, .date: .strong
    case .missing: .faint
    }
  }

  private static let widestRow = 8

  private func row(_ answer: Answer) -> Table {
    let axis = answer.axes[0]
    let unit = commonUnit(answer.values)
    let isNarrow = axis.members.count <= ValueLayout.widestRow
    let values = answer.values.map { isNarrow && unit != nil ? cells.number($0) : text($0) }
    if isNarrow {
      let columns =
        [Table.Column(title: axis.name)] + axis.members.map { Table.Column(title: $0.name, isRight: true) }
      return Table(columns, [[Cell(unit ?? "", .faint)] + values])
    }
    return Table(
      [.init(title: axis.name), .init(title: "", isRight: true), .init(title: "", folds: 1, shrinksTo: 12)],
      zip(axis.members, values).map { [Cell($0.name, .name), $1, Cell($0.label ?? "")] })
  }

  /// Two or more axes, with the last along the columns.
  private func grid(_ answer: Answer) -> Table {
    let columns = answer.axes[answer.axes.count - 1].members
    let unit = commonUnit(answer.values)
    let heads = answer.axes.dropLast().map { Table.Column(title: $0.name) }
    let rows = stride(from: 0, to: answer.values.count, by: columns.count).map { start -> [Cell] in
      answer.members(at: start).dropLast().map { Cell($0.name, .name) }
        + (0..<columns.count).map { offset in
          let value = answer.values[start + offset]
          return unit == nil ? text(value) : cells.number(value)
        }
    }
    return Table(heads + columns.map { Table.Column(title: $0.name, isRight: true) }, rows)
  }

  /// The unit shared by all figures, unless it is written with each number.
  private func commonUnit(_ values: [Value]) -> String? {
    var common: FigureUnit?
    for value in values {
      switch value.content {
      case .quantity(_, let unit):
        if let common, common != unit { return nil }
        common = unit
      case .missing: break
      case .truth, .light, .date, .pending: return nil
      }
    }
    guard let common, !common.isPercent, common != .number else { return nil }
    return format.units.name(of: common)
  }

  private func text(_ value: Value) -> Cell { value.light == nil ? cells.text(value) : cells.light(value) }

  // MARK: What scripts read

  /// A single axis runs down; of several, the last runs across. If the figures of a row then do not share a unit, all
  /// run down.
  private func table(_ answer: Answer) -> DataTable {
    let format = evaluation.format
    guard answer.axes.count > 1, let last = answer.axes.last else { return list(answer) }
    let width = last.members.count
    let rows = stride(from: 0, to: answer.values.count, by: width).map { start in
      FigureTable.Row(
        keys: answer.members(at: start).dropLast().map { .text($0.name) },
        figures: answer.values[start..<start + width].map(cells.entry))
    }
    let grid = FigureTable(
      keys: answer.axes.dropLast().map(\.name), figures: last.members.map(\.name), rows: rows, format)
    return grid.isWide ? grid.table("values", rows) : list(answer)
  }

  private func list(_ answer: Answer) -> DataTable {
    let hasLabels = answer.axes.count == 1 && answer.axes[0].members.contains { $0.label != nil }
    return DataTable(
      "values", keys: answer.axes.map(\.name), figures: ["value"], words: hasLabels ? ["label"] : [],
      answer.values.enumerated().map { index, value in
        let members = answer.members(at: index)
        return FigureTable.Row(
          keys: members.map { .text($0.name) }, figures: [cells.entry(value)],
          words: hasLabels ? [.text(members[0].label ?? "")] : [])
      }, evaluation.format)
  }

  func json(_ value: Value) -> JSON {
    .object(
      [("schema", .string("codi-plan/value/1"))] + cells.members(value))
  }

  private func json(_ answer: Answer) -> JSON {
    let values = answer.values.enumerated().map { index, value -> JSON in
      let at = zip(answer.axes, answer.members(at: index)).map { ($0.name, JSON.string($1.name)) }
      return .object([("at", .object(at))] + cells.members(value))
    }
    return .object([("schema", .string("codi-plan/value/1")), ("values", .array(values))])
  }
}
