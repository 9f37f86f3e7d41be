import Foundation
import TestSupport

/// The prompt on a terminal, with history, journals and settings in a folder of its own.
final class PromptBench {
  let folder: URL
  let terminal: PseudoTerminal
  private let ownsFolder: Bool

  /// Small, so that a debug build answers at once.
  static let smallPlan = """
    plan "ทดสอบ"
    fiscal year 2561
    as of Q4
    unit household "ครัวเรือน"
    programme mankong "บ้านมั่นคง" in household {
      target 100
      actual 90
    }
    programme canal "ที่อยู่อาศัยชุมชนริมคลอง" in household {
      target 50
      actual 20
    }

    """

  /// - Parameter settings: none leaves them as they are at first.
  /// - Parameter isInside: the program runs in the folder itself.
  /// - Parameter folder: one of before, which stays; otherwise there is a new one, which goes.
  init(
    columns: Int = 80, rows: Int = 40, manner: TerminalScreen.Manner = .xterm, plan: String = smallPlan,
    files: [String]? = nil, settings: String? = "preview off\n", environment: [String: String?] = [:],
    folder: URL? = nil, isInside: Bool = false, program: String? = nil
  ) throws {
    let own = folder ?? FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    self.folder = own
    ownsFolder = folder == nil
    let state = own.appendingPathComponent("codi-plan")
    try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    let file = own.appendingPathComponent("small.plan")
    if files == nil, !FileManager.default.fileExists(atPath: file.path) {
      try Data(plan.utf8).write(to: file)
    }
    if let settings { try Data(settings.utf8).write(to: state.appendingPathComponent("settings")) }
    var variables: [String: String?] = [
      "CODI_PLAN_HISTORY": own.appendingPathComponent("history").path, "XDG_STATE_HOME": own.path,
      "XDG_CONFIG_HOME": own.path, "EDITRC": own.appendingPathComponent("none").path,
    ]
    for (name, value) in environment { variables[name] = value }
    terminal = try PseudoTerminal(
      files ?? [file.path], columns: columns, rows: rows, environment: variables, program: program,
      folder: isInside ? own.path : nil, manner: manner)
    _ = terminal.wait { _ in self.promptsShown > 0 }
    terminal.settle(quiet: 0.05)
  }

  deinit {
    terminal.hangUp()
    if terminal.exitStatus == nil { terminal.kill(SIGKILL) }
    if ownsFolder { try? FileManager.default.removeItem(at: folder) }
  }

  var screen: TerminalScreen { terminal.screen }

  // MARK: Lines

  private var counted = 0
  private var shown = 0

  /// How often the prompt began to take a statement: it then asks for bracketed pastes.
  var promptsShown: Int {
    let mark = Array("\u{1B}[?2004h".utf8)
    let bytes = terminal.received
    while counted + mark.count <= bytes.count {
      if bytes[counted] == 0x1B, bytes[counted..<(counted + mark.count)].elementsEqual(mark) { shown += 1 }
      counted += 1
    }
    return shown
  }

  /// How many statements were answered, the last one perhaps in part: something came after its line was ended.
  var answersBegun: Int {
    let parts = String(decoding: terminal.received, as: UTF8.self).components(separatedBy: "\u{1B}[?2004l")
    let last = parts[parts.count - 1]
    let isAnswered = parts.count > 1 && !last.isEmpty && !last.contains("\u{1B}[?2004h")
    return promptsShown - 1 + (isAnswered ? 1 : 0)
  }

  /// The lines as they were received, each in the form in which the history keeps it.
  var received: [String] {
    let text = (try? String(contentsOf: folder.appendingPathComponent("history"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// Presses Enter, waits until the next statement may be typed, and answers with the line that was received.
  @discardableResult
  func enter(_ text: String = "") -> String? {
    terminal.type(text)
    return press(.enter)
  }

  /// Presses keys of which the last one ends the line.
  @discardableResult
  func press(_ keys: PseudoTerminal.Key...) -> String? {
    let before = promptsShown
    for key in keys { terminal.press(key) }
    _ = terminal.wait { _ in self.promptsShown > before }
    terminal.settle(quiet: 0.05)
    return received.last
  }

  /// An empty screen with the prompt in its first row.
  func clear() {
    terminal.press(.control("L"))
    _ = terminal.wait { $0.row(0).contains(">") && $0.cursor.row == 0 && $0.isCursorVisible }
  }

  /// The answer to a statement, without blanks at the ends of its rows.
  @discardableResult
  func answer(to statement: String) -> String {
    clear()
    enter(statement)
    return screen.text.joined(separator: "\n")
  }

  // MARK: What is seen

  /// Whether the screen came to look so; a frame half drawn hides the cursor and is no look.
  func awaits(_ look: (TerminalScreen) -> Bool) -> Bool {
    terminal.wait(until: { $0.isCursorVisible && look($0) }, seconds: 10)
  }

  /// Waits until a line that is being edited stands on the screen, and nothing below it.
  ///
  /// - Parameter isAlone: nothing stands above it either.
  func shows(_ line: EditedLine, isAlone: Bool = true) -> Bool {
    let (rows, cursor) = line.laidOut(columns: screen.columns)
    return awaits { screen in
      let top = screen.cursor.row - cursor.row
      guard screen.cursor.column == cursor.column, isAlone ? top == 0 : top >= 0 else { return false }
      let below = Array(repeating: "", count: max(0, screen.rows - top - rows.count))
      return screen.text[top...].elementsEqual(rows + below)
    }
  }

  /// What is seen and what ought to be, for the message of a test that fails.
  func difference(from line: EditedLine) -> String {
    let (rows, cursor) = line.laidOut(columns: screen.columns)
    return "expected, with the cursor at \(cursor):\n\(rows.joined(separator: "\n"))\n\(screen)"
  }

  var isClean: Bool {
    screen.rawControlsPrinted.isEmpty && screen.strayMarks.isEmpty && screen.unknownSequences.isEmpty
      && screen.malformedSequences == 0
  }
}
