import TestSupport

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) {
    state = UInt64(truncatingIfNeeded: seed) &* 0xD6E8_FEB8_6659_FD93
    state = next()
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Edits by chance, made in a line and on a terminal alike.
struct RandomEdits {
  private(set) var line = EditedLine()
  private(set) var log: [String] = []
  private var numbers: SeededNumbers
  private let longest: Int
  /// Statements of before, the last one last, and how far Up has gone back in them.
  var entries: [String] = []
  private var recalled = 0
  private var draft = EditedLine()
  /// What is recalled has been changed: going on to another would throw that away.
  private var isChanged = false

  init(seed: Int, longest: Int) {
    numbers = SeededNumbers(seed: seed)
    self.longest = longest
  }

  private static let texts = [
    "ก", "บ้าน", "มั่นคง", "ที่", "อยู่", "เก่า", "น้ำ", "กุ้ง", "ณ์", "a", "b7", "xyz", " ", "_", "0", "ครัวเรือน",
    "漢", "字典", "🏠", "가", "é",
  ]
  private static let marks = ["\u{0E49}", "\u{0E34}", "\u{0E38}"]

  mutating func makeOne(on terminal: PseudoTerminal) {
    let kind = Int.random(in: 0..<100, using: &numbers)
    switch kind {
    case 0..<36: type(RandomEdits.texts.randomElement(using: &numbers)!, on: terminal)
    case 36..<40: stackMark(on: terminal)
    case 40..<44: paste(on: terminal)
    case 44..<58: press(.left, on: terminal) { $0.moveLeft() }
    case 58..<66: press(.right, on: terminal) { $0.moveRight() }
    case 66..<70: press(.home, on: terminal) { $0.moveHome() }
    case 70..<73: press(.end, on: terminal) { $0.moveEnd() }
    case 73..<76: press(.control("A"), on: terminal) { $0.moveHome() }
    case 76..<79: press(.control("E"), on: terminal) { $0.moveEnd() }
    case 79..<88: change(.backspace, on: terminal) { $0.backspace() }
    case 88..<94: change(.delete, on: terminal) { $0.delete() }
    case 94..<97: goUp(on: terminal)
    default: goDown(on: terminal)
    }
  }

  /// The line ends; the next one begins.
  mutating func finish(as received: String) {
    entries.append(received)
    line = EditedLine()
    recalled = 0
    isChanged = false
  }

  private mutating func note(_ edit: String) { log.append(edit) }

  private mutating func press(
    _ key: PseudoTerminal.Key, on terminal: PseudoTerminal, _ edit: (inout EditedLine) -> Void
  ) {
    note("\(key)")
    terminal.press(key)
    edit(&line)
  }

  private mutating func change(
    _ key: PseudoTerminal.Key, on terminal: PseudoTerminal, _ edit: (inout EditedLine) -> Void
  ) {
    press(key, on: terminal, edit)
    isChanged = true
  }

  mutating func type(_ text: String, on terminal: PseudoTerminal) {
    guard line.cells.count < longest else { return change(.backspace, on: terminal) { $0.backspace() } }
    note("type \(text)")
    terminal.type(text)
    line.type(text)
    isChanged = true
  }

  /// A mark alone, onto a letter that is there already.
  private mutating func stackMark(on terminal: PseudoTerminal) {
    guard line.cursor > 0, line.cells[line.cursor - 1] != [" "] else { return }
    type(RandomEdits.marks.randomElement(using: &numbers)!, on: terminal)
  }

  private mutating func paste(on terminal: PseudoTerminal) {
    guard line.cells.count + 8 < longest else { return }
    let text = (0..<3).map { _ in RandomEdits.texts.randomElement(using: &numbers)! }.joined()
    note("paste \(text)")
    terminal.paste(text)
    line.type(text)
    isChanged = true
  }

  private mutating func goUp(on terminal: PseudoTerminal) {
    guard recalled == 0 || !isChanged, recalled < entries.count else { return }
    note("up")
    if recalled == 0 { draft = line }
    recalled += 1
    terminal.press(.up)
    recall(entries[entries.count - recalled])
  }

  /// Only after Up: below the newest line there is nothing, for which see `PromptEditingTests`.
  private mutating func goDown(on terminal: PseudoTerminal) {
    guard recalled > 0, !isChanged else { return }
    note("down")
    recalled -= 1
    terminal.press(.down)
    recall(recalled == 0 ? draft.text : entries[entries.count - recalled])
  }

  private mutating func recall(_ text: String) {
    line.replace(by: text)
    isChanged = false
  }
}
