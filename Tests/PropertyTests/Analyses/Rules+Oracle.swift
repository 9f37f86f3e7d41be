/// What a rule comes to by the oracle. A doubt is an answer: then only the engine can be asked.
enum Kleene: Equatable, Sendable {
  case yes, no, pending, doubt

  var text: String {
    switch self {
    case .yes: "pass"
    case .no: "fail"
    case .pending: "pending"
    case .doubt: "(doubt)"
    }
  }

  init(_ truth: Bool) { self = truth ? .yes : .no }

  static func and(_ a: Kleene, _ b: Kleene) -> Kleene {
    if a == .doubt || b == .doubt { return .doubt }
    if a == .no || b == .no { return .no }
    return a == .pending || b == .pending ? .pending : .yes
  }

  var negated: Kleene {
    switch self {
    case .yes: .no
    case .no: .yes
    default: self
    }
  }
}

extension Oracle {
  func truth(_ rule: Rule) -> Kleene {
    switch rule {
    case .compare(let sign, let a, let b):
      // Not yet known is the engine's to say: here only what is settled in every reading is judged.
      if (a.figures + b.figures).contains(where: isOpen) { return .doubt }
      // Where there is nothing to divide by, the sides are compared crosswise.
      switch (ofNothing(a), ofNothing(b)) {
      case (.no, .no): break
      case (.yes(let above, let below), .no) where !b.isQuotient:
        return compared(sign, .value(above), one(b) { $0 * below })
      case (.no, .yes(let above, let below)) where !a.isQuotient:
        return compared(sign, one(a) { $0 * below }, .value(above))
      default: return .doubt
      }
      return compared(sign, value(a), value(b))
    case .light(let entity, let context, let colour, let isIt):
      if isOpen((.light, entity, context)) { return .doubt }
      switch answer(.light, entity, context) {
      case .light(let found): return Kleene((found == colour) == isIt)
      case .missing: return .pending
      default: return .doubt
      }
    case .and(let a, let b): return .and(truth(a), truth(b))
    case .or(let a, let b): return Kleene.and(truth(a).negated, truth(b).negated).negated
    case .not(let a): return truth(a).negated
    case .choose(let condition, let a, let b):
      switch truth(condition) {
      case .yes: return truth(a)
      case .no: return truth(b)
      case .pending: return .pending
      case .doubt: return .doubt
      }
    }
  }

  private func compared(_ sign: String, _ a: Figure, _ b: Figure) -> Kleene {
    if Figure.obstacle([a, b]) != nil { return .doubt }
    guard let x = a.known, let y = b.known else { return .pending }
    switch sign {
    case ">=": return Kleene(x >= y)
    case ">": return Kleene(x > y)
    case "<=": return Kleene(x <= y)
    case "<": return Kleene(x < y)
    default: return Kleene(x == y)
    }
  }

  private enum OfNothing {
    case no
    case yes(Fraction, Fraction)
    case doubt
  }

  /// The two sides of a ratio that has nothing left to divide by.
  private func ofNothing(_ term: Term) -> OfNothing {
    switch term {
    case .named(_, let term): return ofNothing(term)
    case .figure(let ask, let entity, let context) where ask == .rate || ask == .spending:
      let sides: [Figure] =
        ask == .rate
        ? [result(entity, context), adjusted(entity, context)]
        : [figure(.spent, entity, context), figure(.budget, entity, context)]
      guard let above = sides[0].known, let below = sides[1].known, below <= .zero else { return .no }
      return .yes(above, below)
    case .divide(_, let below): return value(below).known == .zero ? .doubt : .no
    default: return .no
    }
  }

  func value(_ term: Term) -> Figure {
    switch term {
    case .figure(let ask, let entity, let context): return answer(ask, entity, context)
    case .literal(let value, _): return .value(value)
    case .number(let number): return .value(Fraction(Int128(number)))
    case .add(let a, let b): return both(a, b) { $0 + $1 }
    case .subtract(let a, let b): return both(a, b) { $0 - $1 }
    case .multiply(let a, let b): return both(a, b) { $0 * $1 }
    case .divide(let a, let b): return both(a, b) { $1 == .zero ? nil : $0 / $1 }
    case .reduced(let how, let ask, let entity):
      return reduced(how, plan.period.all.map { answer(ask, entity, Context(quarters: $0.span)) })
    case .among(let how, let terms): return reduced(how, terms.map(value))
    case .count(let ask, let entity, let least):
      let (least, cells) = (
        value(least), plan.period.all.map { answer(ask, entity, Context(quarters: $0.span)) }
      )
      if let obstacle = Figure.obstacle(cells + [least]) { return obstacle }
      guard let least = least.known else { return .value(.zero) }
      return .value(Fraction(Int128(cells.count { $0.known.map { $0 >= least } ?? false })))
    case .absolute(let a): return one(a) { $0 < .zero ? .zero - $0 : $0 }
    case .rounded(let a, let unit):
      let granule = unit == .percent ? Fraction(1, 100) : Fraction(1)
      return one(a) { ($0 / granule).rounded * granule }
    case .choose(let condition, let a, let b):
      switch truth(condition) {
      case .yes: return value(a)
      case .no: return value(b)
      case .pending: return .missing
      case .doubt: return .doubt("the condition")
      }
    case .otherwise(let a, let b):
      let first = value(a)
      return first == .missing ? value(b) : first
    case .named(_, let term): return value(term)
    }
  }

  private func one(_ a: Term, _ work: (Fraction) -> Fraction) -> Figure {
    let a = value(a)
    return a.known.map { .value(work($0)) } ?? a
  }

  private func both(_ a: Term, _ b: Term, _ work: (Fraction, Fraction) -> Fraction?) -> Figure {
    let (a, b) = (value(a), value(b))
    if let obstacle = Figure.obstacle([a, b]) { return obstacle }
    guard let x = a.known, let y = b.known else { return .missing }
    return Figure(work(x, y))
  }

  private func reduced(_ how: Reducing, _ figures: [Figure]) -> Figure {
    if let obstacle = Figure.obstacle(figures) { return obstacle }
    let known = figures.compactMap(\.known)
    guard !known.isEmpty else { return .missing }
    switch how {
    case .sum: return .value(known.reduce(.zero, +))
    case .min: return .value(known.min()!)
    case .max: return .value(known.max()!)
    case .median: return .value(.median(known))
    case .mean: return .value(known.reduce(.zero, +) / Fraction(Int128(known.count)))
    }
  }

  /// Whether a figure speaks of a quarter that is neither closed nor has a forecast, of the whole or of a member.
  private func isOpen(_ read: (ask: Ask, entity: Entity, context: Context)) -> Bool {
    // What is closed or foreseen for a group as a whole may be neither for one of its members.
    let entities = [read.entity] + members(read.entity).map { Entity.programme($0) }
    switch read.ask {
    case .target, .original, .adjusted, .budget, .forecast: return false
    case .spent, .spending:
      return moments(read.context).contains { moment in
        entities.contains { !isSpent(moment, $0, read.context) }
      }
    case .actual:
      return moments(read.context).contains { moment in
        entities.contains { !closed(moment, $0, read.context) }
      }
    case .result, .rate, .gap, .light: return entities.contains { !isSettled($0, read.context) }
    }
  }
}

extension Term {
  /// A ratio of two figures, whose sides a comparison may look at.
  fileprivate var isQuotient: Bool {
    switch self {
    case .figure(let ask, _, _): ask == .rate || ask == .spending
    case .divide: true
    case .named(_, let term): term.isQuotient
    default: false
    }
  }
}

extension Fraction {
  /// To the nearest whole number, halves away from zero.
  var rounded: Fraction {
    let doubled = numerator * 2 + (numerator < 0 ? -denominator : denominator)
    return Fraction(doubled / (2 * denominator))
  }
}
