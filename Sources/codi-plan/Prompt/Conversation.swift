import Glibc
import PlanLang
import PlanRules

/// A session with its past: what can be taken back, and the commands that steer it. It knows no terminal.
struct Conversation {
  private(set) var session: Session
  private var past: [(session: Session, text: String)] = []
  private var future: [(session: Session, text: String)] = []
  private var savedTo: String?
  /// What was last written: the mark of what is not saved compares with it.
  private var savedText: String?

  enum Reply {
    case incomplete
    case answered(Document)
    case leave
  }

  init(_ session: Session) { self.session = session }

  mutating func watchInterrupts(_ isInterrupted: @escaping () -> Bool) {
    session.watchInterrupts(isInterrupted)
  }

  /// Carries out a line, or several that belong together.
  mutating func run(_ text: String) throws(OpenPlan.Rejected) -> Reply {
    if let (command, rest) = SessionCommand.parse(text) {
      return try run(command, rest)
    }
    var next = session
    switch try next.run(text) {
    case .incomplete: return .incomplete
    case .answered(let document):
      accept(next, text)
      return .answered(document)
    }
  }

  /// Carries out a statement that is already read.
  mutating func run(_ statement: Statement, text: String) throws(OpenPlan.Rejected) -> Document {
    var next = session
    let document = try next.run(statement)
    accept(next, text)
    return document
  }

  mutating func statements(
    of text: String, name: String
  ) -> (statements: [Statement], rejected: OpenPlan.Rejected?) {
    session.statements(of: text, name: name)
  }

  private mutating func accept(_ next: Session, _ text: String) {
    // Questions change nothing: there is nothing to take back.
    if next.revision != session.revision {
      past.append((session, text))
      future = []
    }
    session = next
    markUnsaved()
  }

  private mutating func markUnsaved() {
    session.setUnsaved(session.hasTyped && session.savedText(usePaths: []) != savedText)
  }

  private mutating func run(_ command: SessionCommand, _ rest: String) throws(OpenPlan.Rejected) -> Reply {
    switch command {
    case .quit, .exit: return .leave
    case .help: return .answered(Help(session: session).document(rest))
    case .undo, .redo:
      guard let times = rest.isEmpty ? 1 : Int(rest), times > 0 else { return .answered(usage(command)) }
      var document = Document()
      for _ in 0..<min(times, max(1, command == .undo ? past.count : future.count)) {
        document.append(try command == .undo ? undo() : redo())
      }
      return .answered(document)
    case .history:
      var document = Document(past.map { .line(StyledText($0.text)) })
      if past.isEmpty { document.line("nothing changed yet", .faint) }
      return .answered(document)
    case .keep:
      guard !rest.isEmpty else { return .answered(usage(command)) }
      var next = session
      try next.keep(rest)
      accept(next, "keep \(rest)")
      return .answered(note("kept as \(rest); write it to a file with: save FILE"))
    case .save: return .answered(try save(rest))
    case .load:
      guard !rest.isEmpty else { return .answered(usage(command)) }
      let path = rest.hasPrefix("\"") ? rest : "\"\(rest)\""
      return try run("use " + path)
    case .reload:
      var next = session
      try next.reload()
      accept(next, "reload")
      return .answered(note("read again"))
    case .reset:
      var next = session
      try next.reset()
      accept(next, "reset")
      return .answered(note("back to the files; undo brings it back"))
    }
  }

  private func note(_ text: String) -> Document { Document([.line(StyledText(text, .faint))]) }
  private func usage(_ command: SessionCommand) -> Document { note("write it so: \(command.form)") }

  private mutating func undo() throws(OpenPlan.Rejected) -> Document {
    guard let last = past.popLast() else { return note("nothing to take back") }
    future.append((session, last.text))
    return try goTo(last.session, titled: "taken back: \(last.text)")
  }

  private mutating func redo() throws(OpenPlan.Rejected) -> Document {
    guard let next = future.popLast() else { return note("nothing to make again") }
    past.append((session, next.text))
    return try goTo(next.session, titled: "made again: \(next.text)")
  }

  private mutating func goTo(_ other: Session, titled title: String) throws(OpenPlan.Rejected) -> Document {
    let document = try changes(to: other)
    session = other
    markUnsaved()
    return titled(title, document)
  }

  private func titled(_ title: String, _ document: Document) -> Document {
    var whole = note(title.split { $0.isWhitespace }.joined(separator: " "))
    whole.append(document)
    return whole
  }

  private func changes(to next: Session) throws(OpenPlan.Rejected) -> Document {
    do throws(Problem) {
      let change = try PlanChange(
        from: session.evaluation, scenario: session.active, to: next.evaluation, scenario: next.active)
      return ChangeLayout(evaluation: next.evaluation).document(change)
    } catch {
      throw OpenPlan.Rejected(problems: [error], sources: next.open.sources)
    }
  }

  // MARK: Saving

  private mutating func save(_ rest: String) throws(OpenPlan.Rejected) -> Document {
    var path = rest
    if path.hasPrefix("\""), path.hasSuffix("\""), path.count > 1 {
      path = String(path.dropFirst().dropLast())
    }
    guard !path.isEmpty else { return usage(.save) }
    if !path.hasSuffix(".plan") { path += ".plan" }
    guard session.hasTyped else { return note("nothing was typed that a file could keep") }
    if access(path, F_OK) == 0, savedTo != path {
      throw refused(
        "`\(path)` exists already", help: "choose another name; what is in a file is never overwritten")
    }
    if let name = session.editedInFiles.first {
      throw refused(
        "`\(name)` is declared in a file: a second file cannot change it",
        help: "take it back with `undo`, and amend a scenario of your own: `scenario NEW from \(name) { … }`")
    }
    let uses = session.filePaths.map { RelativePath.from(folderOf: path, to: $0) }
    if let reason = FileWriting.replace(path, with: session.savedText(usePaths: uses)) {
      throw refused("`\(path)` cannot be written: \(reason)", help: nil)
    }
    savedTo = path
    savedText = session.savedText(usePaths: [])
    markUnsaved()
    return note("saved: open it again with codi-plan \(path)")
  }

  private func refused(_ message: String, help: String?) -> OpenPlan.Rejected {
    OpenPlan.Rejected(
      problems: [Problem(.unreadableFile, message, at: .none, help: help)], sources: session.open.sources)
  }
}

/// How one file names another.
enum RelativePath {
  static func from(folderOf file: String, to target: String) -> String {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    guard let here = resolved(folder), let there = resolved(target) else { return target }
    let (a, b) = (here.split(separator: "/"), there.split(separator: "/"))
    let shared = zip(a, b).prefix { $0 == $1 }.count
    return ([String](repeating: "..", count: a.count - shared) + b.dropFirst(shared).map(String.init))
      .joined(separator: "/")
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path.isEmpty ? "/" : path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
