import Glibc

/// Shows a long answer through the program that the planner has chosen for that, `less` where none is.
enum Pager {
  /// - Returns: `false` where there is no such program; then nothing was shown.
  static func show(_ text: String) -> Bool {
    let chosen = getenv("PAGER").map { String(cString: $0) } ?? "less"
    guard !chosen.allSatisfy(\.isWhitespace) else { return false }
    // `less` is to keep colours, and to leave short texts standing.
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
      // A reader that has seen enough is no failure.
      guard count > 0 else { break }
      bytes = bytes.dropFirst(count)
    }
    let status = pclose(stream)
    // 127: the shell found no such program.
    return status >= 0 && (status >> 8) & 0xFF != 127
  }
}
