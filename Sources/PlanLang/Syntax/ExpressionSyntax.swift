public import PlanRules

/// `mankong`: a name where it stands.
public struct NameSyntax: Hashable, Sendable {
  /// The normalized name (`NameSpelling`), which may differ from the spelling in the source.
  public let text: String
  /// The place of the name in the source.
  public let span: Span

  /// Creates a name; the text must already be normalized.
  public init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// `mankong.rate[Q1] >= 80%`: an expression as it is written, with names that are not resolved yet.
public struct ExpressionSyntax: Sendable {
  /// The outermost operation, or the literal or name that makes up the whole expression.
  public let form: Form
  /// The whole expression, including any parentheses around it.
  public let span: Span

  /// The kinds of expression; parentheses have no case of their own.
  public indirect enum Form: Sendable {
    /// `200 million baht`.
    case number(NumberSyntax)
    /// `none`, a missing figure.
    case none
    /// `true` or `false`.
    case truth(Bool)
    /// `2561-04-30`.
    case date(PlanDate)
    /// `per_home`.
    case name(NameSyntax)
    /// `mankong.rate`: the expression before the dot, and the name after it.
    case member(ExpressionSyntax, NameSyntax)
    /// `mankong.target[north, Q2]`: the expression before the bracket, and at least one index.
    case subscripted(ExpressionSyntax, [IndexSyntax])
    /// `sum(mankong.target over quarter)`: the function or formula, its arguments, and the axis after
    /// `over`, `nil` without it.
    case call(NameSyntax, [ExpressionSyntax], over: NameSyntax?)
    /// `-a`.
    case negate(ExpressionSyntax)
    /// `not a`.
    case not(ExpressionSyntax)
    /// `a + b`, `a - b`, `a * b` or `a / b`.
    case arithmetic(Arithmetic, ExpressionSyntax, ExpressionSyntax)
    /// `a >= b`; comparisons do not chain.
    case compare(Comparison, ExpressionSyntax, ExpressionSyntax)
    /// `a and b` or `a or b`.
    case connect(Connective, ExpressionSyntax, ExpressionSyntax)
    /// `a otherwise b`.
    case otherwise(ExpressionSyntax, ExpressionSyntax)
    /// `if a then b else c`.
    case choose(ExpressionSyntax, then: ExpressionSyntax, else: ExpressionSyntax)
    /// `mankong.budget in million baht`.
    case convert(ExpressionSyntax, to: UnitSyntax)
  }
}

/// `200 million baht`, `96%` or `24,210`.
public struct NumberSyntax: Sendable {
  /// The number before its percent sign, scale words and unit.
  public let number: NumberSpelling
  /// Whether `%` follows the number; then it has neither scale words nor a unit.
  public let isPercent: Bool
  /// The scale words after the number, in order, at most four. Scale words written together with the unit, as in
  /// `ล้านบาท`, are not split off here.
  public let scales: [Scale]
  /// The unit after the number; `nil` for a plain number or a percentage.
  public let unit: NameSyntax?
}

/// `million baht`, `baht/household` or `%`: a unit after `in`.
public struct UnitSyntax: Sendable {
  /// `household`, in `baht/household`: one unit of a product or quotient.
  public struct Factor: Sendable {
    /// The name or label of the unit; `%` is read as `percent`.
    public let name: NameSyntax
    /// Whether `/` stands before the unit, so that it divides; the first factor never does.
    public let isBelow: Bool
  }

  /// The scale word before the unit; `nil` if there is none.
  public let scale: Scale?
  /// The units joined by `*` and `/`, in the order in which they are written; at least one.
  public let factors: [Factor]
  /// The scale word and the units.
  public let span: Span
}

/// `Q2`, `Q1..Q3`, `..Q2` or `Q2..`: one index between `[` and `]`.
public struct IndexSyntax: Sendable {
  /// The member at which the range begins; `nil` in `..Q2`. A single member is both ends.
  public let from: MemberSyntax?
  /// The member with which the range ends, itself included; `nil` in `Q2..`.
  public let through: MemberSyntax?
  /// The index, without the brackets and commas around it.
  public let span: Span
}

/// `Q2`, `2562`, `north`, `region.north` or `"100101"`: a member of an axis.
public struct MemberSyntax: Sendable {
  /// The axis before the dot; `nil` if none is written.
  public let axis: NameSyntax?
  /// The name of the member, without quotation marks and with Western digits; leading zeros are kept.
  public let name: String
  /// The member, with the axis before it.
  public let span: Span
}
