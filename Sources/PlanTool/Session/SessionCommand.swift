import PlanLang
import PlanRules

/// Commands of the prompt that control the session rather than the plan. The prompt, help and completion all use this
/// table.
enum SessionCommand: String, CaseIterable {
  case help, undo, redo, history, keep, drop, save, load, reload, reset, resume, forget, setting, quit, exit
  case shell = "!"

  var form: String {
    switch self {
    case .help: "help [WORD]"
    case .keep: "keep NAME"
    case .drop: "drop NAME"
    case .save: "save FILE"
    case .load: "load FILE"
    case .undo, .redo: rawValue + " [N]"
    case .setting: "setting [preview|colour|pager on|off, seconds N]"
    case .shell: "! COMMAND"
    case .history, .reload, .reset, .resume, .forget, .quit, .exit: rawValue
    }
  }

  var summary: String {
    switch self {
    case .help: "Says what can be typed; `help move`, `help mankong`, `help round`."
    case .undo: "Takes back the last change, or the last N."
    case .redo: "Repeats a change that was taken back, or the next N."
    case .history: "Lists the changes of this session."
    case .keep: "Names the active scenario, or renames it."
    case .drop: "Removes a scenario that was typed."
    case .save: "Writes what was typed into a plan file."
    case .load: "Loads another plan, like `use`, or a table of figures."
    case .reload: "Reads the files again, then repeats what was typed."
    case .reset: "Forgets everything that was typed."
    case .resume: "Resumes the last unsaved session on these files."
    case .forget: "Discards the last unsaved session for good."
    case .setting:
      "Turns the preview, colour or pager on or off, or gives a statement more time; later sessions keep it."
    case .shell: "Runs a shell command."
    case .quit, .exit: "Leaves the prompt (so does Ctrl-D)."
    }
  }

  /// A line that can be typed as is.
  var example: String {
    switch self {
    case .help: "help mankong"
    case .undo: "undo 2"
    case .keep: "keep quarter_four"
    case .drop: "drop quarter_four"
    case .save: "save reshuffle.plan"
    case .load: "load scenarios/slow-finish.plan"
    case .setting: "setting preview off"
    case .shell: "! ls scenarios"
    case .redo, .history, .reload, .reset, .resume, .forget, .quit, .exit: rawValue
    }
  }

  /// Whether the command takes arguments.
  var takesWords: Bool { form != rawValue }

  /// The command at the beginning of a line, and the rest of the line. A word followed by `.`, `[` or `=` is a name.
  static func parse(_ line: String) -> (command: SessionCommand, rest: String)? {
    let trimmed = line.drop { $0.isWhitespace }
    if trimmed.first == "!", !trimmed.hasPrefix("!=") {
      return (.shell, String(trimmed.dropFirst().drop { $0.isWhitespace }))
    }
    let word = trimmed.prefix { !$0.isWhitespace }
    guard let command = SessionCommand(rawValue: String(word)) else { return nil }
    var rest = trimmed.dropFirst(word.count).drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    // File names may begin with a dot or a slash; after other commands, these make the word a name.
    let isFile = command == .save || command == .load
    if command == .help, rest == "!" { return (command, "!") }
    if let first = rest.first, (isFile ? "=[<>!+*" : "=[.<>!+*/").contains(first) { return nil }
    // `load` with a quoted table is a statement of the language.
    if command == .load, rest.first == "\"", !rest.hasSuffix(".plan\"") { return nil }
    return (command, String(rest))
  }
}
