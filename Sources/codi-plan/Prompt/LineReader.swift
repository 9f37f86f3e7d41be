import Glibc
import LibEditShim
import PlanLang

/// Reads edited lines from a terminal through libedit: the only file that knows it.
final class LineReader {
  enum Line {
    case text(String)
    /// Ctrl-C: the line is dropped.
    case dropped
    /// Ctrl-D on an empty line.
    case end
  }

  private var editor: OpaquePointer?
  private var history: OpaquePointer?
  private var cells = ThaiCells()
  private var prompt = UnsafeMutablePointer<wchar_t>.allocate(capacity: 1)
  private var wasDropped = false
  /// What libedit printed and does not yet make whole characters.
  private var unfinished: [UInt8] = []
  /// What could stand at the cursor, for the text before it.
  private let complete: (String) -> Completion

  /// What Tab found: how much of the text before the cursor it replaces, and by what.
  struct Completion {
    struct Candidate {
      let text: String
      let label: String
      /// More may follow at once, a dot or a bracket: no blank is added.
      var isOpen = false
    }

    let replaced: String
    let candidates: [Candidate]
  }

  private static let commands: (dropLine: [wchar_t], mark: [wchar_t], back: [wchar_t], tab: [wchar_t]) = (
    wide("codi-drop-line"), wide("codi-mark"), wide("codi-back"), wide("codi-complete")
  )

  init?(complete: @escaping (String) -> Completion) {
    self.complete = complete
    shim_choose_locale()
    prompt.pointee = 0
    let context = Unmanaged.passUnretained(self).toOpaque()
    guard
      let output = shim_output_stream(
        context,
        { context, bytes, count in
          guard let context, let bytes else { return -1 }
          let reader = Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue()
          reader.print(UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        }), let editor = shim_editor("codi-plan", output), let history = history_winit()
    else { return nil }
    setvbuf(output, nil, _IOFBF, 4096)
    self.editor = editor
    self.history = history
    shim_set_context(editor, context)
    shim_history_size(history, 2_000)
    shim_set_history(editor, history)
    shim_set_emacs(editor)
    shim_set_prompt(editor) { editor in
      guard let context = shim_context(editor) else { return nil }
      return Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue().prompt
    }
    shim_set_reader(editor) { editor, character in
      guard let context = shim_context(editor), let character else { return -1 }
      return Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue().readKey(into: character)
    }
    bindKeys(editor)
    // libedit's own way of inserting and deleting miscounts rows that end in two equal letters.
    for capability in ["ic", "IC", "dc", "DC", "im", "ei"] {
      LineReader.wide(capability).withUnsafeBufferPointer { shim_without_capability(editor, $0.baseAddress) }
    }
    shim_take_interrupts(editor)
  }

  deinit {
    if let editor { el_end(editor) }
    if let history { history_wend(history) }
  }

  // MARK: Keys

  private func bindKeys(_ editor: OpaquePointer) {
    add(LineReader.commands.dropLine, editor) { editor, _ in
      LineReader.of(editor)?.wasDropped = true
      return UInt8(CC_NEWLINE)
    }
    add(LineReader.commands.mark, editor) { editor, key in
      LineReader.of(editor)?.addMark(key) ?? UInt8(CC_ERROR)
    }
    add(LineReader.commands.back, editor) { editor, _ in LineReader.of(editor)?.goBack() ?? UInt8(CC_ERROR) }
    add(LineReader.commands.tab, editor) { editor, _ in
      LineReader.of(editor)?.completeHere() ?? UInt8(CC_ERROR)
    }
    bind("^C", LineReader.commands.dropLine, editor)
    bind("^I", LineReader.commands.tab, editor)
    bind("^H", LineReader.commands.back, editor)
    bind("\u{7F}", LineReader.commands.back, editor)
    bind("^R", LineReader.wide("em-inc-search-prev"), editor)
    for (key, name) in [
      ("\u{1B}[A", "ed-prev-history"), ("\u{1B}[B", "ed-next-history"), ("\u{1B}[C", "ed-next-char"),
      ("\u{1B}[D", "ed-prev-char"), ("\u{1B}[H", "ed-move-to-beg"), ("\u{1B}[F", "ed-move-to-end"),
      ("\u{1B}[3~", "ed-delete-next-char"), ("\u{1B}[1~", "ed-move-to-beg"), ("\u{1B}[4~", "ed-move-to-end"),
      ("\u{1B}[1;5C", "em-next-word"), ("\u{1B}[1;5D", "ed-prev-word"),
    ] { bind(key, LineReader.wide(name), editor) }
    for key in 0..<ThaiCells.marks.count {
      bind(String(Unicode.Scalar(0x80 + UInt8(key))), LineReader.commands.mark, editor)
    }
  }

  private func add(_ name: [wchar_t], _ editor: OpaquePointer, _ command: shim_command) {
    // libedit keeps the name: it is never given back.
    let kept = LineReader.kept(name)
    shim_add_command(editor, kept, kept, command)
  }

  private func bind(_ key: String, _ name: [wchar_t], _ editor: OpaquePointer) {
    LineReader.wide(key).withUnsafeBufferPointer { key in
      name.withUnsafeBufferPointer { shim_bind(editor, key.baseAddress, $0.baseAddress) }
    }
  }

  private static func of(_ editor: OpaquePointer?) -> LineReader? {
    guard let editor, let context = shim_context(editor) else { return nil }
    return Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue()
  }

  private static func wide(_ text: String) -> [wchar_t] {
    text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  private static func kept(_ text: [wchar_t]) -> UnsafeMutablePointer<wchar_t> {
    let memory = UnsafeMutablePointer<wchar_t>.allocate(capacity: text.count)
    memory.initialize(from: text, count: text.count)
    return memory
  }

  /// The next character of the terminal, decoded here: marks arrive as control codes of their own.
  private func readKey(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    fflush(nil)
    guard let first = readByte() else { return 0 }
    var bytes = [first]
    let more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
    for _ in 0..<more {
      guard let next = readByte() else { break }
      bytes.append(next)
    }
    guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return 0 }
    if let key = ThaiCells.key(of: scalar) {
      character.pointee = wchar_t(bitPattern: key)
    } else if (0x80..<0xA0).contains(scalar.value) {
      character.pointee = wchar_t(bitPattern: 0xFFFD)
    } else {
      character.pointee = wchar_t(bitPattern: cells.cell([scalar]).value)
    }
    return 1
  }

  private func readByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      if count < 0, errno == EINTR {
        if let editor { el_resize(editor) }
        continue
      }
      return nil
    }
  }

  // MARK: Commands

  private func beforeCursor() -> [Unicode.Scalar] {
    guard let editor, let line = el_wline(editor)?.pointee, let buffer = line.buffer, let cursor = line.cursor
    else {
      return []
    }
    return (0..<(cursor - buffer)).compactMap { Unicode.Scalar(UInt32(bitPattern: buffer[$0])) }
  }

  private func insert(_ scalars: [Unicode.Scalar]) {
    guard let editor, !scalars.isEmpty else { return }
    let text = scalars.map { wchar_t(bitPattern: $0.value) } + [0]
    _ = text.withUnsafeBufferPointer { el_winsertstr(editor, $0.baseAddress) }
  }

  /// A mark goes onto the letter before the cursor.
  private func addMark(_ key: wint_t) -> UInt8 {
    guard let editor, let mark = ThaiCells.mark(ofKey: key) else { return UInt8(CC_ERROR) }
    if let letter = beforeCursor().last, letter != " " {
      el_deletestr(editor, 1)
      insert([cells.cell(cells.content(letter) + [mark])])
    } else {
      insert([cells.cell(["\u{25CC}", mark])])
    }
    return UInt8(CC_REFRESH)
  }

  /// Takes the marks off one by one, then the letter.
  private func goBack() -> UInt8 {
    guard let editor, let letter = beforeCursor().last else { return UInt8(CC_ERROR) }
    el_deletestr(editor, 1)
    let content = cells.content(letter).dropLast()
    if !content.isEmpty, content.last != "\u{25CC}" { insert([cells.cell(Array(content))]) }
    return UInt8(CC_REFRESH)
  }

  private func completeHere() -> UInt8 {
    guard let editor else { return UInt8(CC_ERROR) }
    let found = complete(cells.decode(beforeCursor()))
    guard !found.candidates.isEmpty else { return UInt8(CC_REFRESH_BEEP) }
    let common = found.candidates.dropFirst().reduce(found.candidates[0].text) {
      $0.commonPrefix(with: $1.text)
    }
    let typed = cells.encode(found.replaced)
    let isDone = found.candidates.count == 1 && !found.candidates[0].isOpen
    let added = common + (isDone ? " " : "")
    if added.unicodeScalars.count > found.replaced.unicodeScalars.count {
      el_deletestr(editor, Int32(typed.count))
      insert(cells.encode(added))
      return UInt8(CC_REFRESH)
    }
    list(found.candidates)
    return UInt8(CC_REDISPLAY)
  }

  private func list(_ candidates: [Completion.Candidate]) {
    fflush(nil)
    let width = candidates.map { TerminalWidth.of($0.text) }.max() ?? 0
    var lines = "\r\n"
    for candidate in candidates.prefix(40) {
      let blanks = String(repeating: " ", count: width - TerminalWidth.of(candidate.text))
      let room = max(10, (Terminal.width ?? 80) - width - 4)
      lines +=
        candidate.text
        + (candidate.label.isEmpty ? "" : blanks + "  " + TerminalWidth.cut(candidate.label, to: room))
        + "\r\n"
    }
    if candidates.count > 40 { lines += "… \(candidates.count - 40) more\r\n" }
    writeOutput(lines)
  }

  // MARK: Output

  /// Turns stand-ins back into what they stand for.
  private func print(_ bytes: UnsafeRawBufferPointer) {
    unfinished += bytes
    var whole = unfinished.count
    // Keep back the first bytes of a character whose rest is still to come.
    if let last = unfinished.lastIndex(where: { $0 & 0xC0 != 0x80 }), unfinished[last] >= 0xC0 {
      let needed = unfinished[last] >= 0xF0 ? 4 : unfinished[last] >= 0xE0 ? 3 : 2
      if unfinished.count - last < needed { whole = last }
    }
    let text = String(decoding: unfinished[..<whole], as: UTF8.self)
    unfinished.removeFirst(whole)
    writeOutput(cells.shown(text))
  }

  // MARK: Lines

  func readLine(prompt text: String) -> Line {
    guard let editor else { return .end }
    prompt.deallocate()
    prompt = LineReader.kept(cells.encode(text).map { wchar_t(bitPattern: $0.value) } + [0])
    wasDropped = false
    el_resize(editor)
    var count: Int32 = 0
    let line = el_wgets(editor, &count)
    fflush(nil)
    if wasDropped {
      writeOutput("^C\n")
      return .dropped
    }
    guard let line, count > 0 else {
      writeOutput("\n")
      return .end
    }
    let scalars = (0..<Int(count)).compactMap { Unicode.Scalar(UInt32(bitPattern: line[$0])) }
    let decoded = cells.decode(scalars)
    return .text(decoded.hasSuffix("\n") ? String(decoded.dropLast()) : decoded)
  }

  func remember(_ line: String) {
    guard let history else { return }
    let text = cells.encode(line).map { wchar_t(bitPattern: $0.value) } + [0]
    text.withUnsafeBufferPointer { shim_history_add(history, $0.baseAddress) }
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    var common = String.UnicodeScalarView()
    for (a, b) in zip(unicodeScalars, other.unicodeScalars) {
      guard a == b else { break }
      common.append(a)
    }
    return String(common)
  }
}
