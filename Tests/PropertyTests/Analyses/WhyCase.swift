import TestSupport

/// A random plan with random KPIs, and what `why` may be measured by.
struct WhyCase {
  let plan: RandomPlan
  let kpis: [DrawnKPI]
  let text: String
  /// Without the KPIs.
  let planText: String
  let probe: PlanProbe
  var random: SplitMix64

  init?(seed: UInt64, kpis count: Int = 5) throws {
    let plan = PlanGenerator.plan(seed: seed)
    random = SplitMix64(seed: seed &+ 0x3117)
    var text = PlanWriter.text(of: plan)
    // Finer units take smaller steps.
    if random.chance(20) {
      text = text.replacing("unit person", with: "unit person to 4 places", maxReplacements: 1)
    }
    if random.chance(15) {
      text = text.replacing("unit household \"ครัวเรือน\"", with: "unit household \"ครัวเรือน\" to 2 places")
    }
    text = text.replacing("unit person to 4 places \"คน\"", with: "unit person \"คน\" to 4 places")
    planText = text
    guard let bare = PropertyTests.probe(text, seed) else { return nil }
    var generator = RuleGenerator(plan, bare, seed: seed)
    kpis = generator.kpis(count)
    for kpi in kpis { text += RuleText(plan: plan).statements(kpi) }
    guard let probe = PropertyTests.probe(text, seed) else { return nil }
    (self.plan, self.text, self.probe) = (plan, text, probe)
  }

  /// What the oracle says of a rule with one figure set on top of a scenario.
  func oracle(_ kpi: DrawnKPI, in scenario: Int?, setting cell: PlanProbe.Cell, to value: Fraction) -> Kleene
  {
    guard let programme = plan.programmes.firstIndex(where: { $0.name == cell.programme }),
      let measure = Measure(rawValue: cell.measure)
    else { return .doubt }
    var changed = plan
    let set = Amendment.set(programme: programme, measure, place(of: cell), value)
    changed.scenarios.append(Scenario(name: "tried", parents: scenario.map { [$0] } ?? [], amendments: [set]))
    guard let oracle = try? Oracle(changed, scenario: changed.scenarios.count - 1) else { return .doubt }
    return oracle.truth(kpi.rule)
  }

  private func place(of cell: PlanProbe.Cell) -> Place {
    var place = Place()
    for name in cell.place {
      if let region = plan.regions.firstIndex(of: name) {
        place.region = region
      } else if let year = Int(name) {
        place.year = year
      } else {
        place.quarter = ["Q1", "Q2", "Q3", "Q4"].firstIndex(of: name)
      }
    }
    return place
  }

  /// Every figure that the plan declares of a measure of a programme that a rule reads. `usual` are those of the
  /// breakdown in which `why` looks for changes: by quarter where there is one, else the finest.
  func cells(read kpi: DrawnKPI) -> [String: [(cell: PlanProbe.Cell, isUsual: Bool)]] {
    var cells: [String: [(cell: PlanProbe.Cell, isUsual: Bool)]] = [:]
    for (ask, entity, _) in kpi.rule.figures {
      let members: [Int] =
        switch entity {
        case .programme(let index): [index]
        case .group(let index): plan.groups[index].members
        }
      for programme in members.map({ plan.programmes[$0] }) {
        for measure in WhyCase.measures(of: ask) {
          let axes = programme.measures[measure, default: []].map(\.axes)
          let usual =
            axes.first { $0.contains(.quarter) && !$0.contains(.region) } ?? axes.max { $0.count < $1.count }
          cells["\(programme.name).\(measure)"] = axes.flatMap { axes in
            plan.places(axes).map { place in
              let names = names(of: place)
              return (
                PlanProbe.Cell(programme: programme.name, measure: measure.rawValue, place: names),
                axes == usual
              )
            }
          }
        }
      }
    }
    return cells
  }

  private func names(of place: Place) -> [String] {
    (place.year.map { ["\($0)"] } ?? []) + (place.quarter.map { ["Q\($0 + 1)"] } ?? [])
      + (place.region.map { [plan.regions[$0]] } ?? [])
  }

  private static func measures(of ask: Ask) -> [Measure] {
    switch ask {
    case .target: [.target]
    case .original: []
    case .actual: [.actual]
    case .forecast: [.forecast]
    case .result: [.actual, .forecast]
    case .adjusted, .rate, .gap, .light: [.target, .actual, .forecast]
    case .budget: [.budget]
    case .spent: [.spent]
    case .spending: [.spent, .budget]
    }
  }

  /// Multiples of the step that are nearer to a figure than a distance; all where they are few, else a choice.
  mutating func nearer(than distance: Fraction, to start: Fraction, step: Fraction, most: Int = 2_000)
    -> [Fraction]
  {
    let lowest = ((start - distance) / step).floor + 1
    let highest = Fraction.zero - ((Fraction.zero - start - distance) / step).floor.asFraction - Fraction(1)
    let range = lowest...max(lowest, highest.numerator)
    var points: Set<Int128> = []
    if range.count <= most {
      points.formUnion(range)
    } else {
      points.formUnion(range.prefix(4))
      points.formUnion(range.suffix(4))
      let middle = (start / step).floor
      for power in stride(from: 0, to: 44, by: 2) {
        points.formUnion([middle + (1 << power), middle - (1 << power)])
      }
      for _ in 0..<16 {
        points.insert(range.lowerBound + Int128(random.next() % UInt64(clamping: range.count)))
      }
    }
    return points.filter { range.contains($0) }.map { Fraction($0) * step }.filter { value in
      let away = value < start ? start - value : value - start
      return away < distance && value != start && (value >= .zero || start < .zero)
    }.sorted()
  }
}

extension Fraction {
  var floor: Int128 {
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }
}

extension Int128 {
  var asFraction: Fraction { Fraction(self) }
}
