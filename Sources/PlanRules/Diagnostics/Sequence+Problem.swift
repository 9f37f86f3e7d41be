extension Sequence {
  /// The elements for which a throwing condition holds: `filter` would lose the type of the error.
  func including(_ isIncluded: (Element) throws(Problem) -> Bool) throws(Problem) -> [Element] {
    var included: [Element] = []
    for element in self where try isIncluded(element) { included.append(element) }
    return included
  }
}

extension Problem {
  /// The work was cancelled, by hand or because its time ran out.
  var isCancelled: Bool { code == .interrupted }
  /// The work was cancelled or exceeded a limit, which says nothing about the plan.
  var isStop: Bool { isCancelled || code == .tooDeep }
}

/// The result of `find`, or `nil` if the plan has no answer.
///
/// - Throws: if the work was stopped, since it is then not known whether there is an answer.
func unlessStopped<Found>(_ find: () throws(Problem) -> Found) throws(Problem) -> Found? {
  do {
    return try find()
  } catch {
    if error.isStop { throw error }
    return nil
  }
}
