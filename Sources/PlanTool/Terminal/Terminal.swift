import Glibc

/// Properties of the terminal, if there is one.
enum Terminal {
  /// Whether answers are written to a terminal.
  static var isOutput: Bool { AnswerFile.current == nil && isatty(STDOUT_FILENO) == 1 }
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }

  /// Colour when the output is a terminal and `NO_COLOR` is unset.
  static func usesColour(_ descriptor: Int32) -> Bool {
    guard descriptor != STDOUT_FILENO || isOutput, isatty(descriptor) == 1,
      getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true
    else { return false }
    return !isDumb
  }

  /// The width of the terminal in columns; `nil` if the output is not a terminal.
  static var width: Int? { isOutput ? columns(of: STDOUT_FILENO) : nil }

  static func columns(of descriptor: Int32) -> Int? {
    let columns = measured(descriptor).columns
    return columns > 0 ? columns : nil
  }

  /// Columns and rows, with the usual defaults if the terminal does not report them.
  static var size: (columns: Int, rows: Int) {
    let size = measured(STDOUT_FILENO)
    return (size.columns > 0 ? size.columns : 80, size.rows > 0 ? size.rows : 24)
  }

  private static func measured(_ descriptor: Int32) -> (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Whether the terminal supports no cursor movement, so that nothing can be drawn on it.
  static var isDumb: Bool {
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return kind.isEmpty || kind == "dumb"
  }
}
