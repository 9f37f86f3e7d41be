import Glibc
import PlanRules

/// The day on which the tool is called, for `--as-of today`.
enum Today {
  /// The current day in ISO 8601 if the text is `today`; any other text is returned unchanged.
  static func written(_ text: String) -> String { text == "today" ? day.map(\.isoText) ?? text : text }

  /// The current day, by the machine's own clock and time zone.
  private static var day: PlanDate? {
    var now = time(nil)
    var local = tm()
    guard localtime_r(&now, &local) != nil else { return nil }
    return PlanDate(
      year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))
  }
}
