internal import Glibc

/// The reason for which the system refused a request, and a remedy.
public struct SystemReason: Error, Sendable {
  /// The reason, as worded by the system or the program, without a full stop.
  public let words: String
  /// The remedy; `nil` if none is known.
  public let help: String?

  /// Creates a reason found by the program itself.
  public init(_ words: String, help: String? = nil) {
    self.words = words
    self.help = help
  }

  /// Creates the reason for a failed call.
  ///
  /// - Parameter number: the `errno` of the call.
  public init(errno number: Int32) {
    words = String(cString: strerror(number))
    help = SystemReason.help(for: number)
  }

  /// What to check before trying again; nothing was done, and nothing is lost.
  private static func help(for number: Int32) -> String {
    switch number {
    case ENOENT, ENOTDIR: "check the name and the folder"
    case EACCES, EPERM: "ask its owner, or use a file and folder of your own"
    case ENOSPC, EDQUOT: "make room on the disk, or use another one; nothing was changed"
    case EROFS: "nothing can be written there: use another folder"
    case EIO: "the disk or the network does not answer: try again, or copy the file elsewhere"
    case EISDIR: "name a file in the folder"
    case EMFILE, ENFILE: "too many files are open: close other programs, and try again"
    case EFBIG: "files cannot get this large here (`ulimit -f`); nothing was changed"
    case ENAMETOOLONG: "use a shorter name"
    case ELOOP: "its links lead to one another in a circle"
    default: "try again; nothing was changed"
    }
  }
}

/// System calls.
public enum SystemCall {
  /// Makes a call, repeating it as long as it is interrupted by a signal.
  ///
  /// - Returns: The result of the call; -1 if it failed, in which case `errno` gives the reason.
  public static func retried(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}
