import Foundation

/// Numbers of a long run, from outside.
enum Environment {
  static func number(_ name: String, usually: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? usually
  }

  /// What a run has tried, where `PLAN_TALLY` asks for it.
  static func tell(_ text: String) {
    if ProcessInfo.processInfo.environment["PLAN_TALLY"] != nil { print(text) }
  }
}
