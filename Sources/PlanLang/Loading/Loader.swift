internal import Glibc
public import PlanRules

/// Files that were read and parsed, with the statements of each used file in the place of its `use`.
public struct LoadedProgram: Sendable {
  /// The texts that were read, and the tables that statements name.
  public internal(set) var sources = Sources()
  /// The statements in reading order, including those with mistakes, as far as they were understood.
  public internal(set) var statements: [Statement] = []
  /// The problems of reading, lexing and parsing, file by file.
  public internal(set) var problems: [Problem] = []
  /// The names that statements with mistakes would have declared, as in `ParsedText.lostNames`.
  public internal(set) var lostNames: Set<String> = []
  /// The folders under which files may be used, links followed.
  public internal(set) var folders: [String] = []

  /// Creates a program without any files.
  public init(limits: Limits = Limits()) { sources.limits = limits }

  /// Adds a text that is no file, such as a typed line.
  ///
  /// - Returns: The index of the text in the sources.
  public mutating func add(_ text: SourceText) -> Int { sources.add(text) }

  /// The same statements with other sources, such as those with more texts.
  public func replacing(_ sources: Sources) -> LoadedProgram {
    var program = self
    program.sources = sources
    return program
  }

  /// The same texts with other statements.
  public func replacing(_ statements: [Statement]) -> LoadedProgram {
    var program = self
    program.statements = statements
    return program
  }
}

/// Reads files. Each file is read only once; `use` only reaches files under the folder of the opened plan, unless
/// another folder is explicitly allowed.
public struct Loader {
  private var program: LoadedProgram
  /// Files being read, outermost first.
  private var open: [String] = []
  private var done: Set<String> = []
  private var takesUses = true

  static func load(_ paths: [String], allowing folders: [String], limits: Limits) -> LoadedProgram {
    var loader = Loader(program: LoadedProgram(limits: limits))
    loader.program.folders = folders.compactMap(SystemPath.real)
    for path in paths {
      if path != "-", let real = SystemPath.real(path) { loader.program.folders.append(folder(of: real)) }
    }
    // Piped input has no folder, so the files it uses are looked up in the current folder.
    if paths.contains("-") || loader.program.folders.isEmpty { loader.allowCurrentFolder() }
    for path in paths { loader.read(path, at: .none) }
    return loader.program
  }

  static func readAlone(_ path: String, limits: Limits) -> LoadedProgram {
    var loader = Loader(program: LoadedProgram(limits: limits))
    loader.takesUses = false
    loader.read(path, at: .none)
    return loader.program
  }

  /// Adds a file to a program that has already been read, as `use` does at the prompt. A relative path is resolved
  /// against the current folder.
  ///
  /// - Parameter span: the statement to which problems with the file are attached.
  public static func use(_ path: String, in program: LoadedProgram, at span: Span) -> LoadedProgram {
    var loader = Loader(program: program)
    loader.done = Set(program.sources.texts.compactMap { SystemPath.real($0.name) })
    if loader.program.folders.isEmpty { loader.allowCurrentFolder() }
    loader.take(path, from: ".", at: span.origin)
    return loader.program
  }

  private init(program: LoadedProgram) { self.program = program }

  private mutating func allowCurrentFolder() {
    if let current = SystemPath.real(".") { program.folders.append(current) }
  }

  private mutating func read(_ path: String, at origin: Origin) {
    // A file descriptor passed by a shell (`<(…)`) can be read but has no real path.
    let real = path == "-" ? "-" : SystemPath.real(path) ?? (origin == .none ? path : nil)
    guard let real,
      let bytes = Loader.bytes(of: path, isUsed: origin != .none, most: program.sources.largestText)
    else {
      program.problems.append(.unreadable(path, SystemReason(errno: errno), at: origin))
      return
    }
    if open.contains(real) {
      program.problems.append(.circularUse(path, at: origin))
      return
    }
    guard done.insert(real).inserted else { return }
    if let foreign = bytes.withUnsafeBufferPointer({ ForeignFile($0) }) {
      program.problems.append(.unreadable(path, foreign.reason, at: origin))
      return
    }
    let source = SourceText(name: path == "-" ? "standard input" : path, bytes: bytes)
    let limits = program.sources.limits
    guard bytes.count <= program.sources.largestText else {
      program.problems.append(.tooLarge(path, limits, at: origin))
      return
    }
    guard program.sources.texts.count < Sources.maxTexts else {
      program.problems.append(.tooManyFiles(at: origin))
      return
    }
    guard open.count < limits[.uses] else {
      program.problems.append(.usedTooDeep(path, limits, at: origin))
      return
    }
    let file = program.sources.add(source)
    if let bad = source.firstBadByte {
      program.problems.append(.notUTF8(Span(file: file, start: bad, end: bad)))
      return
    }
    let parsed = Parser.parse(source, file: file, limits: limits)
    program.problems += parsed.problems
    program.lostNames.formUnion(parsed.lostNames)
    open.append(real)
    defer { open.removeLast() }
    let folder = path == "-" ? "." : Loader.folder(of: path)
    for statement in parsed.withMistaken {
      if case .use(let used, let span) = statement.form, takesUses {
        take(used, from: folder, at: span.origin)
      } else {
        if takesUses { locateTable(of: statement, from: folder) }
        program.statements.append(statement)
      }
    }
  }

  private mutating func take(_ path: String, from folder: String, at origin: Origin) {
    let full = Loader.full(path, from: folder)
    if let real = SystemPath.real(full), !isAllowed(real) {
      program.problems.append(.outside(path, at: origin))
      return
    }
    read(full, at: origin)
  }

  private static func full(_ path: String, from folder: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : folder + "/" + path
  }

  private func isAllowed(_ real: String) -> Bool {
    program.folders.contains { real.hasPrefix($0 == "/" ? "/" : $0 + "/") }
  }

  /// Locates the table that a statement reads; the table itself is read when the plan is checked.
  private mutating func locateTable(of statement: Statement, from folder: String) {
    guard let (path, span) = statement.table else { return }
    let full = Loader.full(path, from: folder)
    guard let real = SystemPath.real(full) else {
      program.problems.append(.unreadable(path, SystemReason(errno: errno), at: span.origin))
      return
    }
    guard isAllowed(real) else {
      program.problems.append(.outside(path, at: span.origin))
      return
    }
    var status = stat()
    _ = real.withSystemPath { stat($0, &status) }
    program.sources.add(
      table: full, path: real,
      stamp: [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_ino)],
      at: span.origin)
  }

  /// Locates the table that a typed statement reads; a path that cannot be read or is not allowed adds a problem. If
  /// the statement reads no table, the program is returned unchanged.
  public static func locateTable(of statement: Statement, in program: LoadedProgram) -> LoadedProgram {
    var loader = Loader(program: program)
    if loader.program.folders.isEmpty { loader.allowCurrentFolder() }
    loader.locateTable(of: statement, from: ".")
    return loader.program
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func bytes(of path: String, isUsed: Bool, most: Int) -> [UInt8]? {
    let descriptor =
      path == "-"
      ? STDIN_FILENO
      : SystemCall.retried {
        path.withSystemPath { Glibc.open($0, O_RDONLY | O_CLOEXEC | (isUsed ? O_NONBLOCK : 0)) }
      }
    guard descriptor >= 0 else { return nil }
    defer { if path != "-" { close(descriptor) } }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      errno = EISDIR
      return nil
    }
    if isUsed, status.st_mode & S_IFMT != S_IFREG {
      errno = EINVAL
      return nil
    }
    // A regular file is read in one go; other sources deliver what they have, block by block.
    let size = status.st_mode & S_IFMT == S_IFREG ? min(Int(status.st_size), most) : 0
    var bytes: [UInt8] = []
    while true {
      guard let block = block(of: bytes.isEmpty ? max(size + 1, 1 << 16) : 1 << 16, from: descriptor) else {
        return nil
      }
      if block.isEmpty { return bytes }
      if bytes.isEmpty { bytes = block } else { bytes += block }
      if bytes.count > most { return bytes }
    }
  }

  /// Reads the bytes available, up to `most`; empty at the end, `nil` if they cannot be read.
  private static func block(of most: Int, from descriptor: Int32) -> [UInt8]? {
    var result = 0
    let block = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      repeat { result = Glibc.read(descriptor, buffer.baseAddress, most) } while result < 0 && errno == EINTR
      count = max(0, result)
    }
    return result < 0 ? nil : block
  }
}

extension Problem {
  fileprivate static func unreadable(_ path: String, _ reason: SystemReason, at origin: Origin) -> Problem {
    Problem(.unreadableFile, "`\(path)` cannot be read: \(reason.words)", at: origin, help: reason.help)
  }

  fileprivate static func circularUse(_ path: String, at origin: Origin) -> Problem {
    Problem(.circularUse, "`\(path)` is already being read: files use each other in a circle", at: origin)
  }

  fileprivate static func outside(_ path: String, at origin: Origin) -> Problem {
    Problem(
      .outsideFolder, "`\(path)` is outside the plan's folder", at: origin,
      help: "allow its folder when you start: `--allow-path FOLDER`")
  }

  fileprivate static func tooLarge(_ path: String, _ limits: Limits, at origin: Origin) -> Problem {
    Problem(
      .unreadableFile, "`\(path)` is larger than \(limits[.megabytes]) MB", at: origin,
      limit: limits.reached(.megabytes))
  }

  fileprivate static func tooManyFiles(at origin: Origin) -> Problem {
    Problem(.unreadableFile, "more than \(Sources.maxTexts) files use one another", at: origin)
  }

  fileprivate static func usedTooDeep(_ path: String, _ limits: Limits, at origin: Origin) -> Problem {
    Problem(
      .tooDeep, "`\(path)` is the last of more than \(limits[.uses]) files that use one another in a row",
      at: origin,
      limit: limits.reached(.uses))
  }

  /// The problem of a text that is not UTF-8.
  ///
  /// - Parameter span: the first byte that is not UTF-8.
  public static func notUTF8(_ span: Span) -> Problem {
    Problem(
      .notUTF8, "the text is not UTF-8 from here on", at: span.origin,
      help: "save the file as UTF-8 in your editor")
  }
}
