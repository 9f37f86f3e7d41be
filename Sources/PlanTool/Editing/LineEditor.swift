import PlanLang

/// What the editor needs from its owner.
protocol LineAssistant: AnyObject {
  /// The candidates for completion at the cursor.
  func completion(of before: String) -> Completion
  /// One role per scalar.
  func roles(of text: String, cursor: Int) -> [StyledText.Role]
  /// The effect of the statement; empty if there is nothing to show, or no time to compute it.
  func preview(of text: String, isOver: @escaping () -> Bool) -> [StyledText]
  /// Whether the text is complete, rather than continuing on another line.
  func isFinished(_ text: String) -> Bool
}

/// The result of Tab: the part of the text before the cursor to replace, and its candidates.
struct Completion {
  struct Candidate: Equatable {
    let text: String
    let label: String
    /// Whether more may follow directly, such as a dot or a bracket, so that no space is added.
    var isOpen = false
  }

  let replaced: String
  let candidates: [Candidate]
}

/// Edits statements on a terminal: keys from `KeyInput`, the text in `LibEdit`, drawn by `PromptLayout`.
final class LineEditor {
  enum Line {
    case text(String)
    /// Ctrl-C: the line is dropped.
    case dropped
    /// Ctrl-D on an empty line.
    case end
  }

  let edit: LibEdit
  let input: KeyInput
  unowned let assistant: any LineAssistant
  var settings: PromptSettings
  var writer = FrameWriter { writeOutput($0) }
  var cells = ThaiCells()
  /// Earlier statements, most recent last.
  private(set) var entries: [String] = []

  var prompt = StyledText()
  var menu: CompletionMenu?
  var undoing = LineUndo()
  var recall = HistoryRecall([])
  /// Shown once below the line.
  var notice: StyledText?
  /// The spreadsheet rows pasted into the line.
  private var pastedRows: PastedRows?
  private var waiting: [UInt32] = []
  private var outcome = Outcome.none
  var lastPreview: (text: String, lines: [StyledText])?

  private enum Outcome {
    case none, accepted, dropped, closed
  }

  init?(assistant: any LineAssistant, settings: PromptSettings) {
    guard let edit = LibEdit() else { return nil }
    self.edit = edit
    self.assistant = assistant
    self.settings = settings
    input = KeyInput(wasResized: TerminalSignals.wasResized)
    edit.nextCharacter = { [unowned self] in nextCharacter() }
  }

  // MARK: Lines

  /// Edits a statement of one or more lines.
  func readLine(prompt: StyledText) -> Line {
    self.prompt = prompt
    outcome = .none
    menu = nil
    undoing = LineUndo()
    recall = HistoryRecall(entries)
    lastPreview = nil
    writeOutput(BracketedPaste.on)
    let text = edit.read().map { cells.decode($0) }
    writeOutput(BracketedPaste.off)
    switch outcome {
    case .accepted:
      let typed = text.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 } ?? ""
      defer { pastedRows = nil }
      return .text(pastedRows?.restored(in: typed) ?? typed)
    case .dropped: return .dropped
    case .closed, .none: return .end
    }
  }

  func remember(_ entry: String) {
    if entries.last != entry { entries.append(entry) }
    edit.remember(cells.encode(entry))
  }

  // MARK: The text

  var text: String { cells.decode(edit.characters(0..<edit.extent.count)) }
  var beforeCursor: String { cells.decode(edit.characters(0..<edit.extent.cursor)) }
  var isAtEnd: Bool { edit.extent.cursor == edit.extent.count }

  func insert(_ text: String) { edit.insert(cells.encode(text)) }

  func replaceAll(with text: String) { edit.replaceAll(with: cells.encode(text)) }

  /// Inserts typed characters: a mark is added to the letter before the cursor.
  func insertTyped(_ scalars: [Unicode.Scalar]) {
    var scalars = scalars[...]
    while let mark = scalars.first, ThaiCells.marks.contains(mark) {
      addMark(mark)
      scalars = scalars.dropFirst()
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    edit.insert(cells.encode(String(text)))
  }

  private func addMark(_ mark: Unicode.Scalar) {
    let cursor = edit.extent.cursor
    if cursor > 0, let letter = edit.characters(cursor - 1..<cursor).first, ThaiCells.carriesMarks(letter) {
      edit.deleteBefore(1)
      edit.insert([cells.cell(cells.content(letter) + [mark])])
    } else {
      edit.insert([cells.cell([mark])])
    }
  }

  /// Deletes the marks one by one, then the letter.
  private func deleteBack() {
    let cursor = edit.extent.cursor
    guard cursor > 0, let letter = edit.characters(cursor - 1..<cursor).first else { return }
    edit.deleteBefore(1)
    let content = cells.content(letter).dropLast()
    if !content.isEmpty { edit.insert([cells.cell(Array(content))]) }
  }

  private func deleteForward() {
    guard !isAtEnd else { return }
    edit.moveCursor(by: 1)
    edit.deleteBefore(1)
  }

  // MARK: Keys

  /// The next character for libedit; keys that libedit does not know are handled on the way.
  private func nextCharacter() -> UInt32? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    while true {
      undoing.note(text: { self.text }, count: edit.extent.count, cursor: edit.extent.cursor)
      if !input.isWaiting { draw() }
      let key = input.next()
      notice = nil
      if let next = handle(key) { return next }
      if outcome == .closed { return nil }
    }
  }

  private func handle(_ key: Key) -> UInt32? {
    if menu != nil, handleInMenu(key) { return nil }
    switch key {
    case .text(let scalars): return type(scalars)
    case .paste(let text, let isWhole):
      paste(text)
      if !isWhole { notice = StyledText("the paste was cut off: this is what arrived", .middling) }
      return nil
    case .control(let code): return control(code)
    case .up: goUp()
    case .down: goDown()
    case .left: edit.moveCursor(by: -1)
    case .right: if !takeGhost() { edit.moveCursor(by: 1) }
    case .home: edit.moveCursor(by: -columnInRow)
    case .end: if !takeGhost() { edit.moveCursor(by: rowRest) }
    case .delete: deleteForward()
    case .wordLeft: return LibEdit.Code.previousWord
    case .wordRight:
      if !takeGhost(wordOnly: true) { return LibEdit.Code.nextWord }
    case .altEnter: insert("\n")
    case .escape:
      if edit.isVi { return 27 }
    case .meta(let scalar):
      if scalar == "f", takeGhost(wordOnly: true) { return nil }
      // libedit would read an extended command on an invisible line.
      if scalar == "x" || scalar == "X", !edit.isVi { return nil }
      waiting = [scalar.value]
      return 27
    case .unknown(let bytes):
      waiting = bytes.dropFirst().map(UInt32.init)
      return bytes.first.map(UInt32.init)
    case .resized: resize()
    case .closed: outcome = .closed
    case .pageUp, .pageDown, .shiftTab, .idle: break
    }
    return nil
  }

  /// Inserts letters. They only go through libedit in vi mode, where they may be commands.
  private func type(_ scalars: [Unicode.Scalar]) -> UInt32? {
    guard edit.isVi else {
      insertTyped(scalars)
      return nil
    }
    waiting = scalars.dropFirst().map {
      ThaiCells.marks.contains($0) ? LibEdit.Code.act : cells.cell([$0]).value
    }
    var marks = scalars.filter(ThaiCells.marks.contains)[...]
    edit.action = { [unowned self] in if let mark = marks.popFirst() { addMark(mark) } }
    return scalars.first.map { ThaiCells.marks.contains($0) ? LibEdit.Code.act : cells.cell([$0]).value }
  }

  private func control(_ code: UInt8) -> UInt32? {
    switch Key.control(code) {
    case .enter: return enter()
    case .tab: complete()
    case .backspace, .ctrl("H"):
      edit.action = { [unowned self] in deleteBack() }
      return LibEdit.Code.back
    case .ctrl("C"): return end(.dropped)
    case .ctrl("D"):
      if edit.extent.count == 0 {
        writer.show(frame(below: [], isFinal: true), painter)
        writer.finish()
        outcome = .closed
        return nil
      }
      if edit.isVi { return UInt32(code) }
      deleteForward()
    case .ctrl("L"): writer.clear()
    case .ctrl("R"), .ctrl("S"):
      guard let found = HistorySearch(editor: self).run() else { return nil }
      replaceAll(with: found.text)
      return found.isAccepted ? enter() : nil
    case .ctrl("Z"): suspend()
    case .ctrl("A") where !edit.isVi: edit.moveCursor(by: -columnInRow)
    case .ctrl("E") where !edit.isVi: if !takeGhost() { edit.moveCursor(by: rowRest) }
    case .ctrl("F") where !edit.isVi: if !takeGhost() { edit.moveCursor(by: 1) }
    case .ctrl("P"): goUp()
    case .ctrl("N"): goDown()
    // Quoting the next key would allow control characters in the line; Ctrl-Space switches keyboard layouts.
    case .ctrl("V"), .ctrl("@"): break
    case .ctrl("_") where !edit.isVi:
      if let (text, cursor) = undoing.undo() {
        replaceAll(with: text)
        edit.moveCursor(by: cursor - edit.extent.count)
      }
    default: return UInt32(code)
    }
    return nil
  }

  /// Ends the statement, or adds another line to it.
  private func enter() -> UInt32? {
    let text = text
    let isAsked =
      text.last == "\n"
      || text.split(separator: "\n", omittingEmptySubsequences: false).last?.allSatisfy(\.isWhitespace)
        == true
    if !isAsked, !assistant.isFinished(pastedRows?.restored(in: text) ?? text) {
      edit.moveCursor(by: edit.extent.count - edit.extent.cursor)
      let depth = text.count { $0 == "{" } - text.count { $0 == "}" }
      insert("\n" + String(repeating: "  ", count: max(1, depth)))
      return nil
    }
    return end(.accepted)
  }

  private func end(_ outcome: Outcome) -> UInt32 {
    self.outcome = outcome
    menu = nil
    edit.moveCursor(by: edit.extent.count - edit.extent.cursor)
    writer.show(frame(below: [], isFinal: true, tail: outcome == .dropped ? "^C" : ""), painter)
    writer.finish()
    return 10
  }

  /// Inserts a pasted text, which waits for Enter regardless of how many lines it has.
  private func paste(_ pasted: String) {
    let (text, dropped) = PastedText.cleaned(pasted)
    pastedRows = PastedRows(pasted, shownAs: text)
    insert(text)
    if dropped > 0 {
      notice = StyledText(
        dropped == 1
          ? "a control character in what was pasted was left out"
          : "\(dropped) control characters in what was pasted were left out", .middling)
    }
  }

  private func suspend() {
    writer.show(frame(below: [], isFinal: true), painter)
    writer.finish()
    edit.preparesTerminal(false)
    TerminalSignals.suspend()
    edit.preparesTerminal(true)
    writeOutput(BracketedPaste.on)
  }

  /// Restores the shell's terminal modes while something else uses the terminal.
  func lendingTerminal<Result>(_ work: () -> Result) -> Result {
    edit.preparesTerminal(false)
    defer { edit.preparesTerminal(true) }
    return work()
  }

  private func resize() {
    edit.resize()
    writer.forget(width: Terminal.size.columns)
  }
}
