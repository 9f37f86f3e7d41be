public import PlanRules

/// The smallest part of a text that means something.
public struct Token: Sendable {
  /// The kinds of token, with the values of those that have one.
  public enum Kind: Hashable, Sendable {
    /// A name or a word of the language.
    case name
    /// A number, without sign, percent sign or unit.
    case number(NumberSpelling)
    /// A text, without its quotation marks and with its escapes resolved.
    case text(String)
    /// A day, such as `2561-04-30`; a day that does not exist is reported as a problem, and another stands
    /// in for it.
    case date(PlanDate)
    /// A mark of the language.
    case symbol(Symbol)
    /// A line end; the parser sees only those that end a statement or an item.
    case lineEnd
    /// `#` and the rest of the line.
    case comment
    /// `##` and the rest of the line, for the declaration after it; without the marks and the blanks after
    /// them.
    case documentation(String)
    /// The end of the text, which every text has once.
    case fileEnd
  }

  /// The kind of the token, with its value.
  public let kind: Kind
  /// The token in its source.
  public let span: Span
  /// The token as it is written. In what the parser reads, empty except in names, which have the one
  /// spelling of `NameSpelling`, and in line ends.
  public let spelling: String

  /// Creates a token.
  public init(_ kind: Kind, _ span: Span, _ spelling: String) {
    self.kind = kind
    self.span = span
    self.spelling = spelling
  }

  /// Whether no figure goes on with it, whatever it is.
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
  // Small, for there are many.
  private let places32: UInt32
  private let leadingZeros32: UInt32
  /// Whether the number has thousands separators.
  public let isGrouped: Bool

  /// The number of decimal places as written: 2 in `426.00`.
  public var places: Int { Int(places32) }

  /// The digits of a whole number, in Western digits and with leading zeros: as the name of a member, `010`
  /// is not `10`.
  public var digits: String { String(repeating: "0", count: Int(leadingZeros32)) + value.exactText }

  init(value: Rational, places: Int, leadingZeros: Int = 0, isGrouped: Bool) {
    self.value = value
    places32 = UInt32(places)
    leadingZeros32 = UInt32(leadingZeros)
    self.isGrouped = isGrouped
  }
}

/// The marks of the language; the lexer takes the longest that fits.
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

  /// In bytes.
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
