/// What the generator must not ask for: an amendment that does not fit, or whose meaning is in doubt.
struct Misfit: Error {}

/// The figures of one breakdown as they stand after the amendments.
struct Table {
  enum State { case standing, suspended, doubtful }
  var figures: Breakdown
  var declared: Bool
  var state = State.standing
}

/// All breakdowns of one measure: as declared, and those that follow by leaving an axis out.
struct Book {
  var tables: [Set<Axis>: Table] = [:]
  var level: Bool

  func declares(_ axis: Axis) -> Bool {
    tables.values.contains { $0.declared && $0.figures.axes.contains(axis) }
  }
}

/// A plan as it stands in the base or in one scenario: sections 6 and 9, replayed from the start.
struct World {
  let plan: RandomPlan
  var asOf: Moment?
  var bands = Bands(red: Fraction(1, 2), yellow: Fraction(4, 5))
  /// The rule of each programme and group by its name.
  var carry: [String: Carry] = [:]
  var books: [[Measure: Book]] = []
  var own: [[Measure: Table]] = []
  /// Programmes whose target a scenario sets or scales: there `target.original` may mean two things.
  var overwritten: Set<Int> = []

  init(_ plan: RandomPlan, scenario: Int?, moving: Bool = true, hiding: Bool = true) throws {
    self.plan = plan
    let amendments = World.lineage(plan, scenario)
    var removed: Set<String> = []
    for programme in plan.programmes { carry[programme.name] = programme.carry ?? plan.carry ?? Carry.none }
    for group in plan.groups { carry[group.name] = group.carry ?? plan.carry ?? Carry.none }
    asOf = hiding ? plan.asOf : nil
    bands = plan.bands ?? bands
    for amendment in amendments {
      switch amendment {
      case .asOf(let moment): asOf = hiding ? moment : nil
      case .lights(let new): bands = new
      case .without(let name): removed.insert(name)
      case .carry(let rule, of: let name?): carry[name] = rule
      case .carry(let rule, of: nil): for name in carry.keys { carry[name] = rule }
      case .set, .scale, .move, .words: break
      }
    }
    books = plan.programmes.map { programme in
      var books: [Measure: Book] = [:]
      for (measure, breakdowns) in programme.measures {
        books[measure] = book(measure, breakdowns, programme.level)
      }
      return books
    }
    own = plan.groups.map { group in
      var tables: [Measure: Table] = [:]
      for (measure, breakdown) in group.own {
        tables[measure] = Table(figures: hidden(measure, breakdown), declared: true)
      }
      return tables
    }
    guard moving else { return }
    for (position, amendment) in (plan.moves.map(Amendment.move) + amendments).enumerated() {
      switch amendment {
      case .move(let move):
        if let name = move.name, removed.contains(name) { continue }
        // A move of the base is not known before its day; one of a scenario is a proposal, and in force.
        let isOfBase = position < plan.moves.count
        if isOfBase, let date = date(of: move), let asOf, date > asOf { continue }
        try apply(move)
      case .set(let programme, let measure, let place, let value):
        try set(programme, measure, place, others: .suspended) { _ in value }
      case .scale(let programme, let measure, let place, let factor):
        try set(programme, measure, place, others: .doubtful) { old in
          guard let old else { throw Misfit() }
          return old * factor
        }
      case .without, .carry, .asOf, .lights, .words: break
      }
    }
  }

  /// The generator's question: does everything fit, with `as of` and without it?
  static func fits(_ plan: RandomPlan, scenario: Int?) -> Bool {
    [true, false].allSatisfy { hiding in
      (try? World(plan, scenario: scenario, hiding: hiding)) != nil
    }
  }

  // MARK: Stacking

  /// The scenario and its ancestors, each once, in the order in which their amendments count.
  static func line(_ plan: RandomPlan, _ scenario: Int?) -> [Int] {
    guard let scenario else { return [] }
    var line: [Int] = []
    for parent in plan.scenarios[scenario].parents {
      for ancestor in World.line(plan, parent) where !line.contains(ancestor) { line.append(ancestor) }
    }
    return line + [scenario]
  }

  static func lineage(_ plan: RandomPlan, _ scenario: Int?) -> [Amendment] {
    line(plan, scenario).flatMap { plan.scenarios[$0].amendments }
  }

  /// Moves of the base and of the ancestors that the scenario may still remove.
  static func namedMoves(_ plan: RandomPlan, scenario: Int) -> [String] {
    var names = plan.moves.compactMap(\.name)
    for ancestor in line(plan, scenario).dropLast() {
      for case .move(let move) in plan.scenarios[ancestor].amendments {
        names += move.name.map { [$0] } ?? []
      }
    }
    for case .without(let name) in lineage(plan, scenario) { names.removeAll { $0 == name } }
    return names
  }

  private func date(of move: Move) -> Moment? {
    if case .quarters(_, let from, let to) = move.route {
      return Moment(year: plan.years.last!, quarter: min(from, to))
    }
    return move.when.quarter.map { Moment(year: move.when.year ?? plan.years.last!, quarter: $0) }
  }

  // MARK: Books

  private func hidden(_ measure: Measure, _ breakdown: Breakdown) -> Breakdown {
    guard let asOf, measure == .actual || measure == .spent else { return breakdown }
    var breakdown = breakdown
    breakdown.cells = breakdown.cells.filter { plan.moment(of: $0.key) <= asOf }
    return breakdown
  }

  private func book(_ measure: Measure, _ breakdowns: [Breakdown], _ level: Bool) -> Book {
    var book = Book(level: level)
    let declared = breakdowns.map { hidden(measure, $0) }
    for axes in World.allAxes {
      // Where figures are hidden, the breakdown that knows the quarters knows more.
      let sources = declared.filter { source in
        axes.isSubset(of: source.axes)
          && !(level && source.axes.contains(.region) && !axes.contains(.region))
      }
      let best = sources.max { World.rank($0.axes, for: axes) < World.rank($1.axes, for: axes) }
      guard let best else { continue }
      book.tables[axes] = Table(
        figures: best.margin(axes, level: level), declared: declared.contains { $0.axes == axes })
    }
    return book
  }

  private static func rank(_ axes: Set<Axis>, for wanted: Set<Axis>) -> Int {
    (axes.contains(.quarter) ? 8 : 0) + (axes.contains(.year) ? 4 : 0) + (axes == wanted ? 2 : 0)
  }

  static let allAxes: [Set<Axis>] = (0..<8).map { bits in
    Set(Axis.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
  }

  // MARK: Moves

  private mutating func apply(_ move: Move) throws {
    for (measure, amount) in move.parts {
      switch move.route {
      case .between(let from, let to):
        guard var giver = books[from][measure] else { throw Misfit() }
        let isNew = books[to][measure] == nil
        if isNew {
          // It arrives as a total; only where that is plain.
          guard giver.tables.count == 1, giver.tables[[]] != nil else { throw Misfit() }
          guard !plan.groups.contains(where: { $0.members.contains(to) }) else { throw Misfit() }
        }
        let empty = Table(figures: Breakdown(axes: [], cells: [:]), declared: true)
        var taker = books[to][measure] ?? Book(tables: [[]: empty], level: plan.programmes[to].level)
        for book in [giver, taker] where book.declares(.quarter) {
          guard move.when.quarter != nil, !plan.manyYears || move.when.year != nil else { throw Misfit() }
        }
        let moved = try quantity(amount, giver, move.when)
        try change(&giver, move.when, by: Fraction.zero - moved)
        try change(&taker, move.when, by: moved, isNew: isNew)
        books[from][measure] = giver
        books[to][measure] = taker
        try crossBorders(measure, from: from, to: to, move.when, moved)
      case .quarters(let programme, let from, let to):
        guard var book = books[programme][measure], !book.declares(.region) else { throw Misfit() }
        guard !plan.groups.contains(where: { $0.own[measure] != nil && $0.members.contains(programme) })
        else {
          throw Misfit()
        }
        let moved = try quantity(amount, book, Place(quarter: from))
        try change(&book, Place(quarter: from), by: Fraction.zero - moved)
        try change(&book, Place(quarter: to), by: moved)
        books[programme][measure] = book
      }
    }
  }

  private func quantity(_ amount: Amount, _ giver: Book, _ when: Place) throws -> Fraction {
    guard case .share(let share) = amount else {
      guard case .absolute(let value) = amount else { throw Misfit() }
      return value
    }
    let named = giver.tables.keys.filter { $0.isSubset(of: when.axes) }
    guard let finest = named.max(by: { $0.count < $1.count }), named.allSatisfy({ $0.isSubset(of: finest) })
    else { throw Misfit() }
    guard let base = giver.tables[finest]!.figures.cells[when.projected(onto: finest)] else { throw Misfit() }
    return base * share
  }

  private func change(_ book: inout Book, _ when: Place, by amount: Fraction, isNew: Bool = false) throws {
    var reached = false
    for (axes, table) in book.tables {
      guard axes.isSubset(of: when.axes) else {
        book.tables[axes]!.state = .suspended
        continue
      }
      guard table.state == .standing else { throw Misfit() }
      reached = true
      var quarters = [when.quarter]
      if book.level, axes.contains(.quarter) { quarters = Array(when.quarter!...plan.period.last) }
      for quarter in quarters {
        var place = when.projected(onto: axes)
        if axes.contains(.quarter) { place.quarter = quarter }
        let old = table.figures.cells[place]
        // A level that is missing has no meaning to add to, and nothing can be taken from what is missing.
        if old == nil, !isNew, book.level || amount < .zero { throw Misfit() }
        let new = (old ?? .zero) + amount
        if new < .zero { throw Misfit() }
        book.tables[axes]!.figures.cells[place] = new
      }
    }
    if !reached { throw Misfit() }
  }

  private mutating func crossBorders(
    _ measure: Measure, from: Int, to: Int, _ when: Place, _ amount: Fraction
  ) throws {
    for (index, group) in plan.groups.enumerated() where own[index][measure] != nil {
      let (leaves, arrives) = (group.members.contains(from), group.members.contains(to))
      guard leaves != arrives else { continue }
      guard let quarter = when.quarter else {
        own[index][measure]!.state = .suspended
        continue
      }
      let place = Place(quarter: quarter)
      let old = own[index][measure]!.figures.cells[place]
      if leaves, old == nil || old! < amount { throw Misfit() }
      own[index][measure]!.figures.cells[place] = (old ?? .zero) + (leaves ? Fraction.zero - amount : amount)
    }
  }

  // MARK: Set and scale

  private mutating func set(
    _ programme: Int, _ measure: Measure, _ place: Place, others: Table.State,
    _ value: (Fraction?) throws -> Fraction
  ) throws {
    guard var book = books[programme][measure] else { throw Misfit() }
    let axes = place.axes
    guard let table = book.tables[axes], table.state == .standing else { throw Misfit() }
    guard table.declared || axes.isEmpty else { throw Misfit() }
    let old = table.figures.cells[place]
    let new = try value(old)
    for (other, table) in book.tables {
      if other == axes {
        book.tables[axes]!.figures.cells[place] = new
      } else if other.isSubset(of: axes) {
        guard table.state == .standing else { throw Misfit() }
        let coarse = place.projected(onto: other)
        if book.level {
          var changed = book.tables[axes]!.figures
          changed.cells[place] = new
          if other.contains(.region) == axes.contains(.region) {
            book.tables[other]!.figures = changed.margin(other, level: true)
          }
        } else {
          book.tables[other]!.figures.cells[coarse] =
            (table.figures.cells[coarse] ?? .zero) + new - (old ?? .zero)
        }
      } else if table.state != .suspended {
        book.tables[other]!.state = others
      }
    }
    books[programme][measure] = book
    if measure == .target { overwritten.insert(programme) }
    for (index, group) in plan.groups.enumerated() where group.members.contains(programme) {
      guard own[index][measure] != nil else { continue }
      if place.quarter != nil { throw Misfit() }
      own[index][measure]!.state = .suspended
    }
  }
}
