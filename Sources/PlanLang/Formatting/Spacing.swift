/// Decides whether a space goes between two tokens of a line.
enum Spacing {
  static func isNeeded(
    between left: FormattedLine.Word, and right: FormattedLine.Word, in words: [FormattedLine.Word],
    at index: Int
  ) -> Bool {
    switch (left.token.kind, right.token.kind) {
    case (.symbol(.openBrace), .symbol(.closeBrace)): return false
    case (_, .symbol(.comma)), (_, .symbol(.semicolon)), (_, .symbol(.closeParenthesis)),
      (_, .symbol(.closeBracket)), (_, .symbol(.dot)), (_, .symbol(.percent)), (_, .symbol(.range)):
      return false
    case (.symbol(.openParenthesis), _), (.symbol(.openBracket), _), (.symbol(.dot), _), (.symbol(.range), _):
      return false
    case (_, .symbol(.openBracket)): return false
    // `round(x)` is a call, whereas `north (5)` is a member followed by its figure.
    case (_, .symbol(.openParenthesis)): return right.isLoose || isOperator(left.token)
    // A sign is attached to its number; a subtraction has spaces around it.
    case (.symbol(.minus), _): return right.isLoose || !isSign(at: index - 1, in: words)
    case (_, .symbol(.minus)): return true
    default: return true
    }
  }

  private static func isOperator(_ token: Token) -> Bool {
    guard case .symbol(let symbol) = token.kind else { return false }
    switch symbol {
    case .closeBrace, .closeBracket, .closeParenthesis, .percent: return false
    case .openBrace, .openParenthesis, .openBracket, .comma, .semicolon, .range, .dot, .notEqual,
      .lessOrEqual,
      .greaterOrEqual, .equal, .less, .greater, .plus, .minus, .times, .over:
      return true
    }
  }

  /// A minus before a figure is a sign if nothing before it could be subtracted from, or if there is a space before
  /// it but none after it.
  private static func isSign(at index: Int, in words: [FormattedLine.Word]) -> Bool {
    guard index > 0 else { return true }
    return isOperator(words[index - 1].token) || words[index].isLoose
  }
}
