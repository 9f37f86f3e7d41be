public import PlanRules

/// A statement or an item of a block, as it is written.
public struct Statement: Sendable {
  public let form: Form
  public let span: Span
  public let documentation: String?

  public init(form: Form, span: Span, documentation: String?) {
    self.form = form
    self.span = span
    self.documentation = documentation
  }

  // Handed on from stage to stage: a reference is cheaper to pass than what it holds.
  public indirect enum Form: Sendable {
    case plan(title: String)
    case fiscalYear(FiscalYearSyntax)
    case periods(PeriodSyntax)
    case asOf(MomentSyntax)
    case unit(UnitDeclaration)
    case axis(AxisDeclaration)
    case measure(MeasureDeclaration)
    case programme(ProgrammeDeclaration)
    case milestone(MilestoneDeclaration)
    case kpi(KPIDeclaration)
    case letting(LetDeclaration)
    case scenario(ScenarioDeclaration)
    case move(MoveSyntax)
    case set(SetSyntax)
    case scale(ScaleSyntax)
    case without(NameSyntax)
    case carry(CarrySyntax, of: NameSyntax?)
    case lights([BandSyntax], of: NameSyntax?)
    case expect(ClaimSyntax)
    case reported(ClaimSyntax)
    case use(path: String, span: Span)
    case programmes(ProgrammeTableDeclaration)
    case load(LoadSyntax)
    case question(Question)
  }

  /// Whether it changes figures or rules, rather than declaring or asking.
  public var isAmendment: Bool {
    switch form {
    case .asOf, .kpi, .letting, .move, .set, .scale, .without, .carry, .lights: true
    case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone, .scenario, .expect,
      .reported,
      .use, .programmes, .load, .question:
      false
    }
  }
}

public struct YearSyntax: Sendable {
  public let year: Int
  public let span: Span
}

/// `fiscal year 2569 begins in January`.
public struct FiscalYearSyntax: Sendable {
  public struct Beginning: Sendable {
    /// 1 is January.
    public let month: Int
    /// `nil` where the year bears the number of the calendar year in which it ends.
    public let year: YearSyntax?
    public let span: Span
  }

  public let from: YearSyntax
  /// The last one, where there are several.
  public let to: YearSyntax?
  /// `nil` is October.
  public let begins: Beginning?
}

/// `month`, `quarter` or `half`.
public struct PeriodSyntax: Sendable {
  public let axis: AxisID
  public let span: Span
}

/// `surplus and shortfall by month`.
public struct CarrySyntax: Sendable {
  public let rule: CarryRule
  public let period: PeriodSyntax?
}

/// `Q2`, `Mar, 2562`, or a day.
public struct MomentSyntax: Sendable {
  public enum Form: Sendable {
    case period(String, of: YearSyntax?)
    case day(PlanDate)
  }

  public let form: Form
  public let span: Span
}

public struct UnitDeclaration: Sendable {
  public let name: NameSyntax
  public let label: String?
  public let isCurrency: Bool
  public let places: Int?
  /// What a derived unit is.
  public let value: ExpressionSyntax?
}

public struct AxisDeclaration: Sendable {
  public struct Member: Sendable {
    public let name: NameSyntax
    public let label: String?
  }

  public let name: NameSyntax
  public let label: String?
  /// As they are written; empty where a table has them.
  public let members: [Member]
  public let table: TableSyntax?
  public let within: WithinSyntax?
}

public struct MeasureDeclaration: Sendable {
  public let name: NameSyntax
  public let label: String?
  public let unit: UnitSyntax?
}

/// A programme, or a group where it has members.
public struct ProgrammeDeclaration: Sendable {
  public let name: NameSyntax
  public let label: String?
  public let unit: UnitSyntax?
  public let isLevel: Bool
  public let isLessBetter: Bool
  public let members: [NameSyntax]?
  /// One for each member of a group of means; `nil` where the group is a sum.
  public let weights: [Rational]?
  public let items: [Item]
  /// Some of its lines could not be read.
  public let isPartial: Bool

  public enum Item: Sendable {
    case figures(FiguresSyntax)
    case carry(CarrySyntax)
    case lights([BandSyntax], Span)
    case until(MomentSyntax)
  }
}

/// `target by region by quarter …`.
public struct FiguresSyntax: Sendable {
  public let measure: NameSyntax
  public let axes: [NameSyntax]
  public let values: ValuesSyntax
  /// Whether what is missing up to the last report is zero.
  public let countsMissingAsZero: Bool
  public let span: Span
}

/// Figures in the order of an axis, or by the names of its members, perhaps nested.
public struct ValuesSyntax: Sendable {
  public indirect enum Entry: Sendable {
    /// `nil` is a missing figure.
    case value(ExpressionSyntax?, Span)
    case keyed(MemberSyntax, Entry)
    case block(ValuesSyntax)

    var span: Span {
      switch self {
      case .value(_, let span): span
      case .keyed(let member, let entry): member.span.through(entry.span)
      case .block(let values): values.span
      }
    }
  }

  public let entries: [Entry]
  public let span: Span
}

/// `red below 50%`: a colour, with the bounds that its band states.
public struct BandSyntax: Sendable {
  public struct Bound: Sendable {
    public let value: ExpressionSyntax
    /// Whether the value itself lies in the band.
    public let isInside: Bool
  }

  public let light: Light
  public let lower: Bound?
  public let upper: Bound?
  public let span: Span
}

public struct MilestoneDeclaration: Sendable {
  public let name: NameSyntax
  public let label: String?
  public let programme: NameSyntax?
  public let due: PlanDate
  public let done: PlanDate?
}

public struct KPIDeclaration: Sendable {
  public let name: NameSyntax
  public let label: String?
  public let weight: Rational?
  public let rule: ExpressionSyntax
}

public struct LetDeclaration: Sendable {
  public let name: NameSyntax
  public let parameters: [NameSyntax]
  public let body: ExpressionSyntax
}

public struct ScenarioDeclaration: Sendable {
  public let name: NameSyntax
  public let label: String?
  public let parents: [NameSyntax]
  /// `nil` without a block.
  public let items: [Statement]?

  public init(name: NameSyntax, label: String?, parents: [NameSyntax], items: [Statement]?) {
    self.name = name
    self.label = label
    self.parents = parents
    self.items = items
  }
}

public struct MoveSyntax: Sendable {
  public struct Amount: Sendable {
    public let amount: ExpressionSyntax
    public let measure: NameSyntax
    public let programme: NameSyntax?
  }

  public let amounts: [Amount]
  public let from: [MemberSyntax]
  public let to: [MemberSyntax]
  public let place: [MemberSyntax]
  public let name: NameSyntax?
  public let label: String?
  public let reason: String?
  public let approved: PlanDate?
}

public struct SetSyntax: Sendable {
  public let subject: ExpressionSyntax
  /// `nil` sets a figure to missing.
  public let value: ExpressionSyntax?
}

public struct ScaleSyntax: Sendable {
  public let subject: ExpressionSyntax
  public let factor: ExpressionSyntax
}

public struct ClaimSyntax: Sendable {
  public enum Stated: Sendable {
    case value(ExpressionSyntax)
    case missing
    case notCompared
  }

  public let subject: ExpressionSyntax
  public let axes: [NameSyntax]
  public let stated: [(stated: Stated, span: Span)]
  public let source: String?
}

/// What is asked, in a file or at the prompt.
public enum Question: Sendable {
  case value(ExpressionSyntax, by: [NameSyntax])
  case show(NameSyntax?)
  case list(NameSyntax, condition: ExpressionSyntax)
  /// - Parameter top: how many places are shown; `nil` shows all.
  case rank(NameSyntax, by: ExpressionSyntax, top: Int?)
  /// `list scenario`: all that there are.
  case names(NameSyntax)
  case check
  case audit
  case compare([NameSyntax], byStatement: Bool)
  case explain(ExpressionSyntax, fully: Bool)
  case why(NameSyntax, isNot: Bool)
  case chart(ExpressionSyntax, by: [NameSyntax])
  case sweep(SweepSyntax)
}

/// `sweep x from 0 to 500 step 10 { … } show …`.
public struct SweepSyntax: Sendable {
  public struct Unknown: Sendable {
    public let name: NameSyntax
    public let from: ExpressionSyntax
    public let to: ExpressionSyntax
    public let step: ExpressionSyntax?
    public let span: Span
  }

  public let unknowns: [Unknown]
  public let amendments: [Statement]
  public let shown: [ExpressionSyntax]
}
