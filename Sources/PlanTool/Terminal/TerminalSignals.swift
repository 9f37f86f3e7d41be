import Glibc
import LibEditShim

/// What the terminal tells by signals.
enum TerminalSignals {
  static func watch() {
    shim_watch_interrupts()
    shim_watch_resizes()
  }

  /// Ctrl-C while a statement is carried out.
  static var wasInterrupted: Bool { shim_was_interrupted() != 0 }
  static func forgetInterrupt() { shim_forget_interrupt() }

  /// Whether the terminal has another size; asking forgets it.
  static func wasResized() -> Bool { shim_was_resized() != 0 }

  /// Ctrl-Z: goes to sleep until the shell wakes the program.
  static func suspend() { raise(SIGTSTP) }
}
