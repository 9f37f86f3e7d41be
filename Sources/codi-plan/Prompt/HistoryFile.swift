import Glibc

/// The lines of earlier sessions: plain UTF-8, one a line, in the user's state folder.
struct HistoryFile {
  let path: String?
  private(set) var lines: [String]

  static let mostLines = 2_000

  init() {
    path = HistoryFile.location()
    lines = path.flatMap(HistoryFile.read) ?? []
  }

  /// `$CODI_PLAN_HISTORY`, or `codi-plan/history` in the state folder; empty switches history off.
  private static func location() -> String? {
    if let own = getenv("CODI_PLAN_HISTORY").map({ String(cString: $0) }) { return own.isEmpty ? nil : own }
    let state = getenv("XDG_STATE_HOME").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) }
    guard let folder = state ?? home.map({ $0 + "/.local/state" }), folder.hasPrefix("/") else { return nil }
    return folder + "/codi-plan/history"
  }

  private static func read(_ path: String) -> [String]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(mostLines).map(String.init)
  }

  /// Adds a line and keeps it at once, so that nothing typed is lost with the terminal.
  mutating func add(_ line: String) {
    let flat = line.split(separator: "\n").joined(separator: " ")
    guard !flat.isEmpty, flat != lines.last else { return }
    lines.append(flat)
    guard let path else { return }
    makeFolders(of: path)
    if lines.count > HistoryFile.mostLines {
      lines.removeFirst(lines.count - HistoryFile.mostLines)
      _ = FileWriting.replace(path, with: lines.joined(separator: "\n") + "\n")
      return
    }
    guard let file = fopen(path, "a") else { return }
    fputs(flat + "\n", file)
    fclose(file)
  }

  private func makeFolders(of path: String) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }
}
