internal import PlanRules

/// Reads tables of figures into one block per breakdown of each measure of each programme.
struct FiguresTable {
  let resolver: Resolver
  private var blocks: FigureBlocks
  private var files: [TableFile] = []
  /// Remarks on the tables that were read.
  private var remarks: [Problem] = []

  private var plan: Plan { resolver.plan }

  init(resolver: Resolver) {
    self.resolver = resolver
    blocks = FigureBlocks(limits: resolver.plan.limits)
  }

  /// The figures read, in reading order.
  consuming func loaded() -> LoadedFigures {
    let sources = files.map(\.source)
    let origin: @Sendable (Int, Int) -> Origin = { file, line in
      Span(file: sources[file], start: line, end: line).origin
    }
    return LoadedFigures(figures: blocks.takeColumns(origin), remarks: remarks)
  }

  mutating func read(
    _ file: TableFile, _ load: LoadSyntax, _ excerpts: inout Excerpts, _ problems: inout [Problem]
  ) {
    var found = TableProblems(file)
    do throws(TableFailure) {
      var reader = try file.open()
      guard try reader.next() else {
        problems.append(.emptyTable(file.name, at: load.span.origin))
        return
      }
      guard reader.isUTF8 else {
        found.add(nil, in: reader) { .tableNotUTF8(at: $0) }
        problems += found.problems(&excerpts)
        return
      }
      if let remark = Problem.otherEncoding(reader.encoding, file.name, at: load.span.origin) {
        remarks.append(remark)
      }
      var wrong: [Problem] = []
      let header = FiguresHeader(reader, load, resolver: resolver, file.name, &found, &wrong)
      problems += wrong
      if found.isEmpty, wrong.isEmpty { try readRows(&reader, header, file, load, &found) }
    } catch {
      problems.append(error.problem(file, at: load.span.origin))
    }
    problems += found.problems(&excerpts)
  }

  private mutating func readRows(
    _ reader: inout some TableSource & ~Copyable, _ header: FiguresHeader, _ file: TableFile,
    _ load: LoadSyntax,
    _ found: inout TableProblems
  ) throws(TableFailure) {
    files.append(file)
    let firstLine = reader.excerpt(of: nil)
    let taken = blocks
    // Release our reference, so that adding rows does not copy the blocks.
    blocks = FigureBlocks(limits: plan.limits)
    guard
      var rows = FigureRows(
        into: taken, header, plan, load, files: files.map(\.name), reader, &found)
    else { return }
    defer { blocks = rows.blocks }
    try rows.read(&reader, &found)
    if rows.isEmpty { found.add(firstLine) { .headerAlone(file.name, at: $0) } }
  }
}
