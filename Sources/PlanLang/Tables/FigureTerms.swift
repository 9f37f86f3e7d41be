internal import PlanRules

/// What the cells of tables of figures can speak of. Two plans with the same terms read the same tables alike.
struct FigureTerms: Equatable {
  /// The statements that load, in order.
  let loads: [Load]
  let axes: [Axis]
  let programmes: [AxisMember]
  let measures: [AxisMember]
  /// What units there are, and which of them.
  let units: [String]

  /// A table as a statement reads it.
  struct Load: Equatable {
    let origin: Origin
    let file: TableFile
    let without: [String]
  }

  init(_ plan: Plan, loads: [Load]) {
    self.loads = loads
    axes = plan.axes
    programmes = plan.programmes.map { AxisMember(name: $0.name, label: $0.label) }
    measures = plan.measures.map { AxisMember(name: $0.name, label: $0.label) }
    units = plan.units.definitions.map(\.name)
  }
}

/// The figures of all tables of a plan.
struct LoadedFigures: Sendable {
  /// With the programme that each belongs to.
  let figures: [(programme: ProgrammeID, figures: DeclaredFigures)]
}

/// Finds things by name or, where no name fits, by label.
struct TermIndex {
  private var index: KeyIndex
  private let names: [AxisMember]
  /// Labels of several: they say nothing.
  private let sharedLabels: Set<String>
  /// Names in other spellings of the same letters, blanks around them: made when one is asked for.
  private var spellings: [String: Int]?

  init(_ names: [AxisMember]) {
    self.names = names
    var labels: [String: Int] = [:]
    for case let label? in names.map(\.label) { labels[label, default: 0] += 1 }
    sharedLabels = Set(labels.filter { $0.value > 1 }.keys)
    let sharedLabels = sharedLabels
    index = KeyIndex(
      names.enumerated().map { ($0.element.name, $0.offset) }
        + names.enumerated().compactMap { offset, name in
          name.label.flatMap { sharedLabels.contains($0) ? nil : ($0, offset) }
        })
  }

  @inline(__always)
  mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    index.findNear(bytes) ?? findSpelled(bytes)
  }

  func find(_ text: String) -> Int? {
    names.firstIndex { $0.name == text }
      ?? (sharedLabels.contains(text) ? nil : names.firstIndex { $0.label == text })
  }

  @inline(never)
  private mutating func findSpelled(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if spellings == nil {
      var made: [String: Int] = [:]
      for (offset, name) in names.enumerated() { made[name.name] = made[name.name] ?? offset }
      for (offset, name) in names.enumerated() {
        if let label = name.label, !sharedLabels.contains(label) { made[label] = made[label] ?? offset }
      }
      spellings = made
    }
    return spellings?[String(decoding: bytes, as: UTF8.self).trimmed]
  }
}
