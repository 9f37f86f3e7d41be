internal import PlanRules

/// Reads the rows of a table into blocks.
struct FigureRows {
  private(set) var blocks: FigureBlocks
  private(set) var isEmpty = true
  private let plan: Plan
  private let header: FiguresHeader
  private let load: LoadSyntax
  /// The tables read so far, the current one last.
  private let files: [String]
  private var file: Int { files.count - 1 }
  private let targets: [FigureTarget]
  /// The index of terms for each key of the header.
  private var terms: [TermIndex]
  private let programmeKey: Int

  /// Returns `nil` if there would be too many figures.
  init?(
    into blocks: FigureBlocks, _ header: FiguresHeader, _ plan: Plan, _ load: LoadSyntax, files: [String],
    _ reader: borrowing some TableSource & ~Copyable, _ found: inout TableProblems
  ) {
    guard let targets = FigureRows.targets(header, plan, reader, &found) else { return nil }
    self.targets = targets
    (self.blocks, self.header, self.plan, self.load, self.files) = (blocks, header, plan, load, files)
    terms = header.keys.map { key in
      TermIndex(
        key.axis == .programme
          ? plan.programmes.map { AxisMember(name: $0.name, label: $0.label) } : plan.axis(key.axis).members,
        otherNames: plan.calendar.otherNames(of: key.axis))
    }
    programmeKey = header.keys.firstIndex { $0.axis == .programme } ?? 0
  }

  /// Creates a second reader for other rows of the same table, to run concurrently.
  private init(besides other: FigureRows) {
    blocks = FigureBlocks(limits: other.plan.limits)
    (header, plan, load, files) = (other.header, other.plan, other.load, other.files)
    targets = other.targets.map { FigureTarget($0.group, other.header.keys, other.plan) }
    (terms, programmeKey) = (other.terms, other.programmeKey)
  }

  // MARK: Two at a time

  /// Reads all rows.
  mutating func read(_ reader: inout some TableSource & ~Copyable, _ found: inout TableProblems)
    throws(TableFailure)
  {
    try readHalves(&reader, &found)
    if let measure = blocks.measureLackingMemory { refuse(measure, reader, &found) }
  }

  private func refuse(
    _ measure: MeasureID, _ reader: borrowing some TableSource & ~Copyable, _ found: inout TableProblems
  ) {
    let (name, limits) = (plan[measure].name, plan.limits)
    found.add(nil, in: reader) { .tablesTooLarge(name, limits, at: $0) }
  }

  /// Reads the two halves of a long table concurrently.
  private mutating func readHalves(_ reader: inout some TableSource & ~Copyable, _ found: inout TableProblems)
    throws(TableFailure)
  {
    guard let half = SecondHalf(besides: self, reader, found) else {
      return try read(&reader, to: nil, &found)
    }
    var failure: TableFailure?
    Parallel.both {
      do throws(TableFailure) {
        try read(&reader, to: half.start, &found)
      } catch {
        failure = error
      }
    } and: {
      half.read()
    }
    if let failure { throw failure }
    // If anything is wrong, the table is read again in order, so that problems are reported in sequence.
    if half.isClean, found.isEmpty, reader.offset == half.start, blocks.canMerge(half.blocks) {
      blocks.merge(half.blocks, behind: reader.linesRead)
    } else {
      try read(&reader, to: nil, &found)
    }
  }

  /// The rows from the middle of a table onwards, provided that a row does begin there.
  private final class SecondHalf<Source: TableSource & ~Copyable>: @unchecked Sendable {
    private var rows: FigureRows
    private var reader: Source
    private var found: TableProblems
    let start: Int
    private(set) var isClean = false

    init?(besides rows: FigureRows, _ first: borrowing Source, _ found: TableProblems) {
      guard let reader = first.secondHalf() else { return nil }
      start = reader.offset
      self.reader = reader
      self.rows = FigureRows(besides: rows)
      self.found = found
    }

    var blocks: FigureBlocks { rows.blocks }

    func read() {
      isClean =
        (try? rows.read(&reader, to: nil, &found)) != nil && found.isEmpty
        && blocks.measureLackingMemory == nil
    }
  }

  // MARK: Rows

  /// - Parameter end: the offset at which to stop; rows beginning there or later are not read.
  private mutating func read(
    _ reader: inout some TableSource & ~Copyable, to end: Int?, _ found: inout TableProblems
  )
    throws(TableFailure)
  {
    let keys = header.keys
    let columns = keys.map(\.column)
    let members = UnsafeMutablePointer<Int>.allocate(capacity: keys.count)
    let finders = UnsafeMutablePointer<KeyFinder>.allocate(capacity: keys.count)
    for index in keys.indices { (finders + index).initialize(to: terms[index].finder) }
    let memories = targets.map(\.memory)
    defer {
      members.deallocate()
      finders.deallocate()
    }
    let end = end ?? .max
    while reader.offset < end, try reader.next() {
      isEmpty = false
      guard reader.hasWidth(header.width) else {
        reportRagged(reader, &found)
        continue
      }
      var isKnown = true
      for index in keys.indices {
        let cell = reader.cells[columns[index]]
        if let member = finders[index].findNear(reader.bytes(cell))
          ?? terms[index].findFurther(reader.bytes(cell))
          ?? (cell.hasPairedQuotes ? terms[index].find(reader.text(cell)) : nil)
        {
          members[index] = member
        } else {
          isKnown = false
          reject(cell, keys[index].axis, reader, &found)
        }
      }
      guard isKnown else {
        for target in targets { checkCells(target, reader, &found) }
        continue
      }
      for index in memories.indices {
        put(members, keys.count, programmeKey, index, memories[index], reader, &found)
      }
    }
  }

  private func reportRagged(_ reader: borrowing some TableSource & ~Copyable, _ found: inout TableProblems) {
    let (count, width) = (reader.cells.count, header.width)
    if let nameless = header.nameless, nameless.width == count {
      found.addOnce(nameless.excerpt) { .namelessColumn(at: $0) }
    } else {
      found.add(nil, in: reader) { .raggedRow(count, wanted: width, at: $0) }
    }
  }

  private static func targets(
    _ header: FiguresHeader, _ plan: Plan, _ reader: borrowing some TableSource & ~Copyable,
    _ found: inout TableProblems
  ) -> [FigureTarget]? {
    var targets: [FigureTarget] = []
    for group in header.groups {
      let size = plan.count(along: group.axes)
      guard size <= plan.limits[.cells] else {
        let name = plan[group.measure].name
        let limits = plan.limits
        found.add(nil, in: reader) { .tableTooLarge(name, size, limits, at: $0) }
        return nil
      }
      targets.append(FigureTarget(group, header.keys, plan))
    }
    return targets
  }

  @inline(never)
  private mutating func makeBlock(
    _ programme: Int, _ target: FigureTarget, _ reader: borrowing some TableSource & ~Copyable,
    _ found: inout TableProblems
  ) -> Unmanaged<FigureBlock>? {
    let key = FigureBlocks.Key(
      programme: ProgrammeID(programme), measure: target.group.measure, axes: target.group.axes)
    let block = blocks.block(key, load: load, cells: target.shape.count) {
      FigureBlock(shape: target.shape, keys: target.keyShape, unit: target.group.unit)
    }
    guard let block else {
      refuse(target.group.measure, reader, &found)
      return nil
    }
    target.memory.blocks[programme] = .passUnretained(block)
    target.memory.areInUnit[programme] = block.unit == target.group.unit
    target.memory.haveKeys[programme] = block.keys == target.keyShape
    return .passUnretained(block)
  }

  @inline(__always)
  private mutating func put(
    _ members: UnsafeMutablePointer<Int>, _ keyCount: Int, _ programmeKey: Int, _ index: Int,
    _ target: FigureTarget.Memory, _ reader: borrowing some TableSource & ~Copyable,
    _ found: inout TableProblems
  ) {
    let programme = members[programmeKey]
    guard let block = target.blocks[programme] ?? makeBlock(programme, targets[index], reader, &found) else {
      return
    }
    var (base, key) = (0, 0)
    for index in 0..<keyCount {
      base &+= members[index] &* target.strides[index]
      key &+= members[index] &* target.keyStrides[index]
    }
    let (line, file, hasKeys) = (reader.line, file, target.haveKeys[programme])
    let isRow = block._withUnsafeGuaranteedRef { $0.notesRow(key, hasKeys: hasKeys) }
    if target.areInUnit[programme], putPlainly(base, block, target, reader) {
      if !isRow {
        block._withUnsafeGuaranteedRef { block in
          for index in 0..<target.columnCount {
            block.note(base + target.offsets[index], line: line, file: file)
          }
        }
      }
    } else {
      putEach(
        (base, key), programme, block.takeUnretainedValue(), targets[index], reader, isRow ? nil : file,
        &found)
    }
    if isRow { block._withUnsafeGuaranteedRef { $0.note(key, line: line, file: file) } }
  }

  /// The factor that converts figures of this table to the unit of an earlier one; `nil` if the units are
  /// incompatible.
  private func factor(_ target: FigureTarget, _ block: FigureBlock, _ programme: Int) -> Rational? {
    if block.unit == target.group.unit { return .one }
    let measure = plan[target.group.measure]
    let demanded =
      measure.unit
      ?? (measure.isMoney ? plan.units.onlyCurrency.map { .unit($0) } : plan.programmes[programme].unit)
    guard let ours = target.group.unit ?? demanded, let theirs = block.unit ?? demanded,
      plan.units.dimension(of: ours) == plan.units.dimension(of: theirs)
    else { return nil }
    return plan.units.factor(of: ours).divided(by: plan.units.factor(of: theirs))
  }

  /// Fast path for most rows: every cell has the same number of decimal places, and nothing is wrong.
  @inline(__always)
  private func putPlainly(
    _ base: Int, _ block: Unmanaged<FigureBlock>, _ target: FigureTarget.Memory,
    _ reader: borrowing some TableSource & ~Copyable
  ) -> Bool {
    var places = 0
    let cells = reader.cells
    for index in 0..<target.columnCount {
      let bytes = reader.bytes(cells[target.columns[index]])
      if let value = TableNumber.plainDigits(bytes), index == 0 || places == 0 {
        target.values[index] = value
        continue
      }
      guard case .decimal(let value, let own) = TableNumber(bytes), index == 0 || own == places else {
        return false
      }
      target.values[index] = value
      places = own
    }
    return block._withUnsafeGuaranteedRef {
      $0.putRow(
        target.values, places: places, base: base, offsets: target.offsets, count: target.columnCount)
    }
  }

  private func putEach(
    _ place: (base: Int, key: Int), _ programme: Int, _ block: FigureBlock, _ target: FigureTarget,
    _ reader: borrowing some TableSource & ~Copyable, _ noted: Int?, _ found: inout TableProblems
  ) {
    let (base, key) = place
    guard let factor = factor(target, block, programme) else {
      let measure = plan[target.group.measure].name
      found.add(reader.cells[target.memory.columns[0]], in: reader) { .unitsOfTablesDiffer(measure, at: $0) }
      return
    }
    for index in 0..<target.memory.columnCount {
      let (cell, offset) = (reader.cells[target.memory.columns[index]], target.memory.offsets[index])
      let isNew: Bool
      switch TableNumber(reader.bytes(cell)) {
      case .missing: continue
      case .decimal(let value, let places) where factor == .one:
        isNew = block.put(value, places: places, at: base + offset)
      case .decimal(let value, let places):
        isNew = block.put(Rational(Int(value)) * .powerOfTen(-places) * factor, at: base + offset)
      case .long(let figure, _): isNew = block.put(figure * factor, at: base + offset)
      case .percent(let figure) where takesPercent(target.group, programme):
        isNew = block.put(figure * factor, at: base + offset)
      case .percent, .bad:
        guard reader.isUTF8 else {
          found.add(cell, in: reader) { .tableNotUTF8(at: $0) }
          continue
        }
        let text = reader.text(cell)
        found.add(cell, in: reader) { .notAFigure(text, at: $0) }
        continue
      }
      guard isNew else {
        reportTwice(cell, block.row(key: key, cell: base + offset), reader, &found)
        continue
      }
      if let file = noted { block.note(base + offset, line: reader.line, file: file) }
    }
  }

  /// Checks the figures of a row whose key is unknown, so that their mistakes are still reported.
  private func checkCells(
    _ target: FigureTarget, _ reader: borrowing some TableSource & ~Copyable, _ found: inout TableProblems
  ) {
    for index in 0..<target.memory.columnCount {
      let cell = reader.cells[target.memory.columns[index]]
      guard case .bad = TableNumber(reader.bytes(cell)) else { continue }
      let text = reader.text(cell)
      found.add(cell, in: reader) { .notAFigure(text, at: $0) }
    }
  }

  /// Whether a figure may have a percent sign, which is the case if plain numbers are percentages.
  private func takesPercent(_ group: FiguresHeader.Group, _ programme: Int) -> Bool {
    (group.unit ?? plan[group.measure].unit ?? plan.programmes[programme].unit).isPercent
  }

  private func reportTwice(
    _ cell: TableCell, _ row: (line: Int, file: Int), _ reader: borrowing some TableSource & ~Copyable,
    _ found: inout TableProblems
  ) {
    let (line, file) = row
    let place = line == 0 ? nil : "\(files[file]):\(line)"
    found.add(cell, in: reader) { .cellTwice(place, at: $0) }
  }

  private func reject(
    _ cell: TableCell, _ axis: AxisID, _ reader: borrowing some TableSource & ~Copyable,
    _ found: inout TableProblems
  ) {
    guard reader.isUTF8 else {
      found.add(cell, in: reader) { .tableNotUTF8(at: $0) }
      return
    }
    let text = NameSpelling.folded(reader.text(cell).trimmed)
    let name = axis == .programme ? StatementWord.programme.spelling : plan.axis(axis).name
    let names = axis == .programme ? plan.programmes.map(\.name) : plan.axis(axis).members.map(\.name)
    let labelled = axis == .programme ? plan.programmes.map(\.label) : plan.axis(axis).members.map(\.label)
    let isBorne: (String) -> Bool = {
      NameSpelling.folded($0) == text || NameSpelling.word(ofLabel: $0) == text
    }
    if labelled.count(where: { $0.map(isBorne) ?? false }) > 1 {
      found.add(cell, in: reader) { .ambiguousLabel(text, name, at: $0) }
      return
    }
    found.add(cell, in: reader) { .unknownKey(text, name, among: names, at: $0) }
  }
}

extension Problem {
  fileprivate static func tableTooLarge(
    _ measure: String, _ size: Int, _ limits: Limits, at origin: Origin
  ) -> Problem {
    Problem(
      .tooDeep,
      "`\(measure)` along these axes would be \(size.grouped) figures",
      at: origin, help: "break it down by fewer axes", limit: limits.reached(.cells))
  }

  fileprivate static func tablesTooLarge(_ measure: String, _ limits: Limits, at origin: Origin) -> Problem {
    Problem(
      .tooDeep,
      "with `\(measure)` of this programme the tables would be more than \(limits[.cells].grouped) figures, or more than this machine has memory for",
      at: origin, help: "break it down by fewer axes, or into several plans",
      limit: limits.reached(.cells))
  }

  fileprivate static func notAFigure(_ text: String, at origin: Origin) -> Problem {
    Problem(.badTableCell, "`\(text.shortened)` is not a figure", at: origin, help: help(for: text))
  }

  private static func help(for text: String) -> String {
    let text = text.trimmed
    if text.hasPrefix("("), text.hasSuffix(")") {
      return "write a negative figure with a minus: -\(String(text.dropFirst().dropLast()).shortened)"
    }
    if text.hasSuffix("%") { return "this measure is not in percent" }
    if text.contains(","), text.allSatisfy({ $0.isNumber || $0 == "," || $0 == "." }) {
      return "commas group digits in threes: 1,230; decimals come after a point: 1.23"
    }
    if text.lowercased().contains("e"), text.first?.isNumber == true {
      return "write the figure out, without an exponent"
    }
    return "a cell holds digits such as 1250, \"1,250\" or 12.5; empty or - is a missing figure"
  }

  fileprivate static func cellTwice(_ place: String?, at origin: Origin) -> Problem {
    Problem(
      .tableCellTwice, "this figure was given before\(place.map { ", at \($0)" } ?? "")", at: origin,
      help: "where both rows say the same, keep one of them; where each has a part, write the sum in one row")
  }

  fileprivate static func ambiguousLabel(_ text: String, _ axis: String, at origin: Origin) -> Problem {
    Problem(
      .badTableCell, "several members of `\(axis)` are labelled `\(text.shortened)`", at: origin,
      help: "write its name instead")
  }

  fileprivate static func unitsOfTablesDiffer(_ measure: String, at origin: Origin) -> Problem {
    Problem(
      .badTableHeader, "another table gives `\(measure)` in another unit", at: origin,
      help: "write the same unit in the headers of both: `\(measure) in …`")
  }

  fileprivate static func unknownKey(_ text: String, _ axis: String, among names: [String], at origin: Origin)
    -> Problem
  {
    let near = Suggestion.nearest(to: text, among: names)
    return Problem(
      .badTableCell,
      text.isEmpty ? "this row does not say which `\(axis)`" : "`\(axis)` has no member `\(text.shortened)`",
      at: origin, help: near.map { "did you mean `\($0)`?" })
  }
}
