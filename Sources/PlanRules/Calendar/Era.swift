/// The era in which years are counted.
public enum Era: Hashable, Sendable {
  case common
  /// Thailand's: 543 years ahead of the common era.
  case buddhist

  /// How far the Buddhist Era is ahead.
  private static let ahead = 543
  /// Written years above this are of the Buddhist Era: nobody plans for the common one's twenty-fifth
  /// century.
  private static let lastCommonYear = 2400

  /// The era in which a year is written.
  public init(ofYear written: Int) { self = written > Era.lastCommonYear ? .buddhist : .common }

  /// Converts a year of another era to this one.
  public func year(of year: Int, in era: Era) -> Int {
    switch (self, era) {
    case (.common, .common), (.buddhist, .buddhist): year
    case (.common, .buddhist): year - Era.ahead
    case (.buddhist, .common): year + Era.ahead
    }
  }

  /// Converts a year, in whichever era it is written, to this one.
  public func year(asWritten year: Int) -> Int { self.year(of: year, in: Era(ofYear: year)) }
}
