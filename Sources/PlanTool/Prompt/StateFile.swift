import Glibc

/// Files in which the prompt keeps what is its own: history, journals, settings.
enum StateFile {
  /// `$XDG_STATE_HOME/codi-plan`, or the same in the home folder.
  static var folder: String? {
    let state = getenv("XDG_STATE_HOME").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) + "/.local/state" }
    guard let folder = state ?? home, folder.hasPrefix("/") else { return nil }
    return folder + "/codi-plan"
  }

  /// The text of a file; what is no UTF-8 in it is replaced. `nil` where it cannot be read, or is none.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return read(descriptor)
  }

  static func read(_ descriptor: Int32) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds to the end in one write.
  ///
  /// - Returns: why it could not, where it could not.
  static func append(_ text: String, to descriptor: Int32) -> String? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return String(cString: strerror(errno)) }
      bytes = bytes.dropFirst(count)
    }
    return nil
  }

  /// - Returns: why they cannot be made, where they cannot.
  static func makeFolders(of path: String) -> String? {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if mkdir(folder, 0o700) != 0, errno != EEXIST { return String(cString: strerror(errno)) }
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
