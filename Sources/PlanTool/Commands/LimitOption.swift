import ArgumentParser
import PlanRules

/// `--limit cells=100,000,000`.
struct LimitOption: ExpressibleByArgument, Equatable {
  let name: Limits.Name
  let value: Int

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let name = Limits.Name(rawValue: parts[0]),
      let value = Int(parts[1].filter { $0 != "," }), (1...name.most).contains(value)
    else { return nil }
    (self.name, self.value) = (name, value)
  }

  static let help = ArgumentHelp(
    "A limit to change, such as cells=100000000; "
      + Limits.Name.allCases.map { "\($0.rawValue): \($0.summary)" }.listed(by: "; ") + ".",
    valueName: "name=number")
}

extension Limits {
  init(_ raised: [LimitOption]) {
    self.init()
    for option in raised { self[option.name] = option.value }
  }
}
