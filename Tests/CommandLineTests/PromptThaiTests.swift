import TestSupport
import Testing

/// Thai words on terminals of several widths: what is seen, and what is received, byte for byte.
@Suite
struct PromptThaiTests {
  struct Place: CustomTestStringConvertible, Sendable {
    let word: String
    let columns: Int
    let manner: TerminalScreen.Manner
    var testDescription: String { "\(word) in \(columns) columns, as \(manner)" }
  }

  static let places: [Place] = ["บ้านมั่นคง", "ที่อยู่อาศัยชุมชนริมคลอง"].flatMap { word in
    [23, 40, 80, 100].flatMap { columns in
      [TerminalScreen.Manner.xterm, .tmux].map { Place(word: word, columns: columns, manner: $0) }
    }
  }

  private func open(_ place: Place) throws -> PromptBench {
    try PromptBench(columns: place.columns, manner: place.manner)
  }

  @Test(arguments: places)
  func wordsAreTypedPastedAndRecalled(_ place: Place) throws {
    let bench = try open(place)
    var line = EditedLine()
    line.type(place.word)
    bench.clear()
    bench.terminal.type(place.word)
    #expect(bench.shows(line), "typed: \(bench.difference(from: line))")
    // Through all of it and back: nothing changes on the way.
    for _ in line.cells {
      line.moveLeft()
      bench.terminal.press(.left)
      #expect(bench.shows(line), "left: \(bench.difference(from: line))")
    }
    for _ in line.cells {
      line.moveRight()
      bench.terminal.press(.right)
      #expect(bench.shows(line), "right: \(bench.difference(from: line))")
    }
    #expect(bench.enter()?.unicodeScalars.elementsEqual(place.word.unicodeScalars) == true)

    bench.clear()
    bench.terminal.press(.up)
    #expect(bench.shows(line), "recalled: \(bench.difference(from: line))")
    bench.terminal.type(" ")
    #expect(bench.enter() == place.word + " ")

    bench.clear()
    bench.terminal.paste(place.word + " #")
    line.type(" #")
    #expect(bench.shows(line), "pasted: \(bench.difference(from: line))")
    #expect(bench.enter() == place.word + " #")
    #expect(bench.isClean)
  }

  @Test(arguments: places)
  func wordsAreFoundByAnyPart(_ place: Place) throws {
    let bench = try open(place)
    bench.enter(place.word)
    bench.enter("1 + 1")
    // The middle of the word, and a consonant that stands under a mark in it.
    let scalars = Array(place.word.unicodeScalars)
    let marked = try #require(scalars.indices.dropFirst().first { EditedLine.isThaiMark(scalars[$0]) }) - 1
    let part = String(String.UnicodeScalarView(scalars[2..<7]))
    bench.clear()
    bench.terminal.press(.control("R"))
    bench.terminal.type(part)
    let cursor = (0, 8 + EditedLine.columns(of: part))
    #expect(
      bench.awaits { $0.row(0).hasPrefix("search: \(part)") && $0.shows(place.word) && $0.cursor == cursor },
      "\(bench.screen)")
    // Found and carried out: the same once more at the end of the history.
    #expect(bench.press(.enter) == place.word)
    #expect(bench.received == [place.word, "1 + 1", place.word])

    bench.enter("1 + 2")
    bench.clear()
    bench.terminal.press(.control("R"))
    bench.terminal.type(String(scalars[marked]))
    #expect(bench.awaits { $0.shows(place.word) })
    bench.terminal.press(.right)
    var line = EditedLine()
    line.type(place.word)
    #expect(bench.shows(line), "to edit: \(bench.difference(from: line))")
    bench.terminal.press(.left, .backspace)
    line.moveLeft()
    line.backspace()
    #expect(bench.shows(line), "edited: \(bench.difference(from: line))")
    #expect(bench.enter() == line.text)
    #expect(bench.isClean)
  }

  @Test(arguments: places)
  func wordsAreChangedInTheMiddle(_ place: Place) throws {
    let bench = try open(place)
    var line = EditedLine()
    bench.clear()
    bench.terminal.type(place.word)
    line.type(place.word)
    func expectLine(_ what: String) {
      #expect(bench.shows(line), "\(what): \(bench.difference(from: line))")
    }
    bench.terminal.press(.left, .left, .left)
    for _ in 0..<3 { line.moveLeft() }
    bench.terminal.type("กี่")
    line.type("กี่")
    expectLine("a letter with marks put in the middle")
    bench.terminal.press(.backspace)
    line.backspace()
    expectLine("the tone mark off")
    bench.terminal.press(.backspace)
    line.backspace()
    expectLine("the vowel off")
    bench.terminal.press(.backspace)
    line.backspace()
    expectLine("the letter off")
    bench.terminal.press(.home)
    line.moveHome()
    bench.terminal.type("ณ")
    line.type("ณ")
    expectLine("a letter put in front")
    bench.terminal.press(.delete)
    line.delete()
    expectLine("the first cell deleted whole")
    bench.terminal.press(.right, .delete)
    line.moveRight()
    line.delete()
    expectLine("another cell deleted whole")
    bench.terminal.press(.end)
    line.moveEnd()
    bench.terminal.type(" ที่นี่")
    line.type(" ที่นี่")
    bench.terminal.press(.wordLeft)
    for _ in 0..<2 { line.moveLeft() }
    expectLine("before the last word")
    bench.terminal.type("ซึ้ง")
    line.type("ซึ้ง")
    bench.terminal.press(.wordLeft, .wordLeft)
    line.moveHome()
    expectLine("before the first word")
    #expect(bench.enter()?.unicodeScalars.elementsEqual(line.text.unicodeScalars) == true)
    #expect(bench.isClean)
  }

  /// Nothing of the surroundings says UTF-8; the prompt takes and shows it all the same.
  @Test(arguments: ["C", "POSIX", ""])
  func thaiNeedsNoLocale(_ locale: String) throws {
    let bench = try PromptBench(columns: 40, environment: ["LANG": locale])
    var line = EditedLine()
    bench.clear()
    bench.terminal.type("let บ้าน = 5 household  # ที่นี่")
    line.type("let บ้าน = 5 household  # ที่นี่")
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    bench.terminal.press(.home, .wordRight, .right)
    line.moveHome()
    for _ in 0..<4 { line.moveRight() }
    bench.terminal.type("ที่")
    line.type("ที่")
    #expect(bench.shows(line), "\(bench.difference(from: line))")
    #expect(bench.enter() == line.text)
    #expect(bench.answer(to: "ที่บ้าน").contains("5 household"))
    #expect(bench.isClean)
  }
}

extension EditedLine {
  static func columns(of text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + $1.terminalWidth } }
}
