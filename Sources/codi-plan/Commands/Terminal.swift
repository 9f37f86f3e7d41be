import Glibc

/// What is known of the terminal, where there is one.
enum Terminal {
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }

  /// Colour when the output is a terminal and `NO_COLOR` is unset.
  static func usesColour(_ descriptor: Int32) -> Bool {
    guard isatty(descriptor) == 1, getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true else { return false }
    return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
  }

  /// The columns of the terminal; `nil` where the output is none.
  static var width: Int? {
    var size = winsize()
    guard isOutput, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
