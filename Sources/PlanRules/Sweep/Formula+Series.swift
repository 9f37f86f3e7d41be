extension Formula {
  /// The same formula with its swept figures replaced.
  func replacingSeries(_ replace: (Series) -> Series) -> Formula {
    func inside(_ formula: Formula) -> Formula { formula.replacingSeries(replace) }
    let form: Form =
      switch form {
      case .series(let series): .series(replace(series))
      case .negate(let a): .negate(inside(a))
      case .not(let a): .not(inside(a))
      case .convert(let a, let unit): .convert(inside(a), to: unit)
      case .arithmetic(let operation, let a, let b): .arithmetic(operation, inside(a), inside(b))
      case .otherwise(let a, let b): .otherwise(inside(a), inside(b))
      case .compare(let comparison, let a, let b): .compare(comparison, inside(a), inside(b))
      case .connect(let connective, let a, let b): .connect(connective, inside(a), inside(b))
      case .choose(let a, let b, let c): .choose(inside(a), then: inside(b), else: inside(c))
      case .narrow(let a, let place): .narrow(inside(a), to: place)
      case .reduce(let reduction, let a, let axis): .reduce(reduction, inside(a), over: axis)
      case .formula(let name, let arguments): .formula(named: name, arguments: arguments.map(inside))
      case .call(let name, let arguments): .call(name, arguments.map(inside))
      case .literal, .missing, .truth, .light, .date, .figure, .parameter, .kpi, .kpis, .milestone, .approved,
        .unknown:
        form
      }
    return Formula(form, at: origin)
  }
}

extension Amendment {
  func replacingSeries(_ replace: (Series) -> Series) -> Amendment {
    func inside(_ formula: Formula) -> Formula { formula.replacingSeries(replace) }
    let form: Form =
      switch form {
      case .move(let move):
        .move(
          Move(
            name: move.name, label: move.label,
            amounts: move.amounts.map {
              .init(formula: inside($0.formula), measure: $0.measure, measureOrigin: $0.measureOrigin)
            }, giver: move.giver, receiver: move.receiver, from: move.from, to: move.to, reason: move.reason,
            approved: move.approved, origin: move.origin, giverOrigin: move.giverOrigin,
            receiverOrigin: move.receiverOrigin, text: move.text))
      case .set(let measure, let programme, let place, let value):
        .set(measure, of: programme, place: place, to: value.map(inside))
      case .scale(let measure, let programme, let place, let factor):
        .scale(measure, of: programme, place: place, by: inside(factor))
      case .define(let name, let body): .define(name, inside(body))
      case .judge(let kpi, let rule, let weight, let text):
        .judge(kpi, rule: inside(rule), weight: weight, text: text)
      case .without, .lights, .carry, .asOf: form
      }
    return Amendment(form, at: origin, text: text)
  }
}
