import Glibc
import PlanLang

/// How a command ends, where it does not simply succeed.
enum Outcome: Int32, Error {
  case failing = 1
  case wrongInput = 2
  case interrupted = 130
}

/// Results go to standard output, everything else to standard error.
func writeOutput(_ text: String) {
  if let file = AnswerFile.current { file.append(text) } else { write(text, to: STDOUT_FILENO) }
}
func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

private func write(_ text: String, to descriptor: Int32) {
  var bytes = SystemPath.bytes(of: text)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      let failure = errno
      if failure == EINTR {
        // Ctrl-C: nobody wants the rest of a long answer.
        if descriptor == STDOUT_FILENO, bytes.count > 1 << 14, TerminalSignals.wasInterrupted { return }
        continue
      }
      if failure == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
        continue
      }
      // A reader that has seen enough (`| head`), where somebody has set that signal to be ignored: the verdict was not
      // written, so this is no success.
      if failure == EPIPE {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
      }
      // A terminal that is gone has nobody to tell; what a file could not take must not look like an answer.
      guard descriptor == STDOUT_FILENO, !Terminal.isOutput else { return }
      let reason = SystemReason(errno: failure)
      writeError(
        "error: the answer could not be written completely: \(reason.words)\n"
          + (reason.help.map { "  help: \($0)\n" } ?? ""))
      Glibc.exit(Outcome.wrongInput.rawValue)
    }
    bytes = bytes.dropFirst(count)
  }
}
