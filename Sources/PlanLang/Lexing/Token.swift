public import PlanRules

/// The smallest meaningful part of a text.
public struct Token: Sendable {
  /// The kinds of token, with the values of those that have one.
  public enum Kind: Hashable, Sendable {
    /// A name or a word of the language.
    case name
    /// A number, without sign, percent sign or unit.
    case number(NumberSpelling)
    /// A text, without its quotation marks and with its escapes resolved.
    case text(String)
    /// A day, such as `2561-04-30`; a day that does not exist is reported as a problem and replaced by another.
    case date(PlanDate)
    /// A symbol of the language.
    case symbol(Symbol)
    /// A line end; the parser sees only those that end a statement or an item.
    case lineEnd
    /// `#` and the rest of the line.
    case comment
    /// `##` and the rest of the line, which documents the declaration below it; the text excludes the `##` and the
    /// spaces after it.
    case documentation(String)
    /// The end of the text; every text has exactly one.
    case fileEnd
  }

  /// The kind of the token, with its value.
  public let kind: Kind
  /// The token in its source.
  public let span: Span
  /// The token as written. In the tokens that the parser reads, it is empty except for names, which are normalized by
  /// `NameSpelling`, and for line ends.
  public let spelling: String

  /// Creates a token.
  public init(_ kind: Kind, _ span: Span, _ spelling: String) {
    self.kind = kind
    self.span = span
    self.spelling = spelling
  }

  /// Whether the token always terminates a figure.
  var endsFigure: Bool {
    switch kind {
    case .lineEnd, .fileEnd, .symbol(.comma), .symbol(.semicolon), .symbol(.closeBrace): true
    case .name, .number, .text, .date, .symbol, .comment, .documentation: false
    }
  }
  var isWholeNumber: Bool { if case .number(let number) = kind { number.places == 0 } else { false } }
  var isDate: Bool { if case .date = kind { true } else { false } }
  var isDocumentation: Bool { if case .documentation = kind { true } else { false } }
  func isWord(_ word: ClauseWord) -> Bool { isName && word.isSpelled(spelling) }
  var isName: Bool { if case .name = kind { true } else { false } }
  var isLineEnd: Bool { if case .lineEnd = kind { true } else { false } }
  var isFileEnd: Bool { if case .fileEnd = kind { true } else { false } }
}

/// A number as it is written.
public struct NumberSpelling: Hashable, Sendable {
  /// The exact value; zero where the number is malformed, which is reported as a problem.
  public let value: Rational
  // 32 bits each, because there are many of them.
  private let places32: UInt32
  private let leadingZeros32: UInt32
  /// Whether the number has thousands separators.
  public let isGrouped: Bool

  /// The number of decimal places as written: 2 in `426.00`.
  public var places: Int { Int(places32) }

  /// The digits of a whole number, in Western digits and with leading zeros: as names of members, `010` and `10`
  /// differ.
  public var digits: String { String(repeating: "0", count: Int(leadingZeros32)) + value.exactText }

  init(value: Rational, places: Int, leadingZeros: Int = 0, isGrouped: Bool) {
    self.value = value
    places32 = UInt32(places)
    leadingZeros32 = UInt32(leadingZeros)
    self.isGrouped = isGrouped
  }
}

/// The symbols of the language; the lexer takes the longest match.
public enum Symbol: String, Hashable, Sendable, CaseIterable {
  case openBrace = "{"
  case closeBrace = "}"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case comma = ","
  case semicolon = ";"
  case range = ".."
  case dot = "."
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case equal = "="
  case less = "<"
  case greater = ">"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case percent = "%"

  /// The width in bytes.
  var width: Int {
    switch self {
    case .range, .notEqual, .lessOrEqual, .greaterOrEqual: 2
    case .openBrace, .closeBrace, .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .comma,
      .semicolon,
      .dot, .equal, .less, .greater, .plus, .minus, .times, .over, .percent:
      1
    }
  }
}
