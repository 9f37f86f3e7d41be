import PlanLang
import PlanRules

/// Figures as a picture: bars for the members of an axis, or lines over time if one axis is time and there is a
/// second.
struct ChartLayout {
  let evaluation: PlanEvaluation
  /// The width of the terminal in columns.
  let width: Int

  private var format: FigureFormat { evaluation.format }

  func document(_ answer: Answer) -> Document {
    var document = ValueLayout(evaluation: evaluation).document(answer)
    document.blocks = []
    guard answer.values.contains(where: { figure($0) != nil }) else {
      document.note("there is nothing to draw: no figure here is known")
      return document
    }
    let isLines = answer.axes.count == 2 && (answer.axes[1].id.isTime || answer.axes[0].id.isTime)
    if isLines {
      LineChart(answer: answer, format: format, width: width).draw(&document)
    } else {
      bars(answer, &document)
    }
    return document
  }

  private func figure(_ value: Value) -> Rational? { ChartLayout.figure(value) }

  /// The length that represents a value; lights count as one, two and three.
  static func figure(_ value: Value) -> Rational? {
    switch value.content {
    case .quantity(let figure, _): figure
    case .light(let light): Rational(light.rawValue)
    case .truth(let truth): truth ? .one : .zero
    case .date, .missing, .pending: nil
    }
  }

  // MARK: Bars

  private func bars(_ answer: Answer, _ document: inout Document) {
    let figures = answer.values.map(figure)
    let most = Swift.max(figures.compactMap { $0 }.max() ?? .zero, .zero)
    let least = Swift.min(figures.compactMap { $0 }.min() ?? .zero, .zero)
    let names = answer.values.indices.map { index in
      answer.members(at: index).map(\.name).joined(separator: " ")
    }
    let texts = answer.values.map { format.text($0) }
    let taken =
      (names.map { TerminalWidth.of($0) }.max() ?? 0) + (texts.map { TerminalWidth.of($0) }.max() ?? 0) + 6
    let room = Swift.min(Swift.max(8, width - taken), 60)
    let scale = Bar(room: room, least: least, most: most)
    var rows: [[Cell]] = []
    for index in answer.values.indices {
      rows.append(row(names[index], answer.values[index], texts[index], scale.text(figures[index])))
    }
    document.table(
      Table(
        [
          .init(title: ""), .init(title: ""),
          .init(title: "", isRight: true),
        ], rows))
    for message in Set(answer.problems.map(\.message)).sorted().prefix(3) {
      document.note("–  " + message)
    }
  }

  private func row(_ name: String, _ value: Value, _ text: String, _ bar: String) -> [Cell] {
    var role = StyledText.Role.note
    if let light = value.light { role = FigureCells.role(light) }
    return [
      Cell(name, .name), Cell(StyledText(bar, role)), Cell(text),
    ]
  }
}

/// One bar, measured in eighths of a column from the zero shared by all bars of a chart.
struct Bar {
  let room: Int
  let least: Rational
  let most: Rational

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  func text(_ figure: Rational?) -> String {
    let zero = least.signum < 0 ? position(.zero) / 8 : 0
    guard let figure else { return String(repeating: " ", count: zero) + "·" }
    if figure.signum < 0 {
      let start = position(figure) / 8
      return String(repeating: " ", count: start) + String(repeating: "█", count: Swift.max(1, zero - start))
        + (least.signum < 0 ? "│" : "")
    }
    let length = Swift.max(0, position(figure) - zero * 8)
    let whole = String(repeating: "█", count: length / 8) + Bar.eighths[length % 8]
    let isNothing = whole.isEmpty && figure.signum > 0
    return String(repeating: " ", count: zero) + (least.signum < 0 ? "│" : "")
      + (isNothing ? Bar.eighths[1] : whole)
  }

  /// The position of a figure, in eighths of a column from the left edge.
  private func position(_ figure: Rational) -> Int {
    let span = most - least
    guard let share = (figure - least).divided(by: span) else { return 0 }
    return (share * Rational(room * 8)).rounded(places: 0).whole ?? 0
  }
}

/// Several lines over time, each with its own symbol at its points.
struct LineChart {
  let answer: Answer
  let format: FigureFormat
  let width: Int

  private static let height = 12
  private static let marks: [Character] = ["●", "○", "▲", "△", "■", "□", "◆", "◇", "★", "☆"]

  /// More lines would hide one another.
  private static let maxLines = 6

  /// Whether time is the second axis; it always runs along the columns, whichever axis was named first.
  private var isTimeLast: Bool { answer.axes[1].id.isTime }
  private var time: Axis { isTimeLast ? answer.axes[1] : answer.axes[0] }
  private var series: Axis { isTimeLast ? answer.axes[0] : answer.axes[1] }

  private func value(_ line: Int, _ moment: Int) -> Value {
    let (first, second) = isTimeLast ? (line, moment) : (moment, line)
    return answer.values[first * answer.axes[1].members.count + second]
  }

  func draw(_ document: inout Document) {
    let figures = answer.values.compactMap(ChartLayout.figure)
    guard let most = figures.max(), let lowest = figures.min() else { return }
    let least = Swift.min(lowest, .zero)
    let shown = (0..<series.members.count).filter { line in
      (0..<time.members.count).contains { ChartLayout.figure(value(line, $0)) != nil }
    }
    guard shown.count <= LineChart.maxLines else { return sparks(shown, least, most, &document) }
    let labels = [most, least].map { label($0) }
    let margin = labels.map { TerminalWidth.of($0) }.max() ?? 0
    let step = Swift.max(4, Swift.min(14, (width - margin - 4) / Swift.max(1, time.members.count)))
    var grid = [[Character]](
      repeating: [Character](repeating: " ", count: step * time.members.count), count: LineChart.height)
    for (order, line) in shown.enumerated().reversed() { trace(line, order, least, most, step, &grid) }
    for (row, cells) in grid.enumerated() {
      let name = row == 0 ? labels[0] : row == LineChart.height - 1 ? labels[1] : ""
      let pad = String(repeating: " ", count: margin - TerminalWidth.of(name))
      document.drawn(
        StyledText(pad + name, .faint) + StyledText(name.isEmpty ? " │" : " ┤", .faint)
          + StyledText(String(cells)))
    }
    let ticks = time.members.map { pad($0.name, to: step) }.joined()
    document.drawn(StyledText(String(repeating: " ", count: margin + 2) + ticks, .faint))
    for (order, line) in shown.enumerated() {
      let values = (0..<time.members.count).map { format.number(value(line, $0)) }.joined(separator: ", ")
      document.line(
        StyledText("\(mark(order)) ", .strong) + StyledText(series.members[line].name, .name) + "  "
          + StyledText(values, .faint))
    }
  }

  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// A row per line if there are many: the height at each point in time, on a common scale.
  private func sparks(_ shown: [Int], _ least: Rational, _ most: Rational, _ document: inout Document) {
    let rows = shown.map { line -> [Cell] in
      let bars = time.members.indices.map { moment -> String in
        guard let figure = ChartLayout.figure(value(line, moment)),
          let share = (figure - least).divided(by: most - least)
        else { return "· " }
        let height = (share * Rational(LineChart.heights.count - 1)).rounded(places: 0).whole ?? 0
        return "\(LineChart.heights[height]) "
      }
      let figures = time.members.indices.map { Cell(format.number(value(line, $0))) }
      return [Cell(series.members[line].name, .name), Cell(bars.joined(), .note)] + figures
    }
    document.table(
      Table(
        [.init(title: series.name), .init(title: "")]
          + time.members.map { .init(title: $0.name, isRight: true) }, rows))
  }

  private func mark(_ order: Int) -> Character { LineChart.marks[order % LineChart.marks.count] }

  private func pad(_ text: String, to width: Int) -> String {
    let left = Swift.max(0, (width - TerminalWidth.of(text)) / 2)
    return String(repeating: " ", count: left) + text
      + String(repeating: " ", count: Swift.max(0, width - left - TerminalWidth.of(text)))
  }

  private func label(_ figure: Rational) -> String {
    for value in answer.values {
      if case .quantity(_, let unit) = value.content { return format.number(figure, in: unit) }
    }
    return figure.exactText
  }

  /// Draws points in the middle of their columns, with a thin line between neighbours.
  private func trace(
    _ line: Int, _ order: Int, _ least: Rational, _ most: Rational, _ step: Int, _ grid: inout [[Character]]
  ) {
    var previous: (column: Int, row: Int)?
    for moment in time.members.indices {
      guard let figure = ChartLayout.figure(value(line, moment)) else {
        previous = nil
        continue
      }
      let row = self.row(figure, least, most)
      let column = moment * step + step / 2
      if let previous {
        for between in (previous.column + 1)..<column {
          let passed = (between - previous.column) * (row - previous.row)
          let at =
            previous.row + (2 * passed + (passed < 0 ? -1 : 1) * (column - previous.column))
            / (2 * (column - previous.column))
          if grid[at][between] == " " { grid[at][between] = "·" }
        }
      }
      grid[row][column] = mark(order)
      previous = (column, row)
    }
  }

  private func row(_ figure: Rational, _ least: Rational, _ most: Rational) -> Int {
    guard let share = (most - figure).divided(by: most - least) else { return LineChart.height - 1 }
    return (share * Rational(LineChart.height - 1)).rounded(places: 0).whole ?? 0
  }
}
