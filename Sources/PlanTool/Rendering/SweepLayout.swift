import PlanLang
import PlanRules

/// A sweep as a table, with its figures drawn as lines; a sweep of two figures is a map.
struct SweepLayout {
  let evaluation: PlanEvaluation
  /// The width of the terminal in columns; `nil` if lines are not limited.
  let width: Int?

  private var cells: FigureCells { FigureCells(evaluation) }
  private var format: FigureFormat { evaluation.format }

  /// Longer sweeps are for programs: `codi-plan sweep --format csv` writes rows as they are computed.
  private static let maxRows = 100_000
  /// The number of rows in a table meant for reading.
  private static let tableRows = 60

  /// Computes the whole sweep.
  func document(_ run: SweepRun, mayBeLong: Bool) throws(Problem) -> Document {
    try run.sweep.requireLength(mayBeLong: mayBeLong)
    let isByStep = run.wholes.contains { $0 == nil }
    guard !isByStep || run.sweep.length <= SweepLayout.maxRows else {
      throw Problem.tooManyRows(run.sweep.length, at: run.sweep.origin)
    }
    var parts: [SweepRun.Part] = []
    try run.parts(of: 0..<run.sweep.length) { part in
      parts.append(part)
      return true
    }
    return document(run, parts)
  }

  func document(_ run: SweepRun, _ parts: [SweepRun.Part]) -> Document {
    let result = SweepResult(run, parts)
    var document = Document(
      json: SweepJSON(cells: cells).whole(result), tables: SweepTables(run).all(result))
    if !result.byStep.isEmpty {
      if run.sweep.unknowns.count == 2, result.byStep.count == 1, width != nil {
        SweepMap(result: result, cells: cells, width: width ?? 80).draw(&document)
      } else {
        document.table(table(result))
        if run.sweep.unknowns.count == 1 { lines(result, &document) }
      }
    }
    if let wholes = wholes(result) {
      document.note("over \(Count.of(result.run.sweep.length, "step"))")
      document.table(wholes)
    }
    if let step = result.refusedStep, let problem = run.refusal(at: step) {
      let values = zip(run.sweep.unknowns, run.sweep.values(at: step)).map { unknown, value in
        "\(unknown.name) = \(format.text(value))"
      }
      document.line("–  from \(values.joined(separator: ", ")): \(problem.message)", .middling)
    }
    return document
  }

  // MARK: Tables

  private func table(_ result: SweepResult) -> Table {
    let isLong = result.count > SweepLayout.tableRows && width != nil
    let steps = isLong ? result.telling(SweepLayout.tableRows / 2) : Array(0..<result.count)
    let heads =
      result.run.sweep.unknowns.map { Table.Column(title: $0.name, isRight: true) }
      + result.byStep.map { Table.Column(title: result.run.sweep.shown[$0].text, isRight: true) }
    let rows = steps.map { step in
      result.run.sweep.values(at: step).map { cells.text($0) } + result.byStep.map { cell(result, $0, step) }
    }
    return Table(heads, rows)
  }

  private func cell(_ result: SweepResult, _ index: Int, _ step: Int) -> Cell {
    let value = result.value(index, step)
    return value.light == nil ? cells.text(value) : cells.light(value)
  }

  private func wholes(_ result: SweepResult) -> Table? {
    guard !result.wholes.isEmpty else { return nil }
    return Table(
      [
        .init(title: ""),
        .init(title: "", isRight: true),
      ],
      result.wholes.map { [Cell(result.run.sweep.shown[$0.index].text, .name), cells.text($0.value)] })
  }

  // MARK: Lines

  /// Draws the course of each figure, on a scale of its own.
  private func lines(_ result: SweepResult, _ document: inout Document) {
    guard let width, result.count > 2 else { return }
    let names = result.byStep.map { result.run.sweep.shown[$0].text }
    let margin = min(names.map { TerminalWidth.of($0) }.max() ?? 0, width / 3)
    let room = min(result.count, max(8, width - margin - 4))
    for (index, name) in zip(result.byStep, names) {
      let points = (0..<room).map { point in
        result.value(index, room == 1 ? 0 : point * (result.count - 1) / (room - 1))
      }
      document.drawn(
        StyledText(TerminalWidth.cut(name, to: margin), .name).padded(to: margin + 2, alignedRight: false)
          + Spark.line(points))
    }
  }
}

/// A figure over many steps as a line of varying heights; a truth value or a light as its mark.
enum Spark {
  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  static func line(_ values: [Value]) -> StyledText {
    let figures = values.compactMap(\.figure)
    let (least, most) = (figures.min() ?? .zero, figures.max() ?? .zero)
    return values.reduce(StyledText()) { $0 + mark($1, least, most) }
  }

  private static func mark(_ value: Value, _ least: Rational, _ most: Rational) -> StyledText {
    switch value.content {
    case .quantity(let figure, _): StyledText(String(height(figure, least, most)), .note)
    case .truth(let truth): truth ? StyledText("●", .good) : StyledText("○", .bad)
    case .light(let light): FigureCells.mark(light)
    case .pending: StyledText("?", .middling)
    case .missing, .date: StyledText("·", .faint)
    }
  }

  private static func height(_ figure: Rational, _ least: Rational, _ most: Rational) -> Character {
    guard let share = (figure - least).divided(by: most - least) else { return heights[0] }
    return heights[(share * Rational(heights.count - 1)).rounded(places: 0).whole ?? 0]
  }
}

/// All results of a sweep.
struct SweepResult {
  let run: SweepRun
  /// The indices of the shown expressions that have a figure for each step.
  let byStep: [Int]
  let wholes: [(index: Int, value: Value)]
  let refusedStep: Int?
  private let parts: [SweepRun.Part]
  private let starts: [Int]

  init(_ run: SweepRun, _ parts: [SweepRun.Part]) {
    self.run = run
    self.parts = parts
    starts = parts.map(\.steps.lowerBound)
    byStep = run.wholes.indices.filter { run.wholes[$0] == nil }
    let figures = run.whole(parts.map { $0.figures.map { $0.first ?? nil } })
    wholes = run.wholes.indices.filter { run.wholes[$0] != nil }.map {
      ($0, run.value(figures[$0], shown: $0))
    }
    refusedStep = parts.flatMap(\.refused).map(\.lowerBound).min()
  }

  /// The number of steps completed.
  var count: Int { parts.last?.steps.upperBound ?? 0 }

  func value(_ index: Int, _ step: Int) -> Value {
    let part = parts[(starts.firstIndex { $0 > step } ?? starts.count) - 1]
    return run.value(
      part.figures[index][step - part.steps.lowerBound], shown: index,
      isRefused: part.refused.contains { $0.contains(step) })
  }

  /// The most informative steps: some at even distances, the first and the last, and those at which a verdict
  /// changes.
  func telling(_ count: Int) -> [Int] {
    var steps: Set<Int> = [0, self.count - 1]
    for index in 0..<count { steps.insert(index * (self.count - 1) / max(1, count - 1)) }
    for index in byStep {
      var before = value(index, 0)
      for step in 1..<max(1, self.count) {
        let now = value(index, step)
        if ChartLayout.turns(before, now), steps.count < count * 3 { steps.formUnion([step - 1, step]) }
        before = now
      }
    }
    return steps.sorted()
  }
}

extension ChartLayout {
  /// Whether a truth value or a light changes, or a figure becomes known or missing.
  static func turns(_ before: Value, _ now: Value) -> Bool {
    switch now.content {
    case .truth, .light, .pending: before.content != now.content
    case .missing: !before.isMissing
    case .quantity, .date: before.isMissing
    }
  }
}

extension SweepRun {
  /// Computes steps part by part, until there are no more or `take` returns `false`.
  func parts(of steps: Range<Int>, _ take: (Part) -> Bool) throws(Problem) {
    var start = steps.lowerBound
    while start < steps.upperBound {
      let end = min(steps.upperBound, start + partLength)
      let part = try part(start..<end)
      try evaluation.cancellation.check()
      guard take(part) else { return }
      start = end
    }
  }
}

extension Sweep {
  func requireLength(mayBeLong: Bool) throws(Problem) {
    guard mayBeLong || length <= Sweep.maxSteps else {
      throw Problem(
        .badSweep, "this sweep has \(Rational(length).fixed(places: 0, grouped: true)) steps", at: origin,
        help: "take larger steps, or run it from the command line with `--yes`")
    }
  }
}

extension Problem {
  fileprivate static func tooManyRows(_ count: Int, at origin: Origin) -> Problem {
    Problem(
      .badSweep, "these would be \(Rational(count).fixed(places: 0, grouped: true)) rows", at: origin,
      help:
        "take larger steps, show a summary such as `count(… over x)`, or write them to a file: `codi-plan sweep '…' FILE --format csv`"
    )
  }
}
