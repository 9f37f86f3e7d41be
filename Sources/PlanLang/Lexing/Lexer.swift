internal import PlanRules

/// Splits a text into tokens, including comments and raw line ends; white space between them is skipped.
struct Lexer {
  let source: SourceText
  let file: Int
  let bytes: [UInt8]
  /// Whether tokens keep their spelling even if their kind already implies it: needed for displaying a text, but not
  /// for reading a plan.
  private let spellsAll: Bool
  let limits: Limits
  var position = 0
  private(set) var tokens: [Token] = []
  var problems: [Problem] = []

  init(_ source: SourceText, file: Int, spellsAll: Bool = true, limits: Limits = Limits()) {
    self.limits = limits
    self.source = source
    self.file = file
    self.spellsAll = spellsAll
    bytes = source.bytes
    // Skip a byte-order mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    // A token of a plan averages about five bytes.
    tokens.reserveCapacity(bytes.count / 5)
    while lexToken() {}
  }

  /// Lexes a text for the parser.
  static func read(
    _ source: SourceText, file: Int, limits: Limits = Limits()
  ) -> (tokens: [Token], problems: [Problem]) {
    let lexer = Lexer(source, file: file, spellsAll: false, limits: limits)
    return (lexer.tokens, lexer.problems)
  }

  func span(from start: Int) -> Span { Span(file: file, start: start, end: position) }

  mutating func emit(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind, span(from: start), spellsAll ? source.text(start..<position) : ""))
  }

  private mutating func emit(_ symbol: Symbol, from start: Int) {
    tokens.append(Token(.symbol(symbol), span(from: start), spellsAll ? source.text(start..<position) : ""))
  }

  func byte(at offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// The scalar at an offset; text that is not UTF-8 is rejected before it reaches the lexer.
  func scalar(at offset: Int) -> Unicode.Scalar? {
    guard offset < bytes.count else { return nil }
    if bytes[offset] < 0x80 { return Unicode.Scalar(bytes[offset]) }
    var decoder = UTF8()
    var iterator = bytes[offset..<min(offset + 4, bytes.count)].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
    return nil
  }

  /// `false` at the end of the text.
  private mutating func lexToken() -> Bool {
    skipBlanks()
    let start = position
    if position < bytes.count, bytes[position].isPlainNameByte {
      if bytes[position] < UInt8(ascii: "A") { lexNumber() } else { lexName() }
      return true
    }
    guard let scalar = scalar(at: position) else {
      position = bytes.count
      emit(.fileEnd, from: position)
      return false
    }
    if scalar == "\n" {
      position += 1
      tokens.append(Token(.lineEnd, span(from: start), "\n"))
    } else if scalar == "#" {
      lexComment()
    } else if scalar == "\"" {
      lexText()
    } else if scalar.digit != nil {
      lexNumber()
    } else if scalar.startsName {
      lexName()
    } else if scalar == "−" {
      position += 3
      emit(Symbol.minus, from: start)
    } else if let symbol = symbol(at: position) {
      position += symbol.width
      emit(symbol, from: start)
    } else {
      position += UTF8.width(scalar)
      while let next = self.scalar(at: position), next.properties.isGraphemeExtend {
        position += UTF8.width(next)
      }
      let character = source.text(start..<position)
      let isRange =
        isInBrackets && (character == ":" || character == "…" || character == "–" || character == "—")
      problems.append(
        .unexpectedCharacter(
          isRange ? "[\(character)]" : character, before: self.scalar(at: position), at: span(from: start)))
      if isRange {
        emit(Symbol.range, from: start)
      } else {
        recover(from: character, at: start)
      }
    }
    return true
  }

  /// Whether the position is between member names in brackets: after a bracket or comma and one name.
  private var isInBrackets: Bool {
    guard tokens.count > 1, case .name = tokens[tokens.count - 1].kind else { return false }
    return tokens[tokens.count - 2].kind == .symbol(.openBracket)
      || tokens.last {
        $0.kind == .symbol(.openBracket) || $0.kind == .symbol(.closeBracket) || $0.kind == .lineEnd
      }?.kind
        == .symbol(.openBracket)
  }

  /// The longest symbol that begins at an offset.
  private func symbol(at offset: Int) -> Symbol? {
    let first = bytes[offset]
    switch (first, byte(at: offset + 1)) {
    case (UInt8(ascii: "."), UInt8(ascii: ".")?): return .range
    case (UInt8(ascii: "!"), UInt8(ascii: "=")?): return .notEqual
    case (UInt8(ascii: "<"), UInt8(ascii: "=")?): return .lessOrEqual
    case (UInt8(ascii: ">"), UInt8(ascii: "=")?): return .greaterOrEqual
    default: return first < 0x80 ? Lexer.singleMarks[Int(first)] : nil
    }
  }

  /// The single-character symbols, indexed by character code.
  private static let singleMarks: [Symbol?] = {
    var marks = [Symbol?](repeating: nil, count: 0x80)
    for symbol in Symbol.allCases where symbol.rawValue.utf8.count == 1 {
      marks[Int(symbol.rawValue.utf8.first ?? 0)] = symbol
    }
    return marks
  }()

  /// Continues with the token that was meant, so that one wrong character is reported only once.
  private mutating func recover(from character: String, at start: Int) {
    let meant: [String: Symbol] = [
      "≥": .greaterOrEqual, "≤": .lessOrEqual, "≠": .notEqual, "×": .times, "÷": .over, "–": .minus,
      "—": .minus, "…": .range,
    ]
    if let symbol = meant[character] { return emit(symbol, from: start) }
    // Report `:=` and `===` as one mistake.
    if character == ":", byte(at: position) == UInt8(ascii: "=") {
      position += 1
      return emit(Symbol.equal, from: start)
    }
    if let word = Lexer.marksOfOthers[character] {
      if byte(at: position) == bytes[start], bytes[start] < 0x80 { position += 1 }
      tokens.append(Token(.name, span(from: start), word))
      return
    }
    guard ["“", "”", "„"].contains(character) else { return }
    let closers: Set<Unicode.Scalar> = ["“", "”", "\"", "\n"]
    var value = ""
    while let scalar = scalar(at: position), !closers.contains(scalar) {
      value.unicodeScalars.append(scalar)
      position += UTF8.width(scalar)
    }
    if let scalar = scalar(at: position), scalar != "\n" { position += UTF8.width(scalar) }
    emit(.text(value), from: start)
  }

  /// Symbols for which this language uses words.
  private static let marksOfOthers = ["&": ClauseWord.and.spelling, "|": ClauseWord.or.spelling]

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    // Most tokens begin with an ASCII letter, digit or symbol.
    if position < bytes.count, (0x21..<0x80).contains(bytes[position]) { return }
    while let scalar = scalar(at: position), scalar != "\n", scalar.isBlank {
      position += UTF8.width(scalar)
    }
  }

  private mutating func lexComment() {
    let start = position
    position = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    while position > start, bytes[position - 1] == UInt8(ascii: "\r") { position -= 1 }
    if byte(at: start + 1) == UInt8(ascii: "#") {
      let text = bytes[start..<position].drop { $0 == UInt8(ascii: "#") }.drop { $0 == UInt8(ascii: " ") }
      emit(.documentation(source.text(text.startIndex..<position)), from: start)
    } else {
      emit(.comment, from: start)
    }
  }

  private mutating func lexName() {
    let start = position
    while position < bytes.count, bytes[position].isPlainNameByte { position += 1 }
    let plainEnd = position
    while position < bytes.count, bytes[position] >= 0x80 || bytes[position].isPlainNameByte,
      let scalar = scalar(at: position), scalar.continuesName || scalar.isInvisibleInName
    {
      position += UTF8.width(scalar)
    }
    if byte(at: position) == UInt8(ascii: "."), bytes[start] >= 0x80 { takeThaiMonth(from: start) }
    let written = source.text(start..<position)
    let isKept = spellsAll || position == plainEnd
    tokens.append(Token(.name, span(from: start), isKept ? written : NameSpelling.folded(written)))
  }

  /// `ม.ค.`: the dots belong to the name of a month.
  private mutating func takeThaiMonth(from start: Int) {
    let rest = bytes[start...]
    guard let name = Calendar.thaiMonthNames.first(where: { rest.starts(with: $0.utf8) }) else { return }
    position = start + name.utf8.count
  }

  // MARK: Text

  private mutating func lexText() {
    let start = position
    position += 1
    // Most texts contain no escapes: take everything up to the closing quotation mark at once.
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\"),
      bytes[end] != UInt8(ascii: "\n")
    { end += 1 }
    var value = source.text(position..<end)
    position = end
    while let scalar = scalar(at: position), scalar != "\n" {
      position += UTF8.width(scalar)
      if scalar == "\"" {
        emit(.text(value), from: start)
        return
      }
      if scalar == "\\" {
        lexEscape(into: &value)
      } else {
        value.unicodeScalars.append(scalar)
      }
    }
    problems.append(.unterminatedText(at: span(from: start)))
    emit(.text(value), from: start)
    // The brace that opens the block was swallowed along with the rest of the line.
    if value.last(where: { !$0.isWhitespace }) == "{" {
      tokens.append(Token(.symbol(.openBrace), Span(file: file, start: position, end: position), ""))
    }
  }

  private mutating func lexEscape(into value: inout String) {
    let start = position - 1
    switch scalar(at: position) {
    case "\""?, "\\"?:
      value.unicodeScalars.append(Unicode.Scalar(bytes[position]))
      position += 1
    case "n"?:
      value += "\n"
      position += 1
    case "u"?:
      let rest = bytes[position...].prefix(12)
      if rest.dropFirst().first == UInt8(ascii: "{"), let close = rest.firstIndex(of: UInt8(ascii: "}")),
        case let digits = source.text((position + 2)..<close), digits.first?.isHexDigit == true,
        let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code)
      {
        value.unicodeScalars.append(scalar)
        position = close + 1
      } else {
        problems.append(.badEscape(at: span(from: start)))
      }
    default: problems.append(.badEscape(at: span(from: start)))
    }
  }
}

extension UInt8 {
  /// Whether the byte can continue a name of plain ASCII letters.
  fileprivate var isPlainNameByte: Bool {
    (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 || self == UInt8(ascii: "_")
  }
}

extension Unicode.Scalar {
  /// ASCII letters are recognized without a Unicode lookup.
  var startsName: Bool {
    isASCII
      ? isPlainLetter || self == "_" : properties.isXIDStart && !properties.isDefaultIgnorableCodePoint
  }

  var continuesName: Bool {
    if isASCII { return isPlainLetter || self == "_" || (0x30...0x39).contains(value) }
    switch value {
    // Most non-ASCII text is Thai.
    case 0x0E01...0x0E3A, 0x0E40...0x0E4E, 0x0E50...0x0E59: return true
    default: return properties.isXIDContinue && !properties.isDefaultIgnorableCodePoint
    }
  }

  private var isPlainLetter: Bool { (0x61...0x7A).contains(value | 0x20) }
}

extension Problem {
  /// - Parameter found: the character, wrapped in brackets if it stands between the ends of a range.
  fileprivate static func unexpectedCharacter(
    _ found: String, before next: Unicode.Scalar?, at span: Span
  ) -> Problem {
    if let hidden = found.unicodeScalars.first(where: \.cannotBeSeen) {
      return Problem(
        .unexpectedCharacter, "\(hidden.codeAndName) means nothing here", at: span.origin,
        help: "it cannot be seen: delete it, or retype the line")
    }
    let isRange = found.hasPrefix("[") && found.count > 1
    let character = isRange ? String(found.dropFirst().dropLast()) : found
    let help: String? =
      switch character {
      case _ where isRange: "a range is written with two dots: `[Q1..Q3]`"
      case ":" where next == "=": "write `=`"
      case ":": "a place goes in brackets, `mankong.target[Q3]`; a range has two dots, `[Q1..Q3]`"
      case "?": "`help` says what can be typed; a question is asked by its name: `mankong.rate`"
      case "&": "write `and`"
      case "|": "write `or`"
      case "!": "write `not`"
      case "^": "write the product out: `x * x`"
      case "$", "€", "£", "¥": "write the name of the currency after the number, such as `baht`"
      case "…": "write two dots: `..`"
      case "`": "put texts, and members that are not names, in quotation marks: \"…\""
      case "“", "”", "„": "put texts in straight quotation marks: \"…\""
      case "–", "—": "write a minus as `-`"
      case "×": "write `*`"
      case "÷": "write `/`"
      case "≥": "write `>=`"
      case "≤": "write `<=`"
      case "≠": "write `!=`"
      case "฿": "write the name of the currency after the number, such as `baht`"
      case "'", "‘", "’": "put texts, and members that are not names, in quotation marks: \"…\""
      default: nil
      }
    return Problem(
      .unexpectedCharacter, "`\(character)` means nothing here", at: span.origin, help: help)
  }

  fileprivate static func unterminatedText(at span: Span) -> Problem {
    Problem(
      .unterminatedText, "this text does not end on its line", at: span.origin, help: "close it with `\"`")
  }

  fileprivate static func badEscape(at span: Span) -> Problem {
    Problem(
      .badEscape, "`\\` means nothing here", at: span.origin,
      help: "use `\\\"`, `\\\\`, `\\n` and `\\u{…}`")
  }
}
