/// Questions that were answered lately, so that one that is asked again is lowered anew only where something changed.
final class AnsweredQuestions {
  struct Question: Hashable {
    let formula: Formula
    let axes: [AxisID]
    let context: Context
  }

  /// What a question evaluates to for one member of the axes that run over whole plans or programmes.
  final class Part {
    let term: Result<Term, Problem>
    /// What the term evaluates to along the other axes, once that is known.
    var values: [Value]?

    init(_ term: Result<Term, Problem>) { self.term = term }

    var problem: Problem? { if case .failure(let problem) = term { problem } else { nil } }

    /// The node that has to be computed before its values can be taken; none where they are known.
    var awaited: NodeID? {
      guard values == nil, case .success(let term) = term else { return nil }
      return term.node
    }
  }

  typealias Parts = Query<Context, Part>

  /// As many as a planner may have on the screen at once.
  private static let most = 64

  private let store: QueryStore
  private var parts: [Question: Parts] = [:]
  private var order: [Question] = []

  init(_ store: QueryStore) { self.store = store }

  /// The same in a later version.
  init(_ store: QueryStore, after earlier: AnsweredQuestions) {
    self.store = store
    parts = earlier.parts
    order = earlier.order
  }

  /// The parts of a question, by the context of each.
  subscript(question: Question) -> Parts {
    // By its place: to look it up again would hash its formula.
    if let place = parts.index(forKey: question) {
      let known = parts.values[place]
      if known.store === store { return known }
      let own = Parts(store, after: known)
      parts.values[place] = own
      return own
    }
    let own = Parts(store)
    parts[question] = own
    order.append(question)
    if order.count > AnsweredQuestions.most { parts[order.removeFirst()] = nil }
    return own
  }
}
