import PlanRules

extension Problem {
  /// The remedy as the tool words it: only this layer knows how a limit is raised on the command line.
  var remedy: String? {
    let parts = [help, limit?.remedy].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension LimitReached {
  fileprivate var remedy: String {
    let raised = "`--limit \(name.rawValue)=\(min(name.most, value * 4))`"
    switch name {
    case .seconds:
      return "\(raised) gives a statement more time, at the prompt `setting seconds \(value * 4)`"
    case .cells, .digits, .nesting, .uses, .megabytes:
      return "the limit of \(name.rawValue) is \(value.grouped); \(raised) raises it"
    }
  }
}
