/// By which periods a random plan goes: its figures, what is carried over, its lights.
enum PlanPeriod: String, CaseIterable, Sendable {
  case quarter, month, half

  var count: Int {
    switch self {
    case .quarter: 4
    case .month: 12
    case .half: 2
    }
  }
  var all: ClosedRange<Int> { 0...last }
  var last: Int { count - 1 }

  /// - Parameter firstMonth: with which the fiscal year begins; 1 is January.
  func names(firstMonth: Int) -> [String] {
    switch self {
    case .quarter: ["Q1", "Q2", "Q3", "Q4"]
    case .half: ["H1", "H2"]
    case .month:
      (0..<12).map { PlanPeriod.months[(firstMonth - 1 + $0) % 12] }
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Longer periods by their names, with the periods of this plan that they hold.
  var longer: [String: ClosedRange<Int>] {
    switch self {
    case .quarter: ["H1": 0...1, "H2": 2...3]
    case .half: [:]
    case .month:
      [
        "Q1": 0...2, "Q2": 3...5, "Q3": 6...8, "Q4": 9...11, "H1": 0...5, "H2": 6...11,
      ]
    }
  }
}
