/// Recently answered questions. One that is asked again is lowered anew only where something has changed.
struct AnsweredQuestions {
  struct Question: Hashable {
    let formula: Formula
    let axes: [AxisID]
    let context: Context
  }

  /// What a question evaluates to for one member of the axes that run over whole plans or programmes.
  final class Part {
    let term: Result<Term, Problem>
    /// The term's values along the other axes, once they are known.
    var values: [Value]?

    init(_ term: Result<Term, Problem>) { self.term = term }

    var problem: Problem? { if case .failure(let problem) = term { problem } else { nil } }

    /// The node to compute before the values can be read; `nil` if they are known or the question has no
    /// answer.
    var awaited: NodeID? {
      guard values == nil, case .success(let term) = term else { return nil }
      return term.node
    }
  }

  /// The parts of a question in order, each with its context.
  struct Parts {
    let contexts: [Context]
    private(set) var answers: [Answered<Part>]
    /// The answered parts, in the same order.
    private(set) var parts: [Part]
    /// The plan version in which the number of scenarios that the question covers was determined.
    let version: Int32

    init(contexts: [Context], answers: [Answered<Part>], version: Int32) {
      self.contexts = contexts
      self.answers = answers
      self.version = version
      parts = answers.map(\.found)
    }

    mutating func replace(_ index: Int, by answer: Answered<Part>) {
      answers[index] = answer
      parts[index] = answer.found
    }
  }

  /// As many as a planner may have on the screen at once.
  private static let most = 64

  private var parts: [Question: Parts] = [:]
  private var order: [Question] = []

  /// The cache entry of an answered question, looked up first so that its formula is hashed only once.
  func place(of question: Question) -> Dictionary<Question, Parts>.Index? { parts.index(forKey: question) }

  subscript(place: Dictionary<Question, Parts>.Index) -> Parts {
    _read { yield parts.values[place] }
    _modify { yield &parts.values[place] }
  }

  mutating func keep(_ found: Parts, for question: Question) {
    guard parts.updateValue(found, forKey: question) == nil else { return }
    order.append(question)
    if order.count > AnsweredQuestions.most { parts[order.removeFirst()] = nil }
  }
}
