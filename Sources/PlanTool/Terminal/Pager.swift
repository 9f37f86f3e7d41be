import Glibc

/// Shows a long answer in the user's pager, `less` by default.
enum Pager {
  /// - Returns: `false` if there is no such program, in which case nothing was shown.
  static func show(_ text: String) -> Bool {
    let chosen = getenv("PAGER").map { String(cString: $0) } ?? "less"
    guard !chosen.allSatisfy(\.isWhitespace) else { return false }
    // Make `less` keep colours and leave short texts on the screen.
    setenv("LESS", "-FRX -PsSpace goes on\\, b goes back\\, q returns to the prompt$", 0)
    setenv("LESSCHARSET", "utf-8", 0)
    guard let stream = popen(chosen, "w") else { return false }
    let onPipe = signal(SIGPIPE, SIG_IGN)
    signal(SIGINT, SIG_IGN)
    defer {
      signal(SIGPIPE, onPipe)
      TerminalSignals.watch()
    }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(fileno(stream), $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // It is not an error if the reader quits early.
      guard count > 0 else { break }
      bytes = bytes.dropFirst(count)
    }
    let status = pclose(stream)
    // Status 127 means that the shell did not find the program.
    return status >= 0 && (status >> 8) & 0xFF != 127
  }
}
