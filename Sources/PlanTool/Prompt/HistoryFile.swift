import Glibc
import PlanLang

/// The statements of earlier sessions: plain UTF-8, one per line, in the user's state folder.
///
/// Two prompts can write to it at the same time: each appends whole lines, and only shortens the file while holding
/// the lock.
struct HistoryFile {
  private let path: String?
  /// The most recent one is last.
  private(set) var entries: [String] = []
  /// The reason for which the last statement could not be stored.
  private(set) var trouble: String?
  private var isReadable = true

  static let maxEntries = 2_000
  /// Longer statements are kept in the journal, but not here.
  static let longestEntry = 20_000

  init() {
    path = HistoryFile.location()
    guard let path else { return }
    if access(path, F_OK) == 0 {
      do throws(SystemReason) {
        entries = HistoryFile.entries(of: try StateFile.read(path)).suffix(HistoryFile.maxEntries)
      } catch {
        // The file may contain more than was read, so leave it alone.
        trouble =
          "the history `\(path)` cannot be read (\(error.words)): what is typed now is not added to it"
        isReadable = false
      }
    }
  }

  /// `$CODI_PLAN_HISTORY`, or `history` in the state folder; an empty value disables the history.
  private static func location() -> String? {
    if let own = getenv("CODI_PLAN_HISTORY").map({ String(cString: $0) }) { return own.isEmpty ? nil : own }
    return StateFile.folder.map { $0 + "/history" }
  }

  /// The readable entries of a possibly damaged file; entries with control characters or invalid text are left out.
  private static func entries(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let entry = StateFile.unescaped(line)
      let isText = entry.unicodeScalars.allSatisfy {
        $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}")
      }
      return isText && entry.utf8.count <= longestEntry ? entry : nil
    }
  }

  /// Adds a statement and writes it to disk at once, so that it is not lost with the terminal.
  mutating func add(_ entry: String) {
    guard !entry.isEmpty, entry != entries.last, entry.utf8.count <= HistoryFile.longestEntry else { return }
    entries.append(entry)
    guard let path, isReadable else { return }
    let reason = StateFile.makeFolders(of: path) ?? append(entry, path)
    trouble = reason.map { "the history `\(path)` cannot be written: \($0)" }
  }

  private func append(_ entry: String, _ path: String, tries: Int = 5) -> String? {
    let descriptor = StateFile.opened(path, O_RDWR | O_APPEND | O_CREAT)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    defer { close(descriptor) }
    guard StateFile.lock(descriptor) else { return "another program holds it" }
    // While this one waited, another prompt may have shortened the history and replaced the file.
    guard StateFile.isStill(descriptor, path) else {
      return tries > 1 ? append(entry, path, tries: tries - 1) : "other programs replace it"
    }
    // Terminate a line that another program left unfinished.
    var last: UInt8 = 10
    let end = lseek(descriptor, 0, SEEK_END)
    if end > 0 { pread(descriptor, &last, 1, end - 1) }
    let line = (last == 10 ? "" : "\n") + StateFile.escaped(entry) + "\n"
    if let reason = StateFile.append(line, to: descriptor) { return reason }
    guard entries.count > HistoryFile.maxEntries * 2 else { return nil }
    return shorten(descriptor, path)
  }

  private func shorten(_ descriptor: Int32, _ path: String) -> String? {
    lseek(descriptor, 0, SEEK_SET)
    do throws(SystemReason) {
      let bytes = try StateFile.bytes(of: descriptor)
      let kept = String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(HistoryFile.maxEntries)
      try FileWriting.write(kept.joined(separator: "\n") + "\n", to: path, expecting: .anything)
      return nil
    } catch {
      return error.words
    }
  }
}
