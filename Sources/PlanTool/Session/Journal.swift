import Glibc
import PlanLang

/// Records the changes of one session on disk before each answer is shown, so that nothing is lost in a crash or when
/// the terminal closes. Each session has its own file, which it keeps locked while it runs.
///
/// The first line identifies the file, the next ones name the session's plan files; then follows one line per
/// statement, preceded by a checksum.
final class Journal {
  private let path: String
  private let descriptor: Int32
  /// Whether the last line may be incomplete.
  private var isTorn = false

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static let title = "codi-plan journal 1"

  private static var folder: String? { StateFile.folder.map { $0 + "/sessions" } }

  enum Start {
    case open(Journal)
    case impossible(String)
  }

  /// Begins the journal of a session based on plan files.
  static func start(files: [String]) -> Start {
    guard let folder else { return .impossible("there is no home folder") }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let path = "\(folder)/\(now.tv_sec)-\(now.tv_nsec)-\(getpid()).journal"
    if let reason = StateFile.makeFolders(of: path) { return .impossible(reason) }
    let descriptor = StateFile.opened(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL)
    guard descriptor >= 0 else { return .impossible(String(cString: strerror(errno))) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    let head = [title] + absolute(files).map { "plan " + StateFile.escaped($0) }
    if let reason = StateFile.append(head.joined(separator: "\n") + "\n", to: descriptor) {
      close(descriptor)
      unlink(path)
      return .impossible(reason)
    }
    return .open(Journal(path: path, descriptor: descriptor))
  }

  /// Absolute paths, by which a later session recognizes that it uses the same files, whatever folder it is opened
  /// from. If a path cannot be resolved, the shell's current folder is used, which gives the same result unless links
  /// are involved.
  private static func absolute(_ files: [String]) -> [String] {
    files.map { file in
      if let real = SystemPath.real(file) { return real }
      guard !file.hasPrefix("/"), let folder = folderOfTheShell else { return file }
      return folder + "/" + file
    }
  }

  /// The value of `PWD`, if it denotes the current folder.
  private static var folderOfTheShell: String? {
    guard let said = getenv("PWD") else { return nil }
    var (there, here) = (stat(), stat())
    guard stat(said, &there) == 0, stat(".", &here) == 0, there.st_dev == here.st_dev,
      there.st_ino == here.st_ino
    else { return nil }
    return SystemPath.text(said)
  }

  /// Records a statement.
  ///
  /// - Returns: The reason for which it could not be recorded; `nil` on success.
  func record(_ statement: String) -> String? {
    let escaped = StateFile.escaped(statement)
    guard StateFile.isStill(descriptor, path) else { return "somebody has removed it" }
    let line = "\(Journal.checksum(escaped)) \(escaped)\n"
    let reason = StateFile.append(isTorn ? "\n" + line : line, to: descriptor)
    isTorn = reason != nil
    return reason
  }

  func remove() { unlink(path) }

  /// FNV-1a, 32 bits.
  private static func checksum(_ text: String) -> String {
    let sum = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  // MARK: Earlier sessions

  /// The journal of a session that ended without saving.
  struct Abandoned {
    let statements: [String]
    /// The number of lines that could not be read.
    let damaged: Int
    fileprivate let path: String
    fileprivate let descriptor: Int32

    /// Removes the journal after it has been taken up or dropped. If it is damaged, it is kept under a name that is
    /// not offered again.
    func remove() {
      if damaged == 0 { unlink(path) } else { rename(path, keptAs) }
    }

    /// The path under which a damaged journal is kept.
    var keptAs: String { path + ".damaged" }

    /// Releases it for another prompt.
    func release() { close(descriptor) }
  }

  /// Journals of the same plan files that no running session has locked, most recent first. Those with nothing to
  /// save are deleted in passing.
  static func abandoned(files: [String]) -> [Abandoned] {
    guard let folder, let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".journal") { names.append(name) }
    }
    let wanted = absolute(files)
    return names.sorted { order($0) > order($1) }.compactMap { read("\(folder)/\($0)", files: wanted) }
  }

  private static func order(_ name: String) -> [Int] {
    name.split { !$0.isNumber }.map { Int($0) ?? 0 }.reduce(into: []) { $0.append($1) }
  }

  private static func read(_ path: String, files: [String]) -> Abandoned? {
    let descriptor = StateFile.opened(path, O_RDWR)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, let bytes = try? StateFile.bytes(of: descriptor) else {
      close(descriptor)
      return nil
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n")
    let plans = lines.dropFirst().prefix { $0.hasPrefix("plan ") }.map {
      StateFile.unescaped($0.dropFirst(5))
    }
    guard lines.first == Substring(title), plans == files else {
      close(descriptor)
      return nil
    }
    var statements: [String] = []
    var damaged = 0
    for line in lines.dropFirst(1 + plans.count) {
      let escaped = line.dropFirst(9)
      if line.prefix(9) == checksum(String(escaped)) + " " {
        statements.append(StateFile.unescaped(escaped))
      } else {
        damaged += 1
      }
    }
    // Journals that were saved or never changed anything are useless, but statements set aside by a `reload` are in
    // no file.
    let isSaved = statements.last?.hasPrefix("save ") == true && !statements.contains("reload")
    if damaged == 0, statements.isEmpty || isSaved {
      unlink(path)
      close(descriptor)
      return nil
    }
    return Abandoned(statements: statements, damaged: damaged, path: path, descriptor: descriptor)
  }
}

extension [Int] {
  fileprivate static func > (a: [Int], b: [Int]) -> Bool { b.lexicographicallyPrecedes(a) }
}
