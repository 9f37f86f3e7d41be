import Glibc
import LibEditShim

/// libedit as the editor of a single text: it handles the key bindings, the text, the kill ring, vi mode and the
/// history. Its output is discarded; `LineEditor` draws instead.
///
/// Each Thai letter with its marks is represented by one stand-in character; see `ThaiCells`.
final class LibEdit {
  /// Supplies the next character of the input; `nil` at the end.
  var nextCharacter: () -> UInt32? = { nil }
  /// The effect of the character `act`; it occurs only while letters are typed, never as a vi command.
  var action: () -> Void = {}

  private let editor: OpaquePointer
  private let history: OpaquePointer
  /// The terminal modes as the shell left them. libedit itself would restore the modes used for running statements.
  private let foundModes: termios?

  /// Characters that never come from the keyboard, bound to the commands they are named after.
  enum Code {
    static let previousWord: UInt32 = 0x92
    static let nextWord: UInt32 = 0x93
    static let act: UInt32 = 0x9D
    static let back: UInt32 = 0x9E
  }

  static let maxEntries = 2_000

  init?() {
    shim_choose_locale()
    var modes = termios()
    foundModes = tcgetattr(STDIN_FILENO, &modes) == 0 ? modes : nil
    if foundModes != nil { shim_give_back_at_end(&modes) }
    guard let output = shim_output_stream(nil, { _, _, count in count }),
      let editor = shim_editor("codi-plan", output)
    else { return nil }
    guard let history = history_winit() else {
      el_end(editor)
      return nil
    }
    self.editor = editor
    self.history = history
    shim_set_context(editor, Unmanaged.passUnretained(self).toOpaque())
    shim_history_size(history, Int32(LibEdit.maxEntries))
    shim_set_history(editor, history)
    shim_set_reader(editor) { editor, character in
      guard let next = LibEdit.of(editor)?.nextCharacter() else { return 0 }
      character?.pointee = wchar_t(bitPattern: next)
      return 1
    }
    shim_set_emacs(editor)
    // Load the user's own bindings first: `bind -v` in them resets all keys, so ours must come afterwards.
    el_source(editor, nil)
    bindKeys()
    unbindHiddenCommands()
    shim_take_interrupts(editor)
  }

  deinit {
    el_end(editor)
    history_wend(history)
  }

  private static func of(_ editor: OpaquePointer?) -> LibEdit? {
    guard let editor, let context = shim_context(editor) else { return nil }
    return Unmanaged<LibEdit>.fromOpaque(context).takeUnretainedValue()
  }

  private func bindKeys() {
    // libedit keeps a pointer to the name, so it is never freed.
    let name = LibEdit.kept(LibEdit.wide("codi-act"))
    shim_add_command(editor, name, name) { editor, _ in
      LibEdit.of(editor)?.action()
      return UInt8(CC_REFRESH)
    }
    bind(Code.act, "codi-act", inCommandMode: nil)
    bind(Code.back, "codi-act", inCommandMode: "ed-prev-char")
    bind(Code.previousWord, "ed-prev-word", inCommandMode: "ed-prev-word")
    bind(Code.nextWord, "em-next-word", inCommandMode: "vi-next-word")
  }

  private func bind(_ code: UInt32, _ command: String, inCommandMode other: String?) {
    let key = [wchar_t(bitPattern: code), 0]
    key.withUnsafeBufferPointer { key in
      LibEdit.wide(command).withUnsafeBufferPointer { shim_bind(editor, key.baseAddress, $0.baseAddress) }
      guard let other else { return }
      LibEdit.wide(other).withUnsafeBufferPointer {
        shim_bind_command_mode(editor, key.baseAddress, $0.baseAddress)
      }
    }
  }

  /// Commands that read further keys on a line of their own or start an editor: since libedit draws nothing here,
  /// they would only make the line disappear.
  private func unbindHiddenCommands() {
    for key in [":", "v"] {
      LibEdit.wide(key).withUnsafeBufferPointer { key in
        LibEdit.wide("ed-unassigned").withUnsafeBufferPointer {
          shim_bind_command_mode(editor, key.baseAddress, $0.baseAddress)
        }
      }
    }
  }

  private static func wide(_ text: String) -> [wchar_t] {
    text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  private static func kept(_ text: [wchar_t]) -> UnsafeMutablePointer<wchar_t> {
    let memory = UnsafeMutablePointer<wchar_t>.allocate(capacity: text.count)
    memory.initialize(from: text, count: text.count)
    return memory
  }

  // MARK: The text

  var isVi: Bool { shim_is_vi(editor) != 0 }

  /// The number of characters, and the index of the one after the cursor.
  var extent: (count: Int, cursor: Int) {
    guard let line = el_wline(editor)?.pointee, let buffer = line.buffer else { return (0, 0) }
    return (line.lastchar - buffer, line.cursor - buffer)
  }

  func characters(_ range: Range<Int>) -> [Unicode.Scalar] {
    guard let line = el_wline(editor)?.pointee, let buffer = line.buffer else { return [] }
    return range.map { Unicode.Scalar(UInt32(bitPattern: buffer[$0])) ?? "\u{FFFD}" }
  }

  func insert(_ characters: [Unicode.Scalar]) {
    guard !characters.isEmpty else { return }
    let text = characters.map { wchar_t(bitPattern: $0.value) } + [0]
    _ = text.withUnsafeBufferPointer { el_winsertstr(editor, $0.baseAddress) }
  }

  func deleteBefore(_ count: Int) { if count > 0 { el_deletestr(editor, Int32(count)) } }

  func moveCursor(by count: Int) { if count != 0 { el_cursor(editor, Int32(count)) } }

  func replaceAll(with characters: [Unicode.Scalar]) {
    let (count, cursor) = extent
    moveCursor(by: count - cursor)
    deleteBefore(count)
    insert(characters)
  }

  // MARK: Lines

  /// Edits a text until a line end or the end of the input.
  func read() -> [Unicode.Scalar]? {
    el_resize(editor)
    var count: Int32 = 0
    guard let line = el_wgets(editor, &count), count > 0 else { return nil }
    return (0..<Int(count)).map { Unicode.Scalar(UInt32(bitPattern: line[$0])) ?? "\u{FFFD}" }
  }

  func resize() { el_resize(editor) }

  func remember(_ characters: [Unicode.Scalar]) {
    let text = characters.map { wchar_t(bitPattern: $0.value) } + [0]
    text.withUnsafeBufferPointer { shim_history_add(history, $0.baseAddress) }
  }

  /// Prepares the terminal for editing, or restores it for the shell.
  func preparesTerminal(_ isEditing: Bool) {
    shim_prepare_terminal(editor, isEditing ? 1 : 0)
    guard !isEditing, var modes = foundModes else { return }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
  }
}
