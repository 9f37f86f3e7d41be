import Glibc
import PlanLang

/// The prompt's own files: history, journals, settings.
enum StateFile {
  /// `$XDG_STATE_HOME/codi-plan`, or its default in the home folder.
  static var folder: String? {
    let state = getenv("XDG_STATE_HOME").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) + "/.local/state" }
    guard let folder = state ?? home, folder.hasPrefix("/") else { return nil }
    return folder + "/codi-plan"
  }

  /// The text of a file; invalid UTF-8 is replaced.
  ///
  /// - Throws: The reason for which it could not be read to the end.
  static func read(_ path: String) throws(SystemReason) -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }

  static func bytes(of path: String) throws(SystemReason) -> [UInt8] {
    let descriptor = opened(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemReason(errno: errno) }
    defer { close(descriptor) }
    return try bytes(of: descriptor)
  }

  /// - Returns: The descriptor, or -1 if the file cannot be opened (`errno`); the call is retried after a signal.
  static func opened(_ path: String, _ flags: Int32) -> Int32 {
    SystemCall.retried { path.withSystemPath { open($0, flags | O_CLOEXEC, 0o600) } }
  }

  /// The remaining bytes of an open file.
  static func bytes(of descriptor: Int32) throws(SystemReason) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemReason(errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemReason("it is not a file", help: "name a file, not a folder, a pipe or a device")
    }
    return try all(of: descriptor)
  }

  /// Reads everything to the end; a partial read must not be mistaken for the whole.
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

  /// Appends a text and syncs it to disk before returning. The caller must hold the lock, so that a partially written
  /// text can be truncated again.
  ///
  /// - Returns: The reason for which it failed; `nil` on success.
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
    while fdatasync(descriptor) != 0 {
      if errno == EINTR { continue }
      // Some files, such as devices, cannot be synced.
      guard errno != EINVAL, errno != EROFS else { break }
      let reason = String(cString: strerror(errno))
      if end >= 0 { ftruncate(descriptor, end) }
      return reason
    }
    return nil
  }

  /// Takes an exclusive lock on a file; waits only briefly for another program that holds it.
  static func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(10_000)
    }
    return false
  }

  /// Whether a path still refers to the open file.
  static func isStill(_ descriptor: Int32, _ path: String) -> Bool {
    var (mine, named) = (stat(), stat())
    guard fstat(descriptor, &mine) == 0, path.withSystemPath({ stat($0, &named) }) == 0 else { return false }
    return mine.st_ino == named.st_ino && mine.st_dev == named.st_dev
  }

  /// - Returns: The reason for which they could not be created; `nil` on success.
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

  /// Encodes a multi-line entry on one line, and decodes it.
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
