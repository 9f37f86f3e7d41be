import Glibc
import PlanLang

/// Files in which the prompt keeps what is its own: history, journals, settings.
enum StateFile {
  /// `$XDG_STATE_HOME/codi-plan`, or the same in the home folder.
  static var folder: String? {
    let state = getenv("XDG_STATE_HOME").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) + "/.local/state" }
    guard let folder = state ?? home, folder.hasPrefix("/") else { return nil }
    return folder + "/codi-plan"
  }

  /// The text of a file; what is no UTF-8 in it is replaced.
  ///
  /// - Throws: where it cannot be read, to its end.
  static func read(_ path: String) throws(SystemReason) -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }

  static func bytes(of path: String) throws(SystemReason) -> [UInt8] {
    let descriptor = opened(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemReason(errno: errno) }
    defer { close(descriptor) }
    return try bytes(of: descriptor)
  }

  /// - Returns: -1 where it cannot be opened (`errno`); a signal in between is no reason.
  static func opened(_ path: String, _ flags: Int32) -> Int32 {
    SystemCall.retried { path.withSystemPath { open($0, flags | O_CLOEXEC, 0o600) } }
  }

  /// What is left of an open file.
  static func bytes(of descriptor: Int32) throws(SystemReason) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemReason(errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemReason("it is not a file", help: "name a file, not a folder, a pipe or a device")
    }
    return try all(of: descriptor)
  }

  /// Everything that comes, to the end: what could not be read whole must not look like a whole.
  static func all(of descriptor: Int32) throws(SystemReason) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemReason(errno: errno) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Adds to the end, and has it on disk before it returns. Whoever adds holds the file locked, so that a text of which only
  /// a part could be written is taken away again.
  ///
  /// - Returns: why it could not, where it could not.
  static func append(_ text: String, to descriptor: Int32) -> String? {
    let end = lseek(descriptor, 0, SEEK_END)
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = String(cString: strerror(errno))
        if end >= 0 { ftruncate(descriptor, end) }
        return reason
      }
      bytes = bytes.dropFirst(count)
    }
    fdatasync(descriptor)
    return nil
  }

  /// Takes the lock of a file, for itself alone; another program may hold it for a moment, but is not waited for longer.
  static func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(10_000)
    }
    return false
  }

  /// Whether an open file is the one that has the name.
  static func isStill(_ descriptor: Int32, _ path: String) -> Bool {
    var (mine, named) = (stat(), stat())
    guard fstat(descriptor, &mine) == 0, path.withSystemPath({ stat($0, &named) }) == 0 else { return false }
    return mine.st_ino == named.st_ino && mine.st_dev == named.st_dev
  }

  /// - Returns: why they cannot be made, where they cannot.
  static func makeFolders(of path: String) -> String? {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if folder.withSystemPath({ mkdir($0, 0o700) }) != 0, errno != EEXIST {
        return String(cString: strerror(errno))
      }
    }
    return nil
  }

  /// An entry of several lines on one line, and back.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  static func unescaped(_ line: some StringProtocol) -> String {
    var text = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        text.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
