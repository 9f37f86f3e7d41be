import Glibc

/// The progress of a long computation; only shown on a terminal.
final class ProgressBar {
  private let length: Int
  private let started = ContinuousClock.now
  private var isShown = false

  init(_ length: Int) { self.length = length }

  func show(_ done: Int) {
    guard isatty(STDERR_FILENO) == 1, !Terminal.isDumb, ContinuousClock.now - started > .milliseconds(300)
    else {
      return
    }
    let width = 24
    let filled = done * width / max(1, length)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    writeError("\r\(bar) \(done * 100 / max(1, length))%  \(length - done) steps left\u{1B}[K")
    isShown = true
  }

  func clear() {
    if isShown { writeError("\r\u{1B}[K") }
  }
}
