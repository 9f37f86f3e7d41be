/// How much a plan may ask of the machine before it is refused with an error, so that a plan from elsewhere cannot hold
/// the machine up.
///
/// Each limit is far beyond what plans need, and can be raised by name.
public struct Limits: Hashable, Sendable {
  /// The limits by the names under which `--limit NAME=NUMBER` raises them.
  public enum Name: String, CaseIterable, Sendable {
    case cells, digits, nesting, uses, megabytes, seconds

    /// What it counts.
    public var summary: String {
      switch self {
      case .cells: "figures of one table, or of all tables that are read, together"
      case .digits: "digits of a figure, written or worked out"
      case .nesting: "brackets and blocks within one another"
      case .uses: "files that use one another in a row"
      case .megabytes: "size of a plan file"
      case .seconds: "time for one statement"
      }
    }

    /// The highest value that it can be raised to: no machine, or no place in a message, goes further.
    public var most: Int {
      switch self {
      case .cells: 4_000_000_000
      case .digits: 1_000_000
      case .nesting: 1_000
      case .uses: 1_000
      case .megabytes: 500
      case .seconds: 1_000_000
      }
    }
  }

  private var cells = 30_000_000
  private var digits = 10_000
  private var nesting = 100
  private var uses = 50
  private var megabytes = 64
  /// A statement may take as long as it needs, unless somebody is waiting for it.
  private var seconds = Name.seconds.most

  /// Creates the limits that hold where none is raised.
  public init() {}

  /// The limit of a name, counted as its `summary` says.
  public subscript(name: Name) -> Int {
    get {
      switch name {
      case .cells: cells
      case .digits: digits
      case .nesting: nesting
      case .uses: uses
      case .megabytes: megabytes
      case .seconds: seconds
      }
    }
    set {
      switch name {
      case .cells: cells = newValue
      case .digits: digits = newValue
      case .nesting: nesting = newValue
      case .uses: uses = newValue
      case .megabytes: megabytes = newValue
      case .seconds: seconds = newValue
      }
    }
  }

  /// How many figures may be held individually, written or in an answer: each takes about thirty times as
  /// much memory as in a table.
  public var singleFigures: Int { max(1, cells / 30) }

  /// The number of bits that the limit of digits allows.
  var bits: Int { max(64, digits * 33_220 / 10_000 + 1) }

  /// The description of a reached limit, for a problem.
  public func reached(_ name: Name) -> LimitReached { .init(name: name, value: self[name]) }
}

/// A limit and what it was when it was reached.
public struct LimitReached: Hashable, Sendable {
  /// Which limit.
  public let name: Limits.Name
  /// What it was, in the unit of the limit: figures, digits, files, megabytes or seconds.
  public let value: Int
}
