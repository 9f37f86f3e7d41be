/// What is asked of the reports of a period.
enum ReportQuestion: Hashable {
  /// Whether its `actual` is final.
  case actual
  /// Whether its `spent` is final.
  case spent
  /// Whether its `actual` is final or stands beside a forecast of that very period.
  case result

  var measure: MeasureID { self == .spent ? .spent : .actual }
  /// What says which members are waited for.
  var plan: MeasureID { self == .spent ? .budget : .target }
}
