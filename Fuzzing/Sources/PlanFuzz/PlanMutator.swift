import FuzzTargets
import PlanLang

/// Changes a plan as people and mishaps would: statements come, go, change places and are written twice; figures become
/// strange ones; a name becomes another one of the plan; an expression stands where another stood.
struct PlanMutator {
  private var lines: [[UInt8]]
  private let input: FuzzTarget.Input
  private var generator: PlanGenerator

  init(_ bytes: [UInt8], input: FuzzTarget.Input, dice: Dice) {
    lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    self.input = input
    generator = PlanGenerator(names: PlanMutator.names(in: bytes), dice: dice, isTyped: input == .lines)
  }

  private static func names(in bytes: [UInt8]) -> [String] {
    let source = SourceText(name: "", bytes: bytes)
    guard source.firstBadByte == nil else { return [] }
    var seen: Set<String> = []
    return Pipeline.tokens(source).tokens.compactMap { token in
      guard case .name = token.kind, seen.insert(token.spelling).inserted else { return nil }
      return token.spelling
    }
  }

  mutating func changed() -> [UInt8] {
    for _ in 0...generator.dice.roll(3) { change() }
    return Array(lines.joined(separator: [10]))
  }

  private mutating func change() {
    let place = generator.dice.roll(lines.count + 1)
    switch generator.dice.roll(10) {
    case 0, 1, 2: lines.insert(Array(generator.statement().utf8), at: place)
    case 3 where !lines.isEmpty: lines.remove(at: min(place, lines.count - 1))
    case 4 where !lines.isEmpty: lines.insert(generator.dice.pick(lines), at: place)
    case 5 where lines.count > 1: lines.swapAt(generator.dice.roll(lines.count), min(place, lines.count - 1))
    case 6 where input == .bundle && !lines.isEmpty: changeCell(min(place, lines.count - 1))
    default: if !lines.isEmpty { changeToken(of: min(place, lines.count - 1)) }
    }
  }

  /// Puts something else in the place of one token of a line.
  private mutating func changeToken(of line: Int) {
    let source = SourceText(name: "", bytes: lines[line])
    guard source.firstBadByte == nil else { return }
    let tokens = Pipeline.tokens(source).tokens.filter { $0.span.end > $0.span.start }
    guard !tokens.isEmpty else { return }
    let token = generator.dice.pick(tokens)
    let other: String
    switch token.kind {
    case .number: other = generator.dice.oneIn(4) ? generator.expression(depth: 2) : generator.number()
    case .name: other = generator.dice.oneIn(4) ? generator.expression(depth: 1) : generator.name()
    case .symbol: other = generator.mark()
    case .text: other = generator.text()
    case .date: other = generator.date()
    case .lineEnd, .comment, .documentation, .fileEnd:
      other = generator.dice.oneIn(2) ? "" : generator.comment()
    }
    lines[line].replaceSubrange(token.span.start..<token.span.end, with: Array(other.utf8))
  }

  /// Puts something else into one cell of a line of a table.
  private mutating func changeCell(_ line: Int) {
    var cells = lines[line].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(
      Array.init)
    guard !cells.isEmpty else { return }
    let place = generator.dice.roll(cells.count)
    switch generator.dice.roll(5) {
    case 0: cells.remove(at: place)
    case 1: cells.insert(Array(generator.cell().utf8), at: place)
    case 2: cells[place] = [34] + cells[place] + [34]
    default: cells[place] = Array(generator.cell().utf8)
    }
    lines[line] = Array(cells.joined(separator: [UInt8(ascii: ",")]))
  }
}
