/// Reports whose missing figures count as zero.
extension Shape {
  /// The cells without a figure up to the last period in which any cell has one; none if nothing is known.
  ///
  /// - Parameter known: which cells have a figure, in their order.
  public func cells(upToTheLastIn known: [Bool]) -> [Int] {
    let (years, periods) = (around(.year), self.period.flatMap(around))
    let period: (Int) -> Int = { cell in
      let year = years.map { cell / $0.inner % $0.count } ?? 0
      return year * (periods?.count ?? 1) + (periods.map { cell / $0.inner % $0.count } ?? 0)
    }
    guard let last = known.indices.lazy.filter({ known[$0] }).map(period).max() else { return [] }
    return known.indices.filter { !known[$0] && period($0) <= last }
  }
}

extension FigureTable {
  /// The same table with zeros for missing reports, up to the last report.
  public var countingMissingAsZero: FigureTable {
    let known = (0..<column.count).map(column.isKnown)
    let zeros = column.shape.cells(upToTheLastIn: known)
    guard !zeros.isEmpty else { return self }
    var filled = known
    for cell in zeros { filled[cell] = true }
    return FigureTable(column: column.zeroFilled(known: filled), unit: unit, places: places)
  }
}

extension Column {
  /// Puts zero in place of unknown figures; afterwards the given cells are known.
  fileprivate func zeroFilled(known: [Bool]) -> Column {
    guard let (numerators, denominator) = whole else {
      return Column((0..<count).map { known[$0] ? self[$0] ?? .zero : nil }, shape: shape)
    }
    return Column(
      shape: shape, values: .scaled(zeroFilled(numerators), denominator: denominator), known: known,
      bound: bound)
  }
}
