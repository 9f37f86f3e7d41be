import Glibc
import PlanLang
import PlanRules

/// A session with its history, for undo and redo, and the commands that control it. Does not depend on a terminal.
struct Conversation {
  private(set) var session: Session
  private var past: [Step] = []
  private var future: [Step] = []
  /// Statements that no longer fitted when the files were last reloaded; the next reload tries them again.
  private var setAside: [String] = []
  private var savedTo: String?
  /// The exact text saved: if the file has been edited since, saving must not overwrite it.
  private var savedText: String?
  /// The content last saved, to determine whether there are unsaved changes.
  private var savedContent: Session.Content?
  private var remarks: FreshRemarks

  /// A statement that changed something, and the session before it.
  private struct Step {
    let session: Session
    let text: String
  }

  enum Reply {
    case incomplete
    /// - Parameter changes: whether a later session would have to repeat it.
    case answered(Document, changes: Bool)
    case leave
  }

  init(_ session: Session) {
    self.session = session
    remarks = FreshRemarks(session)
  }

  /// The warnings caused by the last statement, without repetitions.
  mutating func takeRemarks() -> [Problem] { remarks.take(from: session) }

  /// Whether leaving now would lose anything.
  var hasUnsaved: Bool { session.hasUnsaved || !setAside.isEmpty }

  /// Carries out a line, or several that belong together.
  mutating func run(_ text: String) throws(OpenPlan.Rejected) -> Reply { try run(TypedLine(text)) }

  mutating func run(_ line: TypedLine) throws(OpenPlan.Rejected) -> Reply {
    if let (command, rest) = line.command {
      return try run(command, rest)
    }
    var next = session
    do throws(OpenPlan.Rejected) {
      switch try next.run(line) {
      case .incomplete: return .incomplete
      case .answered(let document):
        let changes = next.revision != session.revision
        accept(next, line.text)
        return .answered(document, changes: changes)
      }
    } catch {
      remarks.passOver(session, error.sources)
      throw error
    }
  }

  /// Carries out a statement that has already been parsed.
  mutating func run(_ statement: Statement, text: String) throws(OpenPlan.Rejected) -> Document {
    var next = session
    do throws(OpenPlan.Rejected) {
      let document = try next.run(statement)
      accept(next, text)
      return document
    } catch {
      remarks.passOver(session, error.sources)
      throw error
    }
  }

  mutating func statements(
    of text: String, name: String
  ) -> (statements: [Statement], rejected: OpenPlan.Rejected?) {
    session.statements(of: text, name: name)
  }

  private mutating func accept(_ next: Session, _ text: String) {
    // Questions change nothing, so there is nothing to undo.
    if next.revision != session.revision {
      past.append(Step(session: session, text: text))
      future = []
    }
    session = next
    markUnsaved()
  }

  private mutating func markUnsaved() {
    session.setUnsaved(session.hasSomethingToSave && session.content != savedContent)
  }

  private mutating func run(_ command: SessionCommand, _ rest: String) throws(OpenPlan.Rejected) -> Reply {
    guard rest.isEmpty || command.takesWords else { return usage(command) }
    switch command {
    case .quit, .exit: return .leave
    case .help: return .answered(Help(session: session).document(rest), changes: false)
    case .undo, .redo:
      guard let times = rest.isEmpty ? 1 : Int(rest), times > 0 else { return usage(command) }
      let possible = command == .undo ? past.count : future.count
      guard possible > 0 else {
        return remark(command == .undo ? "nothing to undo" : "nothing to redo")
      }
      var document = Document()
      for _ in 0..<min(times, possible) { document.append(try command == .undo ? undo() : redo()) }
      return .answered(document, changes: true)
    case .history: return .answered(history(), changes: false)
    case .keep:
      guard !rest.isEmpty else { return usage(command) }
      var next = session
      try next.keep(rest)
      accept(next, "keep \(rest)")
      return .answered(note("kept as \(rest); write it to a file with: save FILE"), changes: true)
    case .drop:
      guard !rest.isEmpty else { return usage(command) }
      var next = session
      try next.drop(rest)
      accept(next, "drop \(rest)")
      return .answered(note("dropped; undo brings it back"), changes: true)
    case .save:
      guard !rest.isEmpty else { return usage(command) }
      guard session.hasSomethingToSave else { return remark("nothing was typed that can be saved") }
      return .answered(try save(rest), changes: true)
    case .load:
      guard !rest.isEmpty else { return usage(command) }
      let path = rest.hasPrefix("\"") ? rest : rest.quoted
      return try run((path.hasSuffix(".plan\"") ? "use " : "load ") + path)
    case .reload: return .answered(try reload(), changes: true)
    case .reset:
      accept(try session.reopened(), "reset")
      return .answered(note("back to the files; undo brings it back"), changes: true)
    case .resume, .forget, .setting, .shell:
      return remark("`\(command.rawValue)` works only at the prompt of a terminal")
    }
  }

  private func remark(_ text: String) -> Reply { .answered(note(text), changes: false) }
  private func note(_ text: String) -> Document { Document([.line(StyledText(text, .faint))]) }
  private func usage(_ command: SessionCommand) -> Reply { remark("write it like this: \(command.form)") }

  private mutating func undo() throws(OpenPlan.Rejected) -> Document {
    guard let last = past.popLast() else { return Document() }
    future.append(Step(session: session, text: last.text))
    return try goTo(last.session, titled: "taken back: \(last.text)")
  }

  private mutating func redo() throws(OpenPlan.Rejected) -> Document {
    guard let next = future.popLast() else { return Document() }
    past.append(Step(session: session, text: next.text))
    return try goTo(next.session, titled: "made again: \(next.text)")
  }

  /// The changes by statement, and those undone that can be redone.
  private func history() -> Document {
    guard !past.isEmpty || !future.isEmpty || !setAside.isEmpty else { return note("nothing changed yet") }
    let made = past.enumerated().map { index, step in
      [Cell("\(index + 1)", .faint), Cell(Conversation.oneLine(step.text)), Cell.empty]
    }
    let undone = future.reversed().map { step in
      [Cell.empty, Cell(Conversation.oneLine(step.text), .faint), Cell("taken back", .faint)]
    }
    let aside = setAside.map {
      [Cell.empty, Cell(Conversation.oneLine($0), .faint), Cell("no longer fits", .bad)]
    }
    var document = Document()
    document.table(
      Table(
        [.init(title: "", isRight: true), .init(title: "", shrinksTo: 20), .init(title: "")],
        made + undone + aside))
    return document
  }

  static func oneLine(_ text: String) -> String { text.onOneLine }

  // MARK: Doing it all once more

  /// A statement that no longer fitted when it was replayed.
  struct Misfit {
    let text: String
    let rejected: OpenPlan.Rejected
  }

  /// Carries out the statements of another session, leaving out those that do not fit here.
  ///
  /// - Throws: A problem if it was interrupted; statements that were not tried are not misfits.
  mutating func replay(_ statements: [String]) throws(OpenPlan.Rejected) -> [Misfit] {
    var misfits: [Misfit] = []
    for text in statements where !text.hasPrefix("save ") && text != "reload" {
      do throws(OpenPlan.Rejected) {
        _ = try run(text)
      } catch {
        if error.problems.contains(where: { $0.code == .interrupted }) { throw error }
        misfits.append(Misfit(text: text, rejected: error))
      }
    }
    setAside += misfits.map(\.text)
    return misfits
  }

  /// Reads the files again, and replays the typed statements on them.
  private mutating func reload() throws(OpenPlan.Rejected) -> Document {
    var next = Conversation(try session.reopened())
    (next.savedTo, next.savedText, next.remarks) = (savedTo, savedText, remarks)
    let isSaved = session.content == savedContent
    let statements = Conversation.sinceReset(past.map(\.text)) + setAside
    let misfits = try next.replay(statements)
    try next.keepWhatWasTakenBack(future)
    var document = note(
      "read again"
        + (statements.isEmpty ? "" : "; \(Count.of(next.past.count, "statement")) made again on it"))
    document.append(try changes(to: next.session))
    document.append(Conversation.document(misfits))
    if isSaved, misfits.isEmpty { next.savedContent = next.session.content }
    self = next
    markUnsaved()
    return document
  }

  /// Keeps the undone statements available for redo, as far as they still fit.
  private mutating func keepWhatWasTakenBack(_ undone: [Step]) throws(OpenPlan.Rejected) {
    var ahead = self
    _ = try ahead.replay(undone.reversed().map(\.text))
    let made = ahead.past.dropFirst(past.count)
    let after = made.dropFirst().map(\.session) + [ahead.session]
    future = zip(made, after).map { Step(session: $1, text: $0.text) }.reversed()
  }

  private static func sinceReset(_ statements: [String]) -> [String] {
    Array(statements.suffix(from: statements.lastIndex(of: "reset").map { $0 + 1 } ?? 0))
  }

  static func document(_ misfits: [Misfit]) -> Document {
    var document = Document()
    for misfit in misfits {
      document.line(StyledText("no longer fits: ", .bad) + StyledText(Visible.message(oneLine(misfit.text))))
      if let problem = misfit.rejected.problems.first {
        document.line("  \(problem.code.rawValue): \(Visible.message(problem.message))", .faint)
      }
    }
    if !misfits.isEmpty { document.line("they are kept; the next `reload` tries them again", .faint) }
    return document
  }

  private mutating func goTo(_ other: Session, titled title: String) throws(OpenPlan.Rejected) -> Document {
    let document = try changes(to: other)
    session = other
    markUnsaved()
    return titled(title, document)
  }

  private func titled(_ title: String, _ document: Document) -> Document {
    var whole = note(Visible.message(title.onOneLine))
    whole.append(document)
    return whole
  }

  /// The differences between an earlier version of the session and this one.
  func changes(since before: Session) throws(OpenPlan.Rejected) -> Document {
    try Conversation(before).changes(to: session)
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
    let path = try savePath(rest)
    let uses = (session.filePaths + session.takenIn).map { RelativePath.from(folderOf: path, to: $0) }
    let text = session.typed.planText(using: uses, session.open.sources) {
      $0.hasPrefix("/") ? $0 : RelativePath.from(folderOf: path, to: $0)
    }
    let own = savedTo == path && path.withSystemPath({ access($0, F_OK) }) == 0 ? savedText : nil
    do throws(SystemReason) {
      try FileWriting.write(text, to: path, expecting: own.map { .content(Array($0.utf8)) } ?? .nothing)
    } catch {
      if own == nil, path.withSystemPath({ access($0, F_OK) }) == 0 {
        throw refused(
          "`\(path)` already exists", help: "choose another name; what is in a file is never overwritten")
      }
      throw refused("`\(path)` cannot be written: \(error.words)", help: error.help)
    }
    (savedTo, savedText) = (path, text)
    savedContent = session.content
    markUnsaved()
    return note("saved: open it again with codi-plan \(path.asShellWord)")
  }

  /// The file to save to: a quoted text, or the words as typed.
  private func savePath(_ words: String) throws(OpenPlan.Rejected) -> String {
    var path = words
    if words.hasPrefix("\"") {
      let (tokens, problems) = Pipeline.tokens(SourceText(typed: words))
      guard problems.isEmpty, tokens.count == 2, case .text(let text) = tokens[0].kind else {
        throw refused("`\(words)` is not a file name", help: "write it like this: `save \"reshuffle.plan\"`")
      }
      path = text
    }
    guard path.contains(where: { !$0.isWhitespace }), !path.hasSuffix("/"), !path.hasSuffix("/.plan"),
      path != ".plan"
    else {
      throw refused(
        path.hasSuffix("/") ? "`\(path)` is a folder" : "a file needs a name",
        help: "write it like this: `save \(path.hasSuffix("/") ? path : "")reshuffle.plan`")
    }
    return path.hasSuffix(".plan") ? path : path + ".plan"
  }

  private func refused(_ message: String, help: String?) -> OpenPlan.Rejected {
    OpenPlan.Rejected(
      problems: [Problem(.unreadableFile, message, at: .none, help: help)], sources: session.open.sources)
  }
}

extension String {
  /// Quoted, if necessary, so that a shell reads it as one word.
  fileprivate var asShellWord: String {
    let isPlain = unicodeScalars.allSatisfy { scalar in
      scalar.properties.isXIDContinue || "_-./~+,@%".unicodeScalars.contains(scalar)
    }
    return isPlain
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// The path of a file relative to another.
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
    SystemPath.real(path.isEmpty ? "/" : path)
  }
}
