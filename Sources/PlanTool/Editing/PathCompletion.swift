import Glibc
import PlanLang

/// Completes files and folders where a path is typed: in quotation marks, or after a command that takes an unquoted
/// one.
enum PathCompletion {
  /// A path at the end of the typed text.
  private struct Typed {
    let path: String
    let isQuoted: Bool
    /// Whether the path must be quoted, as in statements of the language.
    let needsQuotes: Bool
    let endings: [String]
  }

  static func completion(of before: String) -> Completion? {
    guard let typed = typed(before) else { return nil }
    let path = typed.isQuoted ? unescaped(typed.path) : typed.path
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let names = self.names(in: folder, beginning: String(path.dropFirst(folder.count)), typed.endings)
    let fileNames = names.map(\.name)
    // Either all candidates are quoted or none, so that their common prefix can be inserted.
    let quotes =
      !typed.isQuoted && (typed.needsQuotes || (fileNames + [folder]).contains(where: isInNeedOfQuotes))
    if quotes {
      return Completion(
        replaced: typed.path, candidates: names.map { candidate(folder + $0.name, $0.isFolder, opens: true) })
    }
    let last = typed.isQuoted ? escapedFromLastSlash(typed.path) : String(path.dropFirst(folder.count))
    return Completion(
      replaced: last,
      candidates: names.map {
        typed.isQuoted
          ? candidate($0.name, $0.isFolder, opens: false)
          : Completion.Candidate(text: $0.name + ($0.isFolder ? "/" : ""), label: "", isOpen: true)
      })
  }

  private static func candidate(_ name: String, _ isFolder: Bool, opens: Bool) -> Completion.Candidate {
    Completion.Candidate(
      text: (opens ? "\"" : "") + escaped(name) + (isFolder ? "/" : "\""), label: "", isOpen: true)
  }

  // MARK: The path being typed

  private static let tables = [".csv", ".tsv"]
  private static let plans = [".plan"]

  private static func typed(_ before: String) -> Typed? {
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let words = line.drop { $0.isWhitespace }
    let word = words.prefix { !$0.isWhitespace }
    let rest = words.dropFirst(word.count)
    guard rest.first?.isWhitespace == true else { return nil }
    let argument = String(rest.drop { $0.isWhitespace })
    switch word {
    case "use": return typed(argument, needsQuotes: true, plans)
    case "load": return typed(argument, needsQuotes: false, plans + tables)
    case "save": return typed(argument, needsQuotes: false, plans)
    case "axis", "programmes":
      guard let from = (" " + argument).firstRange(of: " from \"") else { return nil }
      return typed(String((" " + argument)[from.upperBound...].withMark), needsQuotes: true, tables)
    default: return nil
    }
  }

  private static func typed(_ argument: String, needsQuotes: Bool, _ endings: [String]) -> Typed? {
    guard argument.hasPrefix("\"") else {
      return Typed(path: argument, isQuoted: false, needsQuotes: needsQuotes, endings: endings)
    }
    let path = String(argument.dropFirst())
    // After the closing quotation mark, the path is complete.
    var isEscaped = false
    for character in path {
      if character == "\"", !isEscaped { return nil }
      isEscaped = character == "\\" && !isEscaped
    }
    return Typed(path: path, isQuoted: true, needsQuotes: needsQuotes, endings: endings)
  }

  private static func isInNeedOfQuotes(_ name: String) -> Bool {
    name.contains { $0.isWhitespace || $0 == "\"" || $0 == "\\" }
  }

  private static func escaped(_ name: String) -> String {
    name.reduce(into: "") { escaped, character in
      if character == "\"" || character == "\\" { escaped += "\\" }
      escaped.append(character)
    }
  }

  private static func unescaped(_ path: String) -> String {
    var isEscaped = false
    return path.reduce(into: "") { plain, character in
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        plain.append(character)
        isEscaped = false
      }
    }
  }

  /// The last component as typed; a slash is never escaped.
  private static func escapedFromLastSlash(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  // MARK: What there is

  private static func names(
    in folder: String, beginning prefix: String, _ endings: [String]
  ) -> [(name: String, isFolder: Bool)] {
    guard let directory = (folder.isEmpty ? "." : folder).withSystemPath({ opendir($0) }) else { return [] }
    defer { closedir(directory) }
    var names: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        bytes.baseAddress.map { SystemPath.text($0.assumingMemoryBound(to: CChar.self)) } ?? ""
      }
      if name.hasPrefix("."), !prefix.hasPrefix(".") { continue }
      if name == "." || name == ".." { continue }
      guard name.unicodeScalars.starts(with: prefix.unicodeScalars) else { continue }
      let isFolder = isFolder(folder + name, entry.pointee.d_type)
      if isFolder || endings.contains(where: name.hasSuffix) { names.append((name, isFolder)) }
    }
    return names.sorted { $0.name < $1.name }
  }

  /// A link to a folder counts as a folder; some file systems do not report the type.
  private static func isFolder(_ path: String, _ type: UInt8) -> Bool {
    if type != UInt8(DT_LNK), type != UInt8(DT_UNKNOWN) { return type == UInt8(DT_DIR) }
    var status = stat()
    return path.withSystemPath({ stat($0, &status) }) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension Substring {
  /// The text with the leading quotation mark restored.
  fileprivate var withMark: String { "\"" + self }
}
