/// A question about the reports of a period.
enum ReportQuestion: Hashable {
  /// Whether its `actual` is final.
  case actual
  /// Whether its `spent` is final.
  case spent
  /// Whether its `actual` is final or there is a forecast for that very period.
  case result

  var measure: MeasureID { self == .spent ? .spent : .actual }
  /// The measure that says which members are expected to report.
  var plan: MeasureID { self == .spent ? .budget : .target }
}
