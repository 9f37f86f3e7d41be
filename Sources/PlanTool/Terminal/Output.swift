import Glibc
import PlanLang

/// How a command ends, if not with plain success.
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
        // After Ctrl-C, the rest of a long answer is not wanted.
        if descriptor == STDOUT_FILENO, bytes.count > 1 << 14, TerminalSignals.wasInterrupted { return }
        continue
      }
      if failure == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
        continue
      }
      // The reader has closed the pipe (`| head`) and SIGPIPE was ignored by the caller: the verdict was not written,
      // so this is not a success.
      if failure == EPIPE {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
      }
      // If a terminal is gone, there is no one to inform; but an incomplete file must not pass for an answer.
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
