public import PlanRules

/// The smallest parts of a text that mean something.
public struct Token: Sendable {
  public enum Kind: Hashable, Sendable {
    case name
    case number(NumberSpelling)
    case text(String)
    case date(PlanDate)
    case symbol(Symbol)
    /// The end of a statement or item, where a line end is one.
    case lineEnd
    case comment
    /// `##`, for the declaration after it.
    case documentation(String)
    case fileEnd
  }

  public let kind: Kind
  public let span: Span
  /// As written. In what the parser reads only that of names, each in the one spelling that it has (`NameSpelling`).
  public let spelling: String

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
  public let value: Rational
  // Small, for there are many.
  private let places32: UInt32
  private let leadingZeros32: UInt32
  /// Written with thousands separators.
  public let isGrouped: Bool

  /// Decimal places as written.
  public var places: Int { Int(places32) }

  /// The digits of a whole number as they are written, in those of the West: as the name of a member, `010` is not `10`.
  public var digits: String { String(repeating: "0", count: Int(leadingZeros32)) + value.exactText }

  init(value: Rational, places: Int, leadingZeros: Int = 0, isGrouped: Bool) {
    self.value = value
    places32 = UInt32(places)
    leadingZeros32 = UInt32(leadingZeros)
    self.isGrouped = isGrouped
  }
}

/// Every mark of the language; the lexer takes the longest that fits.
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
