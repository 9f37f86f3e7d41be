internal import PlanRules

/// The terms that cells of figure tables can refer to. Two plans with the same terms read the same tables alike.
struct FigureTerms: Equatable {
  /// The `load` statements, in order.
  let loads: [Load]
  let axes: [Axis]
  let programmes: [AxisMember]
  let measures: [AxisMember]
  /// The names of the units, in order of declaration.
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
  /// The figures, each with its programme.
  let figures: [(programme: ProgrammeID, figures: DeclaredFigures)]
  /// Remarks on the tables, which are not errors.
  let remarks: [Problem]
}

/// Finds things by name or, where no name fits, by label.
struct TermIndex {
  private var index: KeyIndex
  private let names: [AxisMember]
  private let otherNames: [String: Int]
  /// Lookup by label and by alternative spelling; built when a name is not found for the first time.
  private var further: Further?

  private struct Further {
    var labels: KeyIndex
    /// Names and labels in other spellings, normalized.
    let spellings: [String: Int]

    init(_ names: [AxisMember], _ otherNames: [String: Int]) {
      // A label shared by several things identifies none of them.
      var counts: [String: Int] = [:]
      let spelled = names.map { $0.label.map(NameSpelling.folded) }
      for case let label? in spelled { counts[label, default: 0] += 1 }
      let labelled = spelled.enumerated().compactMap { offset, label in
        label.flatMap { counts[$0] == 1 ? ($0, offset) : nil }
      }
      labels = KeyIndex(labelled)
      var spellings: [String: Int] = [:]
      for (offset, name) in names.enumerated() { spellings[name.name] = spellings[name.name] ?? offset }
      for (label, offset) in labelled { spellings[label] = spellings[label] ?? offset }
      // The words derived from labels, if unambiguous.
      var words: [String: [Int]] = [:]
      for (label, offset) in labelled {
        if let word = NameSpelling.word(ofLabel: label) { words[word, default: []].append(offset) }
      }
      for (word, offsets) in words where offsets.count == 1 {
        spellings[word] = spellings[word] ?? offsets[0]
      }
      self.spellings = spellings.merging(otherNames) { known, _ in known }
    }
  }

  /// - Parameter otherNames: additional names; the names and labels above take precedence.
  init(_ names: [AxisMember], otherNames: [String: Int] = [:]) {
    self.names = names
    self.otherNames = otherNames
    index = KeyIndex(names.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// Looks names up, without the spellings of `findFurther`; valid as long as the index.
  var finder: KeyFinder { index.finder }

  mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    index.findNear(bytes) ?? findFurther(bytes)
  }

  func find(_ text: String) -> Int? {
    let text = NameSpelling.folded(text)
    if let named = names.firstIndex(where: { $0.name == text }) { return named }
    let labelled = names.indices.filter { names[$0].label.map(NameSpelling.folded) == text }
    return labelled.count == 1 ? labelled[0] : otherNames[text]
  }

  @inline(never)
  mutating func findFurther(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if further == nil { further = Further(names, otherNames) }
    return further?.labels.findNear(bytes)
      ?? further?.spellings[NameSpelling.folded(String(decoding: bytes, as: UTF8.self).trimmed)]
  }
}
