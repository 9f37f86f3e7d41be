import PlanLang
import PlanRules

/// A figure as a function of two others: the first down the side, the second along the top.
struct SweepMap {
  let result: SweepResult
  let cells: FigureCells
  let width: Int

  private static let maxRows = 24

  func draw(_ document: inout Document) {
    let sweep = result.run.sweep
    let (rows, columns) = (sweep.unknowns[0].series, sweep.unknowns[1].series)
    let format = cells.format
    let names = picked(rows.count, SweepMap.maxRows).map { row in
      (row, format.text(sweep.values(at: row * columns.count)[0]))
    }
    let margin = (names.map { TerminalWidth.of($0.1) }.max() ?? 0) + 2
    let room = max(8, (width - margin - 1) / 2)
    let places = picked(columns.count, room)
    let values = names.map { row in
      places.map { result.value(result.byStep[0], row.0 * columns.count + $0) }
    }
    let figures = all
    document.line(StyledText(sweep.shown[result.byStep[0]].text, .name))
    for ((_, name), values) in zip(names, values) {
      var line = StyledText(name, .faint).padded(to: margin - 2, alignedRight: true) + StyledText("  ")
      for value in values { line += mark(value, among: figures) }
      document.drawn(line)
    }
    let ends = [places.first, places.last].compactMap { $0 }.map { format.text(sweep.values(at: $0)[1]) }
    document.drawn(
      StyledText(String(repeating: " ", count: margin))
        + StyledText(
          "\(sweep.unknowns[1].name) from \(ends.joined(separator: " to ")),  \(sweep.unknowns[0].name) downwards",
          .faint))
    if let (least, most) = extremes(figures) {
      document.note("░ \(least)   █ \(most)")
    }
  }

  private var all: [Rational] {
    (0..<result.count).compactMap { ChartLayout.figure(result.value(result.byStep[0], $0)) }
  }

  private func extremes(_ figures: [Rational]) -> (String, String)? {
    guard let least = figures.min(), let most = figures.max() else { return nil }
    let value = result.value(result.byStep[0], 0)
    guard case .quantity(_, let unit) = value.content else { return nil }
    return (cells.format.text(least, in: unit), cells.format.text(most, in: unit))
  }

  private static let shades: [String] = ["░░", "▒▒", "▓▓", "██"]

  private func mark(_ value: Value, among figures: [Rational]) -> StyledText {
    switch value.content {
    case .light(let light): return FigureCells.mark(light) + StyledText(" ")
    case .truth(let truth): return truth ? StyledText("● ", .good) : StyledText("○ ", .bad)
    case .pending: return StyledText("? ", .middling)
    case .missing, .date: return StyledText("· ", .faint)
    case .quantity(let figure, _):
      guard let least = figures.min(), let most = figures.max(),
        let share = (figure - least).divided(by: most - least)
      else { return StyledText(SweepMap.shades[0], .note) }
      let shade = (share * Rational(SweepMap.shades.count - 1)).rounded(places: 0).whole ?? 0
      return StyledText(SweepMap.shades[shade], .note)
    }
  }

  /// At most the given number of members, evenly spaced, including the first and the last.
  private func picked(_ count: Int, _ most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }
}
