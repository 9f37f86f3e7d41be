public import PlanRules

/// A name where it stands.
public struct NameSyntax: Hashable, Sendable {
  public let text: String
  public let span: Span

  public init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// An expression as it is written: names are only words.
public struct ExpressionSyntax: Sendable {
  public let form: Form
  public let span: Span

  public indirect enum Form: Sendable {
    case number(NumberSyntax)
    case none
    case truth(Bool)
    case date(PlanDate)
    case name(NameSyntax)
    case member(ExpressionSyntax, NameSyntax)
    case subscripted(ExpressionSyntax, [IndexSyntax])
    case call(NameSyntax, [ExpressionSyntax], over: NameSyntax?)
    case negate(ExpressionSyntax)
    case not(ExpressionSyntax)
    case arithmetic(Arithmetic, ExpressionSyntax, ExpressionSyntax)
    case compare(Comparison, ExpressionSyntax, ExpressionSyntax)
    case connect(Connective, ExpressionSyntax, ExpressionSyntax)
    case otherwise(ExpressionSyntax, ExpressionSyntax)
    case choose(ExpressionSyntax, then: ExpressionSyntax, else: ExpressionSyntax)
    case convert(ExpressionSyntax, to: UnitSyntax)
  }
}

/// `200 million baht`, `96%`, `24,210`.
public struct NumberSyntax: Sendable {
  public let number: NumberSpelling
  public let isPercent: Bool
  public let scales: [Scale]
  public let unit: NameSyntax?
}

/// `million baht`, `baht/household`, `percent`.
public struct UnitSyntax: Sendable {
  public struct Factor: Sendable {
    public let name: NameSyntax
    public let isBelow: Bool
  }

  public let scale: Scale?
  public let factors: [Factor]
  public let span: Span
}

/// What stands between `[` and `]`: a member, or a stretch with one end open or none.
public struct IndexSyntax: Sendable {
  public let from: MemberSyntax?
  public let through: MemberSyntax?
  public let span: Span
}

/// A member of an axis: `Q2`, `2562`, `north`, `region.north`, `"100101"`.
public struct MemberSyntax: Sendable {
  public let axis: NameSyntax?
  public let name: String
  public let span: Span
}
