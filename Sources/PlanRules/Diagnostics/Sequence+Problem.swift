extension Sequence {
  /// The elements for which a condition holds that can fail: `filter`, which would forget of what sort the error is.
  func including(_ isIncluded: (Element) throws(Problem) -> Bool) throws(Problem) -> [Element] {
    var included: [Element] = []
    for element in self where try isIncluded(element) { included.append(element) }
    return included
  }
}

extension Problem {
  /// The work was cancelled, by hand or because its time was over.
  var isCancelled: Bool { code == .interrupted }
  /// The work was cancelled or went beyond a limit: that says nothing of the plan.
  var isStop: Bool { isCancelled || code == .tooDeep }
}

/// What is found, or `nil` where the plan has no answer.
///
/// - Throws: where the work was stopped: that there is no answer is then not known.
func unlessStopped<Found>(_ find: () throws(Problem) -> Found) throws(Problem) -> Found? {
  do {
    return try find()
  } catch {
    if error.isStop { throw error }
    return nil
  }
}
