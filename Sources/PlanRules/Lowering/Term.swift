/// The result of lowering a formula in a context: a graph node, and what is known about it before it is
/// computed.
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

  /// Which denominators allow a ratio.
  enum Denominators {
    case any
    /// Only those above zero; otherwise there is no ratio.
    case aboveZero
    /// Those above zero, and those that were declared below zero.
    case onceBelowZero
  }

  /// The two sides of a ratio, kept so that a margin can say how much is missing, and so that a ratio with
  /// nothing to divide by can be judged.
  struct Quotient {
    let numerator: NodeID
    let denominator: NodeID
    let unit: FigureUnit
    var denominators = Denominators.any
    /// True where nothing is left to divide by, so that the sides are compared without dividing; `nil` means
    /// where the denominator is zero.
    var usedUp: NodeID?
    /// What is reported of the numerator so far, where it can only grow; and whether the denominator is final.
    var reported: NodeID?
  }

  var node: NodeID
  var kind: Kind
  /// True where an open period without a forecast was read; `nil` if none can have been read.
  var isOpen: NodeID?
  /// A literal `none`, which fits every unit.
  var isNone = false
  /// Whether it is a difference of percentages, printed in points.
  var isPoints = false
  private var details: Details?

  /// Details that only some terms have.
  private struct Contents {
    var quotient: Quotient?
    var literal: Literal?
    var demanded: FigureUnit?
    var parts: RuleParts?
    var standing: NodeID?
    var reported: NodeID?
  }

  /// Stored separately to keep terms small: they are passed on at every step.
  private final class Details {
    let contents: Contents
    init(_ contents: Contents) { self.contents = contents }
  }

  // Compiled once instead of wherever one of them is set: an edit runs through more code than the instruction
  // cache holds.
  @inline(never)
  private mutating func change(_ change: (inout Contents) -> Void) {
    var contents = details?.contents ?? Contents()
    change(&contents)
    details = Details(contents)
  }

  var quotient: Quotient? {
    get { details?.contents.quotient }
    set { if details != nil || newValue != nil { change { $0.quotient = newValue } } }
  }
  var literal: Literal? {
    get { details?.contents.literal }
    set { if details != nil || newValue != nil { change { $0.literal = newValue } } }
  }
  /// The unit that a plain number beside the term takes, if it is not the unit in which the term is printed.
  var demanded: FigureUnit? {
    get { details?.contents.demanded }
    set { if details != nil || newValue != nil { change { $0.demanded = newValue } } }
  }
  /// The comparisons that make up a condition.
  var parts: RuleParts? {
    get { details?.contents.parts }
    set { if details != nil || newValue != nil { change { $0.parts = newValue } } }
  }
  /// How final a light is: the raw value of a `LightStanding`.
  var standing: NodeID? {
    get { details?.contents.standing }
    set { if details != nil || newValue != nil { change { $0.standing = newValue } } }
  }
  /// What has been reported so far of a figure that can only grow.
  var reported: NodeID? {
    get { details?.contents.reported }
    set { if details != nil || newValue != nil { change { $0.reported = newValue } } }
  }

  init(_ node: NodeID, _ kind: Kind, isOpen: NodeID? = nil) {
    self.node = node
    self.kind = kind
    self.isOpen = isOpen
  }

  var unit: FigureUnit {
    if case .quantity(_, let unit) = kind { return unit }
    return .number
  }

  var isBareZero: Bool { literal?.isBare == true && literal?.value.isZero == true }
}

/// How final the light of a range of time is.
public enum LightStanding: Int, Hashable, Sendable {
  /// The range is closed.
  case closed = 0
  /// Every open period has a forecast: the light is the expected one.
  case expected = 1
  /// The light compares what was reached by now with what was due.
  case soFar = 2
}
