internal import PlanRules

/// Reads tables of figures into one block of figures for each breakdown of each measure of each programme.
struct FiguresTable {
  let resolver: Resolver
  private var blocks: [BlockKey: FigureBlock] = [:]
  private var order: [(key: BlockKey, load: LoadSyntax, unit: FigureUnit?)] = []
  private var files: [TableFile] = []

  private struct BlockKey: Hashable {
    let programme: ProgrammeID
    let measure: MeasureID
    let axes: [AxisID]
  }

  private var plan: Plan { resolver.plan }

  /// Of all figures of one breakdown of one programme.
  private static let mostCells = 50_000_000

  init(resolver: Resolver) { self.resolver = resolver }

  /// What was read, in the order of reading; each block makes room for its column.
  consuming func loaded() -> LoadedFigures {
    var blocks = blocks
    self.blocks = [:]
    let sources = files.map(\.source)
    let origin: @Sendable (Int, Int) -> Origin = { file, line in
      Span(file: sources[file], start: line, end: line).origin
    }
    return LoadedFigures(
      figures: order.map { key, load, unit in
        let block = blocks.removeValue(forKey: key)
        let table = FigureTable(
          column: block?.column() ?? Column(nil as Rational?), unit: unit,
          places: block?.tablePlaces(origin)
            ?? TablePlaces(keys: .scalar, lines: [], files: [], origin: origin))
        return (
          key.programme,
          DeclaredFigures(
            measure: key.measure, axes: key.axes, content: .table(table), origin: load.span.origin)
        )
      })
  }

  mutating func read(
    _ file: TableFile, _ load: LoadSyntax, _ sources: inout Sources, _ problems: inout [Problem]
  ) {
    var found = TableProblems(file)
    do throws(TableReader.Failure) {
      var reader = try TableReader(path: file.path)
      guard try reader.next() else {
        problems.append(.emptyTable(file.name, at: load.span.origin))
        return
      }
      guard reader.isUTF8 else {
        found.add(nil, in: reader) { .tableNotUTF8(at: $0) }
        problems += found.problems(&sources)
        return
      }
      var wrong: [Problem] = []
      let header = FiguresHeader(reader, load, resolver: resolver, file.name, &found, &wrong)
      problems += wrong
      if found.isEmpty, wrong.isEmpty { try readRows(&reader, header, file, load, &found) }
    } catch {
      problems.append(error.problem(file, at: load.span.origin))
    }
    problems += found.problems(&sources)
  }

  // MARK: Rows

  /// A group of columns as the rows need it: how far each key and column reaches into the block. In plain memory: a row
  /// passes here for each of a million figures.
  private final class Target {
    let group: FiguresHeader.Group
    let shape: Shape
    let keyShape: Shape
    let columnCount: Int
    let columns: UnsafeMutablePointer<Int>
    let offsets: UnsafeMutablePointer<Int>
    /// Beside the keys of the header.
    let strides: UnsafeMutablePointer<Int>
    let keyStrides: UnsafeMutablePointer<Int>
    /// By programme, made when a row first speaks of it.
    let blocks: UnsafeMutablePointer<FigureBlock?>
    let values: UnsafeMutablePointer<Int64>
    private let programmes: Int

    init(_ group: FiguresHeader.Group, _ keys: [FiguresHeader.Key], _ plan: Plan) {
      func kept(_ values: [Int]) -> UnsafeMutablePointer<Int> {
        let memory = UnsafeMutablePointer<Int>.allocate(capacity: max(1, values.count))
        memory.initialize(from: values, count: values.count)
        return memory
      }
      self.group = group
      let shape = Shape(group.axes.map { ($0, plan.axis($0).members.count) })
      let keyShape = Shape(
        keys.filter { $0.axis != .programme }.map { ($0.axis, plan.axis($0.axis).members.count) })
      (self.shape, self.keyShape) = (shape, keyShape)
      columnCount = group.columns.count
      columns = kept(group.columns.map(\.column))
      offsets = kept(group.columns.map { shape.index(of: $0.members) })
      strides = kept(keys.map { shape.stride(of: $0.axis) })
      keyStrides = kept(keys.map { keyShape.stride(of: $0.axis) })
      programmes = plan.programmes.count
      blocks = .allocate(capacity: max(1, programmes))
      blocks.initialize(repeating: nil, count: programmes)
      values = .allocate(capacity: max(1, columnCount))
    }

    deinit {
      columns.deallocate()
      offsets.deallocate()
      strides.deallocate()
      keyStrides.deallocate()
      blocks.deinitialize(count: programmes)
      blocks.deallocate()
      values.deallocate()
    }
  }

  private mutating func readRows(
    _ reader: inout TableReader, _ header: FiguresHeader, _ file: TableFile, _ load: LoadSyntax,
    _ found: inout TableProblems
  ) throws(TableReader.Failure) {
    let keys = header.keys
    guard let targets = targets(header, reader, &found) else { return }
    files.append(file)
    let number = files.count - 1
    var terms = keys.map { key in
      TermIndex(
        key.axis == .programme
          ? plan.programmes.map { AxisMember(name: $0.name, label: $0.label) } : plan.axis(key.axis).members)
    }
    let programmeKey = keys.firstIndex { $0.axis == .programme } ?? 0
    let columns = keys.map(\.column)
    let members = UnsafeMutablePointer<Int>.allocate(capacity: keys.count)
    defer { members.deallocate() }
    var isEmpty = true
    while try reader.next() {
      isEmpty = false
      guard reader.cells.count == header.width else {
        let count = reader.cells.count
        found.add(nil, in: reader) { .raggedRow(count, wanted: header.width, at: $0) }
        continue
      }
      var isKnown = true
      for index in keys.indices {
        let cell = reader.cells[columns[index]]
        if let member = terms[index].find(reader.bytes(cell))
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
      for target in targets { put(members, keys.count, programmeKey, target, reader, number, load, &found) }
    }
    if isEmpty { found.add(nil, in: reader) { .emptyTable(file.name, at: $0) } }
  }

  private func targets(
    _ header: FiguresHeader, _ reader: borrowing TableReader, _ found: inout TableProblems
  ) -> [Target]? {
    var targets: [Target] = []
    for group in header.groups {
      let size = group.axes.reduce(1) { product, axis in
        let (size, overflow) = product.multipliedReportingOverflow(by: plan.axis(axis).members.count)
        return overflow ? .max : size
      }
      guard size <= FiguresTable.mostCells else {
        let name = plan[group.measure].name
        found.add(nil, in: reader) { .tableTooLarge(name, size, at: $0) }
        return nil
      }
      targets.append(Target(group, header.keys, plan))
    }
    return targets
  }

  @inline(never)
  private mutating func makeBlock(_ programme: Int, _ target: Target, _ load: LoadSyntax) -> FigureBlock {
    let key = BlockKey(
      programme: ProgrammeID(programme), measure: target.group.measure, axes: target.group.axes)
    let block =
      blocks[key] ?? FigureBlock(shape: target.shape, keys: target.keyShape, unit: target.group.unit)
    if blocks.updateValue(block, forKey: key) == nil { order.append((key, load, target.group.unit)) }
    target.blocks[programme] = block
    return block
  }

  @inline(__always)
  private mutating func put(
    _ members: UnsafeMutablePointer<Int>, _ keyCount: Int, _ programmeKey: Int, _ target: Target,
    _ reader: borrowing TableReader, _ file: Int, _ load: LoadSyntax, _ found: inout TableProblems
  ) {
    let programme = members[programmeKey]
    let block = target.blocks[programme] ?? makeBlock(programme, target, load)
    var (base, key) = (0, 0)
    for index in 0..<keyCount {
      base &+= members[index] &* target.strides[index]
      key &+= members[index] &* target.keyStrides[index]
    }
    let isRow = block.notesRow(key, target.keyShape)
    if block.unit == target.group.unit, putPlainly(base, block, target, reader) {
      if !isRow {
        for index in 0..<target.columnCount {
          block.note(base + target.offsets[index], line: reader.line, file: file)
        }
      }
    } else {
      putEach((base, key), programme, block, target, reader, isRow ? nil : file, &found)
    }
    if isRow { block.note(key, line: reader.line, file: file) }
  }

  /// By how much figures of this table are multiplied beside those of an earlier one in another unit; `nil` where the two
  /// do not fit.
  private func factor(_ target: Target, _ block: FigureBlock, _ programme: Int) -> Rational? {
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

  /// Most rows: figures of the same places in every cell, and nothing wrong with any.
  @inline(__always)
  private func putPlainly(
    _ base: Int, _ block: FigureBlock, _ target: Target, _ reader: borrowing TableReader
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
    return block.putRow(
      target.values, places: places, base: base, offsets: target.offsets, count: target.columnCount)
  }

  private func putEach(
    _ place: (base: Int, key: Int), _ programme: Int, _ block: FigureBlock, _ target: Target,
    _ reader: borrowing TableReader, _ noted: Int?, _ found: inout TableProblems
  ) {
    let (base, key) = place
    guard let factor = factor(target, block, programme) else {
      let measure = plan[target.group.measure].name
      found.add(reader.cells[target.columns[0]], in: reader) { .unitsOfTablesDiffer(measure, at: $0) }
      return
    }
    for index in 0..<target.columnCount {
      let (cell, offset) = (reader.cells[target.columns[index]], target.offsets[index])
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

  /// The figures of a row that belongs nowhere: what is wrong with them is wrong all the same.
  private func checkCells(_ target: Target, _ reader: borrowing TableReader, _ found: inout TableProblems) {
    for index in 0..<target.columnCount {
      let cell = reader.cells[target.columns[index]]
      guard case .bad = TableNumber(reader.bytes(cell)) else { continue }
      let text = reader.text(cell)
      found.add(cell, in: reader) { .notAFigure(text, at: $0) }
    }
  }

  /// Where plain numbers are percent, one may say so.
  private func takesPercent(_ group: FiguresHeader.Group, _ programme: Int) -> Bool {
    (group.unit ?? plan[group.measure].unit ?? plan.programmes[programme].unit).isPercent
  }

  private func reportTwice(
    _ cell: TableReader.Cell, _ row: (line: Int, file: Int), _ reader: borrowing TableReader,
    _ found: inout TableProblems
  ) {
    let (line, file) = row
    let place = line == 0 ? nil : "\(files[file].name):\(line)"
    found.add(cell, in: reader) { .cellTwice(place, at: $0) }
  }

  private func reject(
    _ cell: TableReader.Cell, _ axis: AxisID, _ reader: borrowing TableReader, _ found: inout TableProblems
  ) {
    guard reader.isUTF8 else {
      found.add(cell, in: reader) { .tableNotUTF8(at: $0) }
      return
    }
    let text = reader.text(cell).trimmed
    let name = axis == .programme ? "programme" : plan.axis(axis).name
    let names = axis == .programme ? plan.programmes.map(\.name) : plan.axis(axis).members.map(\.name)
    let labelled = axis == .programme ? plan.programmes.map(\.label) : plan.axis(axis).members.map(\.label)
    if labelled.count(where: { $0 == text }) > 1 {
      found.add(cell, in: reader) { .ambiguousLabel(text, name, at: $0) }
      return
    }
    found.add(cell, in: reader) { .unknownKey(text, name, among: names, at: $0) }
  }
}

extension Problem {
  fileprivate static func tableTooLarge(_ measure: String, _ size: Int, at origin: Origin) -> Problem {
    Problem(
      .tooDeep,
      "`\(measure)` along these axes would be \(size == .max ? "too many figures to count" : "\(size) figures")",
      at: origin, help: "break it down by fewer axes")
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
      return "commas group digits in threes: 1,230; decimals stand behind a point: 1.23"
    }
    if text.lowercased().contains("e"), text.first?.isNumber == true {
      return "write the figure out, without an exponent"
    }
    return "a cell holds digits such as 1250, \"1,250\" or 12.5; empty or - is a missing figure"
  }

  fileprivate static func cellTwice(_ place: String?, at origin: Origin) -> Problem {
    Problem(
      .tableCellTwice, "this figure was given before\(place.map { ", at \($0)" } ?? "")", at: origin,
      help: "two rows have the same keys: leave one out")
  }

  fileprivate static func ambiguousLabel(_ text: String, _ axis: String, at origin: Origin) -> Problem {
    Problem(
      .badTableCell, "several members of `\(axis)` are labelled `\(text.shortened)`", at: origin,
      help: "write the name of the one that is meant")
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
