import PlanLang

/// Draws a frame on the terminal, rewriting only the rows that have changed.
struct FrameWriter {
  private let write: (String) -> Void
  private var shown: PromptFrame?

  init(write: @escaping (String) -> Void) { self.write = write }

  mutating func show(_ frame: PromptFrame, _ painter: Painter) {
    guard frame != shown else { return }
    let old = shown ?? PromptFrame()
    var output = Control.hideCursor + Control.up(old.cursorRow) + "\r"
    for (index, row) in frame.rows.enumerated() {
      if index > 0 { output += "\r\n" }
      if index < old.rows.count, old.rows[index] == row { continue }
      output += painter.paint(row) + (index < old.rows.count ? Control.eraseRest : "")
    }
    if old.rows.count > frame.rows.count { output += "\r\n" + Control.eraseBelow + Control.up(1) }
    output += Control.up(frame.rows.count - 1 - frame.cursorRow) + "\r" + Control.right(frame.cursorColumn)
    write(output + Control.showCursor)
    shown = frame
  }

  /// Leaves the frame in place; further output begins below it.
  mutating func finish() {
    guard let frame = shown else { return }
    write(Control.down(frame.rows.count - 1 - frame.cursorRow) + "\r\n")
    shown = nil
  }

  /// Erases the frame after the terminal width has changed: each row may now take up several.
  mutating func forget(width: Int) {
    guard let frame = shown else { return }
    let rowsAbove = frame.rows.prefix(frame.cursorRow).reduce(0) {
      $0 + max(1, ($1.width + width - 1) / width)
    }
    write(Control.up(rowsAbove + frame.cursorColumn / max(1, width)) + "\r" + Control.eraseBelow)
    shown = nil
  }

  /// Clears the whole terminal.
  mutating func clear() {
    write(Control.clear)
    shown = nil
  }
}

/// The few control sequences that every modern terminal supports.
private enum Control {
  static let hideCursor = "\u{1B}[?25l"
  static let showCursor = "\u{1B}[?25h"
  static let eraseRest = "\u{1B}[K"
  static let eraseBelow = "\u{1B}[J"
  static let clear = "\u{1B}[H\u{1B}[2J"
  static func up(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)A" : "" }
  static func down(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)B" : "" }
  static func right(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)C" : "" }
}
