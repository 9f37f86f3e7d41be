import PlanLang

/// What the prompt shows at one moment: rows of text, and the position of the cursor.
struct PromptFrame: Equatable {
  var rows: [StyledText] = []
  var cursorRow = 0
  var cursorColumn = 0
}

/// Lays out the prompt and the statement being typed in rows: the statement, the suggestion after the cursor, and the
/// text below. Does not depend on a terminal.
struct PromptLayout {
  /// The number of usable columns: one less than the terminal has, so that rows never wrap.
  let width: Int
  let height: Int

  struct Line {
    /// The prompt before the first row.
    var prompt: StyledText
    /// The statement, one element per cell.
    var cells: [StyledCell]
    /// The index of the cell at the cursor; at most the number of cells.
    var cursor: Int
    /// The suggestion after the cursor.
    var ghost = ""
    /// The number of lines of a very long text above and below the visible part.
    var linesAbove = 0
    var linesBelow = 0
  }

  static let continuation = StyledText("... ", .faint)

  func frame(_ line: Line, below: [StyledText]) -> PromptFrame {
    var frame = statement(line)
    let extra = below.prefix(max(0, height - 2)).map { $0.cut(to: width) }
    show(&frame, atMost: max(1, height - extra.count - 1))
    frame.rows += extra
    return frame
  }

  private func statement(_ line: Line) -> PromptFrame {
    var frame = PromptFrame(rows: [line.prompt])
    var column = line.prompt.width
    if line.linesAbove > 0 {
      frame.rows[0] += StyledText("⋯ \(line.linesAbove) lines above", .faint)
      frame.rows.append(PromptLayout.continuation)
      column = PromptLayout.continuation.width
    }
    // A prompt that leaves too little room gets a row of its own.
    if column > width - 12 {
      frame.rows = [line.prompt.cut(to: width), PromptLayout.continuation]
      column = PromptLayout.continuation.width
    }
    for (index, cell) in line.cells.enumerated() {
      let isWrapped = !cell.isLineBreak && column + cell.width > width
      if isWrapped {
        frame.rows.append(StyledText())
        column = 0
      }
      if index == line.cursor { frame.place(column) }
      if cell.isLineBreak {
        frame.rows.append(PromptLayout.continuation)
        column = PromptLayout.continuation.width
      } else {
        frame.rows[frame.rows.count - 1].append(cell.text, cell.role)
        column += cell.width
      }
    }
    if line.cursor >= line.cells.count {
      if column >= width {
        frame.rows.append(StyledText())
        column = 0
      }
      frame.place(column)
      let room = width - column
      if !line.ghost.isEmpty, room > 1 {
        frame.rows[frame.rows.count - 1] += StyledText(TerminalWidth.cut(line.ghost, to: room), .ghost)
      }
    }
    if line.linesBelow > 0 { frame.rows.append(StyledText("... ⋯ \(line.linesBelow) lines below", .faint)) }
    return frame
  }

  /// Omits rows far from the cursor if not all of them fit.
  private func show(_ frame: inout PromptFrame, atMost most: Int) {
    guard frame.rows.count > most else { return }
    let first = min(max(0, frame.cursorRow - most / 2), frame.rows.count - most)
    frame.rows = Array(frame.rows[first..<(first + most)])
    frame.cursorRow -= first
  }
}

extension PromptFrame {
  fileprivate mutating func place(_ column: Int) {
    cursorRow = rows.count - 1
    cursorColumn = column
  }
}

/// One cell of the statement: a letter with its marks.
struct StyledCell: Equatable {
  let text: String
  let width: Int
  var role: StyledText.Role
  let isLineBreak: Bool

  init(_ scalars: [Unicode.Scalar], role: StyledText.Role = .plain) {
    isLineBreak = scalars == ["\n"]
    var view = String.UnicodeScalarView()
    view.append(contentsOf: ThaiCells.shown(scalars))
    let visible = Visible.text(String(view))
    text = visible
    width = TerminalWidth.of(visible)
    self.role = role
  }
}
