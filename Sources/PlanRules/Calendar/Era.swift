/// In which years are counted.
public enum Era: Hashable, Sendable {
  case common
  /// Thailand's: 543 years ahead of the common era.
  case buddhist

  /// How far the Buddhist Era is ahead.
  private static let ahead = 543
  /// Written years above are of the Buddhist Era: nobody plans for the common one's twenty-fifth century.
  private static let lastCommonYear = 2400

  /// In which era a year is written.
  public init(ofYear written: Int) { self = written > Era.lastCommonYear ? .buddhist : .common }

  /// A year of another era in this one.
  public func year(of year: Int, in era: Era) -> Int {
    switch (self, era) {
    case (.common, .common), (.buddhist, .buddhist): year
    case (.common, .buddhist): year - Era.ahead
    case (.buddhist, .common): year + Era.ahead
    }
  }

  /// A year, in whichever era it is written, in this one.
  public func year(asWritten year: Int) -> Int { self.year(of: year, in: Era(ofYear: year)) }
}
