import PlanLang

/// Drawing the statement that is being edited.
extension LineEditor {
  var painter: Painter { Painter(usesColour: settings.colour && Terminal.usesColour(1)) }

  var layout: PromptLayout {
    let size = Terminal.size
    return PromptLayout(width: max(4, size.columns - 1), height: max(2, size.rows))
  }

  func draw() {
    let line = line(isFinal: false)
    let show = { (below: [StyledText]) in
      self.writer.show(self.layout.frame(line, below: below), self.painter)
    }
    if let menu { return show(menu.rows(width: layout.width, most: max(3, layout.height / 2))) }
    if let notice { return show([notice]) }
    guard settings.preview else { return show([]) }
    // Draw the typed text first; the old preview stays until the new one is ready.
    let before = lastPreview?.lines ?? []
    if lastPreview?.text != text { show(before) }
    show(preview())
  }

  /// Longer texts are shown only in part, without colours or a preview.
  static let maxCells = 4_000

  /// - Parameter isFinal: whether the statement is finished; then the suggestion is removed.
  /// - Parameter tail: text to append to a finished statement.
  func frame(below: [StyledText], isFinal: Bool, tail: String = "") -> PromptFrame {
    layout.frame(line(isFinal: isFinal, tail: tail), below: below)
  }

  private func line(isFinal: Bool, tail: String = "") -> PromptLayout.Line {
    let (count, cursor) = edit.extent
    let isLong = count > LineEditor.maxCells
    let first = isLong ? max(0, cursor - LineEditor.maxCells / 2) : 0
    let last = isLong ? min(count, cursor + LineEditor.maxCells / 2) : count
    let contents = edit.characters(first..<last).map { cells.content($0) }
    var line = PromptLayout.Line(
      prompt: prompt, cells: contents.map { StyledCell($0) }, cursor: cursor - first,
      ghost: isFinal || isLong ? tail : ghost ?? "")
    if isLong {
      line.linesAbove = edit.characters(0..<first).count { $0 == "\n" }
      line.linesBelow = edit.characters(last..<count).count { $0 == "\n" }
    } else {
      colour(&line, contents, cursor: isFinal ? nil : cursor)
    }
    return line
  }

  private func colour(_ line: inout PromptLayout.Line, _ contents: [[Unicode.Scalar]], cursor: Int?) {
    guard painter.usesColour else { return }
    let before = cursor.map { contents[..<$0].reduce(0) { $0 + $1.count } } ?? -1
    var view = String.UnicodeScalarView()
    for content in contents { view.append(contentsOf: content) }
    let roles = assistant.roles(of: String(view), cursor: before)
    var position = 0
    for (index, content) in contents.enumerated() {
      if position < roles.count { line.cells[index].role = roles[position] }
      position += content.count
    }
  }

  // MARK: What is offered

  /// The likely rest of the statement: as last typed, or the most likely word. Only its colour distinguishes it from
  /// typed text, so without colour there is no suggestion.
  var ghost: String? {
    guard settings.preview, painter.usesColour, menu == nil, isAtEnd else { return nil }
    let text = text
    guard let last = text.last, !last.isNewline else { return nil }
    let typed = text.unicodeScalars
    if typed.count > 1,
      let entry = entries.last(where: { $0.unicodeScalars.starts(with: typed) && $0 != text })
    {
      let rest = entry.unicodeScalars.dropFirst(typed.count).prefix { $0 != "\n" }
      return rest.isEmpty ? nil : String(Substring(rest))
    }
    let found = assistant.completion(of: text)
    guard !found.replaced.isEmpty, let candidate = found.candidates.first,
      candidate.text.unicodeScalars.starts(with: found.replaced.unicodeScalars),
      !found.candidates.contains(where: { $0.text == found.replaced })
    else { return nil }
    var rest = String.UnicodeScalarView()
    rest.append(contentsOf: candidate.text.unicodeScalars.dropFirst(found.replaced.unicodeScalars.count))
    return rest.isEmpty ? nil : String(rest)
  }

  /// Accepts the suggestion after the cursor, or only its first word if requested.
  func takeGhost(wordOnly: Bool = false) -> Bool {
    guard let ghost, !ghost.isEmpty else { return false }
    let scalars = Array(ghost.unicodeScalars)
    let blanks = scalars.prefix { $0 == " " }
    insertTyped(wordOnly ? blanks + scalars.dropFirst(blanks.count).prefix { $0 != " " } : scalars)
    return true
  }

  /// How long a preview may take, in milliseconds.
  private static let patience = 20

  private func preview() -> [StyledText] {
    guard edit.extent.count <= LineEditor.maxCells else { return [] }
    let text = text
    if let known = lastPreview, known.text == text { return known.lines }
    let deadline = ContinuousClock.now + .milliseconds(LineEditor.patience)
    let input = input
    let lines = assistant.preview(of: text) { ContinuousClock.now > deadline || input.isWaiting }
    let shown = ContinuousClock.now > deadline ? [] : lines
    lastPreview = (text, shown)
    return shown
  }

  // MARK: Completion

  func complete() {
    let found = assistant.completion(of: beforeCursor)
    guard let first = found.candidates.first else {
      notice = StyledText("nothing known here begins like this", .faint)
      return
    }
    if found.candidates.count == 1 {
      replaceWord(found.replaced, by: first.text + (first.isOpen || !isAtEnd ? "" : " "))
      return
    }
    let common = found.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    if common.unicodeScalars.count > found.replaced.unicodeScalars.count {
      replaceWord(found.replaced, by: common)
      menu = CompletionMenu(typed: common, candidates: found.candidates)
    } else {
      menu = CompletionMenu(typed: found.replaced, candidates: found.candidates)
    }
  }

  func replaceWord(_ old: String, by new: String) {
    edit.deleteBefore(cells.encode(old).count)
    insert(new)
    // The closing quotation mark of a path may already be there.
    let (count, cursor) = edit.extent
    if new.hasSuffix("\""), cursor < count, edit.characters(cursor..<cursor + 1) == cells.encode("\"") {
      edit.moveCursor(by: 1)
      edit.deleteBefore(1)
    }
  }

  /// Handles a key while the menu is open; `false` if the key has its usual meaning.
  func handleInMenu(_ key: Key) -> Bool {
    guard var menu else { return false }
    let old = menu.word
    switch key {
    case .tab, .down: menu.move(1)
    case .shiftTab, .up: menu.move(-1)
    case .pageDown: menu.move(8)
    case .pageUp: menu.move(-8)
    case .escape:
      replaceWord(old, by: menu.typed)
      self.menu = nil
      return true
    case .enter where menu.selected != nil:
      self.menu = nil
      return true
    case .text(let scalars) where scalars.allSatisfy({ $0 == "_" || $0.properties.isXIDContinue }):
      insertTyped(scalars)
      let found = assistant.completion(of: beforeCursor)
      self.menu =
        found.candidates.isEmpty || found.replaced.isEmpty
        ? nil : CompletionMenu(typed: found.replaced, candidates: found.candidates)
      return true
    default:
      self.menu = nil
      return false
    }
    replaceWord(old, by: menu.word)
    self.menu = menu
    return true
  }
}

extension String {
  func commonPrefix(with other: String) -> String {
    var common = String.UnicodeScalarView()
    for (a, b) in zip(unicodeScalars, other.unicodeScalars) {
      guard a == b else { break }
      common.append(a)
    }
    return String(common)
  }
}
