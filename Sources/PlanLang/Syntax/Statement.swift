public import PlanRules

/// A statement, or an amendment in the block of a scenario or sweep, as it is written: names are not
/// resolved yet.
public struct Statement: Sendable {
  /// The kind of statement, with its parts.
  public let form: Form
  /// The statement itself, from its first word to its last token, without the `##` comment above it.
  public let span: Span
  /// The `##` comment above the statement, its lines joined by `\n`; `nil` if there is none.
  public let documentation: String?

  /// Creates a statement read from a text, or one that replaces it in another form.
  public init(form: Form, span: Span, documentation: String?) {
    self.form = form
    self.span = span
    self.documentation = documentation
  }

  // Indirect, because statements are passed from stage to stage: copying a reference is cheaper.
  /// The kinds of statement, each with its parts.
  public indirect enum Form: Sendable {
    /// `plan "แผนปี 2561"`.
    case plan(title: String)
    /// `fiscal year 2561 to 2564`.
    case fiscalYear(FiscalYearSyntax)
    /// `periods by month`.
    case periods(PeriodSyntax)
    /// `as of Q2, 2562`.
    case asOf(MomentSyntax)
    /// `unit household "ครัวเรือน"` or `currency baht "บาท"`.
    case unit(UnitDeclaration)
    /// `axis region { north, south }` or `axis province from "provinces.csv" key code`.
    case axis(AxisDeclaration)
    /// `measure completed "สร้างเสร็จ" in household`.
    case measure(MeasureDeclaration)
    /// `programme mankong in household { … }` or `group homes = homes_a + homes_b`.
    case programme(ProgrammeDeclaration)
    /// `milestone land of city due 2561-03-31 done 2561-03-30`.
    case milestone(MilestoneDeclaration)
    /// `kpi councils weight 2 passes when councils.result >= 750 tambon`.
    case kpi(KPIDeclaration)
    /// `let share(p, q) = p / q`.
    case `let`(LetDeclaration)
    /// `scenario slow "ล่าช้า" from no_reshuffle { … }`.
    case scenario(ScenarioDeclaration)
    /// `move 1,250 household of target from mankong to canal in Q4`.
    case move(MoveSyntax)
    /// `set mankong.actual[Q4] = 8,000 household`.
    case set(SetSyntax)
    /// `scale rural.actual by 90%`.
    case scale(ScaleSyntax)
    /// `without reshuffle`, with the name of a move.
    case without(NameSyntax)
    /// `carry shortfall of councils`; without `of`, the programme is `nil` and the whole plan is meant.
    case carry(CarrySyntax, of: NameSyntax?)
    /// `lights { red below 50%; … } of mankong`; without `of`, the programme is `nil` and the whole plan is
    /// meant.
    case lights([BandSyntax], of: NameSyntax?)
    /// `expect mankong.target = 9,210 household`.
    case expect(ClaimSyntax)
    /// `reported city.target = 9,210 in "table 1"`.
    case reported(ClaimSyntax)
    /// `use "base.plan"`, with the span of the whole statement. The loader puts the statements of the file
    /// in its place.
    case use(path: String, span: Span)
    /// `programmes from "indicators.csv" key code in household`.
    case programmes(ProgrammeTableDeclaration)
    /// `load "figures.csv" without note`.
    case load(LoadSyntax)
    /// A question such as `show housing`, or an expression that stands alone.
    case question(Question)
  }

  /// Whether the statement may occur in the block of a scenario: it changes figures or rules, and is neither a
  /// declaration nor a question.
  public var isAmendment: Bool {
    switch form {
    case .asOf, .kpi, .let, .move, .set, .scale, .without, .carry, .lights: true
    case .plan, .fiscalYear, .periods, .unit, .axis, .measure, .programme, .milestone, .scenario, .expect,
      .reported,
      .use, .programmes, .load, .question:
      false
    }
  }
}

/// `2561`, or `2018`: a year, and its place in the source.
public struct YearSyntax: Sendable {
  /// The year as written; years up to 2400 are in the Common Era, later ones in the Buddhist Era.
  public let year: Int
  /// The digits of the year.
  public let span: Span
}

/// `fiscal year 2561 to 2564`, or `fiscal year 2569 begins in January`.
public struct FiscalYearSyntax: Sendable {
  /// `begins in May 2569`, where the year may be left out.
  public struct Beginning: Sendable {
    /// The month in which each fiscal year begins; 1 is January, 12 December.
    public let month: Int
    /// The calendar year in which the first fiscal year begins; `nil` if fiscal years are numbered by
    /// the calendar year in which they end.
    public let year: YearSyntax?
    /// The month, and the year after it.
    public let span: Span
  }

  /// The first fiscal year, or the only one.
  public let from: YearSyntax
  /// The last fiscal year, after `to`; `nil` if the plan has one year.
  public let to: YearSyntax?
  /// The beginning after `begins in`; `nil` stands for October.
  public let begins: Beginning?
}

/// `month`, `quarter` or `half`, after `by`.
public struct PeriodSyntax: Sendable {
  /// The axis of months, quarters or halves.
  public let axis: AxisID
  /// The word for the period.
  public let span: Span
}

/// `surplus and shortfall by month`: the rule after `carry`.
public struct CarrySyntax: Sendable {
  /// The part of a difference that is carried over: the surplus, the shortfall, both or none.
  public let rule: CarryRule
  /// The period by which differences are carried over; `nil` without `by`, which leaves the period unchanged.
  public let period: PeriodSyntax?
}

/// `Q2`, `Mar, 2562` or `2561-03-15`: the moment after `as of` or `until`.
public struct MomentSyntax: Sendable {
  /// The ways to write a moment.
  public enum Form: Sendable {
    /// `Q2, 2562`: the end of a period, by its name as written; the year is `nil` if none is named.
    case period(String, of: YearSyntax?)
    /// `2561-03-15`.
    case day(PlanDate)
  }

  /// The period or the day.
  public let form: Form
  /// The period with its year, or the day.
  public let span: Span
}

/// `unit rai "ไร่" = 1,600 sqm to 2 places`, or the same with `currency`.
public struct UnitDeclaration: Sendable {
  /// The name of the unit: `rai`.
  public let name: NameSyntax
  /// The label, a second name of the unit; `nil` if there is none.
  public let label: String?
  /// Whether the unit is declared with `currency`, not with `unit`.
  public let isCurrency: Bool
  /// The decimal places after `to`, 0 to 9, with which figures print; `nil` if none are written.
  public let places: Int?
  /// The value of one unit, after `=`: `1,600 sqm`. `nil` for a base unit.
  public let value: ExpressionSyntax?
}

/// `axis region "ภาค" { north "เหนือ", south "ใต้" }`, or `axis province from "provinces.csv" key code`.
public struct AxisDeclaration: Sendable {
  /// `north "เหนือ"`: a member, in the block of an axis.
  public struct Member: Sendable {
    /// The name of the member; where it is written in quotation marks, without them.
    public let name: NameSyntax
    /// The label after the name; `nil` if there is none.
    public let label: String?
  }

  /// The name of the axis: `region`.
  public let name: NameSyntax
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The members in the order in which they are written; empty where a table holds them.
  public let members: [Member]
  /// The table that holds the members, after `from`; `nil` if a block lists them.
  public let table: TableSyntax?
  /// The coarser axis after `within`; `nil` if there is none. Only a table has one.
  public let within: WithinSyntax?
}

/// `measure completed "สร้างเสร็จ" in household`.
public struct MeasureDeclaration: Sendable {
  /// The name of the measure: `completed`.
  public let name: NameSyntax
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The unit after `in`; `nil` if the measure has the unit of each programme.
  public let unit: UnitSyntax?
}

/// `programme mankong "บ้านมั่นคง" in household level { … }`, or `group homes = homes_a + homes_b { … }`.
public struct ProgrammeDeclaration: Sendable {
  /// The name of the programme or group.
  public let name: NameSyntax
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The unit after `in`; `nil` in a group, and in a programme that counts plain numbers.
  public let unit: UnitSyntax?
  /// Whether `level` is written; always `false` in a group, which has the kind of its members.
  public let isLevel: Bool
  /// Whether `less is better` is written; always `false` in a group, which has the direction of its
  /// members.
  public let isLessBetter: Bool
  /// The members of a group, in the order in which they are written; `nil` in a programme that is no group.
  public let members: [NameSyntax]?
  /// The weight of each member of `mean of a weight 2, b`, 1 where none is written; `nil` unless the group
  /// is a mean.
  public let weights: [Rational]?
  /// The lines of the block that could be read, in their order; empty without a block.
  public let items: [Item]
  /// Whether some lines of the block could not be read.
  public let isPartial: Bool

  /// A line in the block of a programme or group.
  public enum Item: Sendable {
    /// `target by quarter 100, 200, 300, 400`.
    case figures(FiguresSyntax)
    /// `carry shortfall by month`.
    case carry(CarrySyntax)
    /// `lights { red below 50%; … }`, with the span of the whole line.
    case lights([BandSyntax], Span)
    /// `until Q2, 2562`.
    case until(MomentSyntax)
  }
}

/// `target by region by quarter … missing counts as zero`: a line of figures.
public struct FiguresSyntax: Sendable {
  /// The measure: `target`.
  public let measure: NameSyntax
  /// The axes, each after a `by`, in the order in which they are written; empty where the line gives the
  /// total.
  public let axes: [NameSyntax]
  /// The figures after the axes.
  public let values: ValuesSyntax
  /// Whether `missing counts as zero` is written: figures that are missing up to the last known one are
  /// zero.
  public let countsMissingAsZero: Bool
  /// The whole line.
  public let span: Span
}

/// `100, 200, -` or `{ north 600; south 400 }`: figures in the order of an axis, or after the names of its
/// members.
public struct ValuesSyntax: Sendable {
  /// A part of a list of figures.
  public indirect enum Entry: Sendable {
    /// `600`, or `-` or `none` for a missing figure, which is `nil`; with the span of what is written.
    case value(ExpressionSyntax?, Span)
    /// `north 600` or `north { 10, 20, 30, 40 }`: the member, and the figures after it.
    case keyed(MemberSyntax, Entry)
    /// `{ 10, 20, 30, 40 }`: the figures along the axes that are left.
    case block(ValuesSyntax)

    var span: Span {
      switch self {
      case .value(_, let span): span
      case .keyed(let member, let entry): member.span.through(entry.span)
      case .block(let values): values.span
      }
    }
  }

  /// The parts of the list, in the order in which they are written.
  public let entries: [Entry]
  /// The list from its first figure to its last, or the block with its braces.
  public let span: Span
}

/// `yellow from 50% up to 80%`: a colour, with the bounds that its band states.
public struct BandSyntax: Sendable {
  /// `below 50%`, `up to 80%`, `from 50%` or `above 80%`: one end of a band.
  public struct Bound: Sendable {
    /// The rate at which the band ends or begins: `50%`.
    public let value: ExpressionSyntax
    /// Whether the rate itself lies in the band, as with `from` and `up to`, but not with `above` and
    /// `below`.
    public let isInside: Bool
  }

  /// The colour of the band.
  public let light: Light
  /// The bound after `from` or `above`; `nil` if none is written, and after an `above` that names no
  /// rate.
  public let lower: Bound?
  /// The bound after `below` or `up to`; `nil` if none is written.
  public let upper: Bound?
  /// The colour and its bounds.
  public let span: Span
}

/// `milestone land "ซื้อที่ดิน" of city due 2561-03-31 done 2561-03-30`.
public struct MilestoneDeclaration: Sendable {
  /// The name of the milestone: `land`.
  public let name: NameSyntax
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The programme after `of`; `nil` if the milestone belongs to none.
  public let programme: NameSyntax?
  /// The date of the `due` clause, by which the milestone is to be reached.
  public let due: PlanDate
  /// The date of the `done` clause, on which the milestone was reached; `nil` while it is not.
  public let done: PlanDate?
}

/// `kpi councils "สภาองค์กรชุมชน" weight 2 passes when councils.result >= 750 tambon`.
public struct KPIDeclaration: Sendable {
  /// The name of the KPI: `councils`.
  public let name: NameSyntax
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The number after `weight`. `nil` counts as 1, and in a scenario leaves the weight as it is.
  public let weight: Rational?
  /// The condition after `passes when`.
  public let rule: ExpressionSyntax
}

/// `let share(p, q) = p / q`: a formula with a name.
public struct LetDeclaration: Sendable {
  /// The name of the formula: `share`.
  public let name: NameSyntax
  /// The names between the parentheses, `p` and `q`; empty where there are no parentheses.
  public let parameters: [NameSyntax]
  /// The formula after `=`.
  public let body: ExpressionSyntax
}

/// `scenario gloomy from slow, no_reshuffle { … }`.
public struct ScenarioDeclaration: Sendable {
  /// The name of the scenario: `gloomy`.
  public let name: NameSyntax
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The scenarios after `from`, in the order in which they are written; empty where the scenario comes
  /// from the base.
  public let parents: [NameSyntax]
  /// The amendments in the block; `nil` without a block, which at the prompt makes the scenario the active one.
  public let items: [Statement]?

  /// Creates the declaration of a scenario that is typed, opened by an amendment, or renamed.
  public init(name: NameSyntax, label: String?, parents: [NameSyntax], items: [Statement]?) {
    self.name = name
    self.label = label
    self.parents = parents
    self.items = items
  }
}

/// `move 2,500 household of target and 200 million baht of budget from canal to city in Q2`, with clauses
/// in any order.
public struct MoveSyntax: Sendable {
  /// `2,500 household of target`, or `30 tambon of target of councils` in a move between periods.
  public struct Amount: Sendable {
    /// The figure before the first `of`: `2,500 household`.
    public let amount: ExpressionSyntax
    /// The measure that is moved: `target`.
    public let measure: NameSyntax
    /// The programme after the second `of`; `nil` if the move goes from one programme to another.
    public let programme: NameSyntax?
  }

  /// The amounts, joined by `and`; at least one.
  public let amounts: [Amount]
  /// The members after `from`: the programme that gives, or in a move between periods the place; never
  /// empty.
  public let from: [MemberSyntax]
  /// The members after `to`: the programme that receives, or in a move between periods the place; never
  /// empty.
  public let to: [MemberSyntax]
  /// The members after `in`, such as `Q2, north`; empty where the clause is not written.
  public let place: [MemberSyntax]
  /// The name after `as`; `nil` if the move has none.
  public let name: NameSyntax?
  /// The label after the name; `nil` if there is none.
  public let label: String?
  /// The text after `because`; `nil` if none is written.
  public let reason: String?
  /// The date of the `approved` clause; `nil` if none is written.
  public let approved: PlanDate?
}

/// `set mankong.actual[Q4] = 8,000 household`.
public struct SetSyntax: Sendable {
  /// The figure before `=`. The parser accepts any expression; the checker only allows a measure of a programme, with
  /// or without a place.
  public let subject: ExpressionSyntax
  /// The figure after `=`; `nil` for `none` or `-`, which makes the figure missing.
  public let value: ExpressionSyntax?
}

/// `scale rural.actual[Q4] by 90%`.
public struct ScaleSyntax: Sendable {
  /// The figure before `by`. The parser accepts any expression; the checker only allows a measure of a programme,
  /// with or without a place.
  public let subject: ExpressionSyntax
  /// The factor after `by` by which the subject is multiplied: `90%`.
  public let factor: ExpressionSyntax
}

/// `councils.rate by quarter = 310.34%, 18.10%, -, - in "table 4.1.1"`, after `expect` or `reported`.
public struct ClaimSyntax: Sendable {
  /// A figure on the right of `=`.
  public enum Stated: Sendable {
    /// `310.34%`.
    case value(ExpressionSyntax)
    /// `none`, or `-` in an expectation: the figure must be missing.
    case missing
    /// `-` in a reported row: the document prints no figure to compare with.
    case notCompared
  }

  /// The expression on the left of `=`, or a whole condition where nothing is stated.
  public let subject: ExpressionSyntax
  /// The axes of the row or table, each after a `by`; empty for a single figure or a condition.
  public let axes: [NameSyntax]
  /// The figures on the right of `=`, each with its span, in the order of the axes; empty where the subject
  /// is a condition.
  public let stated: [(stated: Stated, span: Span)]
  /// The text after `in`, which says where the figures are printed; `nil` if none is written.
  public let source: String?
}

/// A question in a file or at the prompt.
public enum Question: Sendable {
  /// `mankong.rate by quarter`, an expression that stands alone.
  case value(ExpressionSyntax, by: [NameSyntax])
  /// `show mankong`; without a name, which is `nil`, the whole plan is shown.
  case show(NameSyntax?)
  /// `list programme where light = red`, with the name of the axis.
  case list(NameSyntax, condition: ExpressionSyntax)
  /// `rank programme by rate top 3`, with the name of the axis; `top` is `nil` if all places are shown.
  case rank(NameSyntax, by: ExpressionSyntax, top: Int?)
  /// `list scenario`: the word for a sort of thing, or the name of an axis.
  case names(NameSyntax)
  /// `check`.
  case check
  /// `audit`.
  case audit
  /// `compare base, slow by statement`; no names stand for all scenarios.
  case compare([NameSyntax], byStatement: Bool)
  /// `explain housing.adjusted[Q3] fully`.
  case explain(ExpressionSyntax, fully: Bool)
  /// `why not disbursement`, with the name of a KPI.
  case why(NameSyntax, isNot: Bool)
  /// `chart rural.actual by region by quarter`, with one axis or two.
  case chart(ExpressionSyntax, by: [NameSyntax])
  /// `sweep x from 0 to 500 { … } show mankong.rate`.
  case sweep(SweepSyntax)
}

/// `sweep x from 0 to 500 step 10, y from … { move x of target … } show mankong.rate, rural.rate`.
public struct SweepSyntax: Sendable {
  /// `x from 0 to 500 step 10`: a figure that the sweep varies.
  public struct Unknown: Sendable {
    /// The name of the figure: `x`.
    public let name: NameSyntax
    /// The first figure, after `from`.
    public let from: ExpressionSyntax
    /// The bound after `to`, which the steps do not go beyond.
    public let to: ExpressionSyntax
    /// The distance from one figure to the next, after `step`; `nil` stands for one of the unit of the
    /// figure.
    public let step: ExpressionSyntax?
    /// The name, the bounds and the step.
    public let span: Span
  }

  /// The figures that are swept, at least one; the checker refuses more than two.
  public let unknowns: [Unknown]
  /// The amendments in the block, which may name the swept figures; empty without a block.
  public let amendments: [Statement]
  /// The expressions after `show`; at least one.
  public let shown: [ExpressionSyntax]
}
