internal import PlanRules

extension Parser {
  /// What follows `sweep`.
  mutating func sweepSyntax() throws(Problem) -> SweepSyntax {
    var unknowns: [SweepSyntax.Unknown] = []
    repeat { unknowns.append(try sweptUnknown()) } while take(.comma)
    let amendments = at(.openBrace) ? try block { (parser) throws(Problem) in try parser.amendment() } : []
    try expect(word: .show)
    var shown: [ExpressionSyntax] = []
    repeat { shown.append(try expression()) } while take(.comma)
    return SweepSyntax(unknowns: unknowns, amendments: amendments, shown: shown)
  }

  private mutating func sweptUnknown() throws(Problem) -> SweepSyntax.Unknown {
    let start = current.span
    let name = try newName("a name for the figure that is swept")
    try expect(word: .from)
    let from = try sum()
    try expect(word: .to)
    let to = try sum()
    let step = take(word: .step) ? try sum() : nil
    return SweepSyntax.Unknown(name: name, from: from, to: to, step: step, span: span(from: start))
  }
}
