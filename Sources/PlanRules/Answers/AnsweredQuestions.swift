/// Questions that were answered lately, so that one that is asked again is lowered anew only where something changed.
struct AnsweredQuestions {
  struct Question: Hashable {
    let formula: Formula
    let axes: [AxisID]
    let context: Context
  }

  /// What a question comes to for one member of the axes that run over whole plans or programmes.
  final class Part {
    let context: Context
    /// Neither where it is to be found yet.
    let term: Term?
    let problem: Problem?
    let dependencies: Dependencies
    /// What the term comes to along the other axes, once that is known.
    var values: [Value]?

    init(_ context: Context) {
      self.context = context
      (term, problem, dependencies) = (nil, nil, Dependencies())
    }

    init(_ context: Context, _ found: Derived<Result<Term, Problem>>) {
      self.context = context
      dependencies = found.dependencies
      switch found.value {
      case .success(let term): (self.term, problem) = (term, nil)
      case .failure(let problem): (term, self.problem) = (nil, problem)
      }
    }

    var isFound: Bool { term != nil || problem != nil }

    /// The node that has to be computed before its values can be taken; none where they are known.
    var awaited: NodeID? { values == nil ? term?.node : nil }
  }

  /// As many as a planner may have on the screen at once.
  private static let most = 64

  private var parts: [Question: [Part]] = [:]
  private var order: [Question] = []

  subscript(question: Question) -> [Part]? { parts[question] }

  mutating func keep(_ found: [Part], for question: Question) {
    if parts.updateValue(found, forKey: question) == nil {
      order.append(question)
      if order.count > AnsweredQuestions.most { parts[order.removeFirst()] = nil }
    }
  }

  /// The same, with what depends on something that changed to be found anew.
  func untouched(by changes: FigureChanges) -> AnsweredQuestions {
    var kept = self
    // By their places: to look each up again would hash its formula.
    for index in parts.values.indices {
      let known = parts.values[index]
      guard let first = known.firstIndex(where: { !$0.dependencies.areUntouched(by: changes) }) else {
        continue
      }
      kept.parts.values[index] = known.enumerated().map { place, part in
        place < first || part.dependencies.areUntouched(by: changes) ? part : Part(part.context)
      }
    }
    if !changes.keepScenarios {
      kept.order.removeAll { $0.axes.contains(.scenario) }
      kept.parts = kept.parts.filter { !$0.key.axes.contains(.scenario) }
    }
    return kept
  }
}
