/// What a formula comes to in a context: a node of the graph, and what is known of it before anything is computed.
struct Term {
  /// What sort of thing a value is.
  enum Kind: Hashable {
    case quantity(Dimension, FigureUnit)
    case truth
    case light
    case date

    var name: String {
      switch self {
      case .quantity: "a figure"
      case .truth: "a yes or no"
      case .light: "a light"
      case .date: "a date"
      }
    }
  }

  /// A ratio's two sides, kept so that a margin can say how much is missing.
  struct Quotient {
    let numerator: NodeID
    let denominator: NodeID
    let unit: FigureUnit
  }

  var node: NodeID
  var kind: Kind
  /// True where an open quarter without a forecast was read; `nil` where none can have been.
  var unsettled: NodeID?
  /// `none` as it is written: it goes with every unit.
  var isNone = false
  private var details: Details?

  /// What only some terms have, kept apart so that a term is small: it is handed on at every step.
  private final class Details {
    let quotient: Quotient?
    let literal: Literal?
    let demanded: FigureUnit?
    let parts: [RulePart]

    init(_ quotient: Quotient?, _ literal: Literal?, _ demanded: FigureUnit?, _ parts: [RulePart]) {
      (self.quotient, self.literal, self.demanded, self.parts) = (quotient, literal, demanded, parts)
    }
  }

  var quotient: Quotient? {
    get { details?.quotient }
    set { details = Details(newValue, literal, demanded, parts) }
  }
  var literal: Literal? {
    get { details?.literal }
    set { details = Details(quotient, newValue, demanded, parts) }
  }
  /// The unit that a plain number takes beside it, where that is not the unit in which it prints.
  var demanded: FigureUnit? {
    get { details?.demanded }
    set { details = Details(quotient, literal, newValue, parts) }
  }
  /// The comparisons that a rule consists of, as written.
  var parts: [RulePart] {
    get { details?.parts ?? [] }
    set { details = Details(quotient, literal, demanded, newValue) }
  }

  init(_ node: NodeID, _ kind: Kind, unsettled: NodeID? = nil) {
    self.node = node
    self.kind = kind
    self.unsettled = unsettled
  }

  var unit: FigureUnit {
    if case .quantity(_, let unit) = kind { return unit }
    return .number
  }

  var isBareZero: Bool { literal?.isBare == true && literal?.value.isZero == true }
}

/// One comparison of a rule, with its margin where it has one.
struct RulePart {
  struct Margin {
    let node: NodeID
    let unit: FigureUnit
    /// In percentage points.
    let isPoints: Bool
    /// What is missing to the threshold, in the unit of the numerator.
    let shortfall: Shortfall?
  }

  struct Shortfall {
    /// threshold × denominator − numerator
    let amount: NodeID
    let unit: FigureUnit
    let threshold: NodeID
    let thresholdUnit: FigureUnit
  }

  let truth: NodeID
  let margin: Margin?
}
