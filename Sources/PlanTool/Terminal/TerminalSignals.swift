import Glibc
import LibEditShim

/// Signals from the terminal.
enum TerminalSignals {
  static func watch() {
    shim_watch_interrupts()
    shim_watch_resizes()
  }

  /// Whether Ctrl-C was pressed while a statement was running.
  static var wasInterrupted: Bool { shim_was_interrupted() != 0 }
  static func forgetInterrupt() { shim_forget_interrupt() }

  /// Whether the terminal has changed its size; the query resets the flag.
  static func wasResized() -> Bool { shim_was_resized() != 0 }

  /// Ctrl-Z: suspends the program until the shell resumes it.
  static func suspend() { raise(SIGTSTP) }
}
