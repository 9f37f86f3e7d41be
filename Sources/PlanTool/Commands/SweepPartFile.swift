import Glibc
import PlanLang
import PlanRules

/// Identifies one part of a sweep, such as the third of sixteen.
struct Shard: Hashable {
  let number: Int
  let count: Int

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count > 0, count <= 1_000_000,
      (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// The steps of this part.
  func steps(of length: Int) -> Range<Int> {
    let (whole, rest) = length.quotientAndRemainder(dividingBy: count)
    let start: (Int) -> Int = { $0 * whole + min($0, rest) }
    return start(number - 1)..<start(number)
  }
}

/// The exact figures of one part of a sweep, and what it is a part of. Lines of words and figures:
///
///     codi-plan sweep part 1
///     shard 3/16
///     plan scenarios/fy2561.plan
///     checksum 1f2e3d4c
///     sweep x from 0 to 500 …
///     steps 64 128           the steps that follow, one line for each figure that is shown: its figures in order
///     = 1/2 3/4 - …
///     end 5c0ffee            a checksum of the lines from `steps` on
struct SweepPartFile {
  let shard: Shard
  let asked: String
  let files: [String]
  let folders: [String]
  let scenario: String?
  let asOf: String?
  let checksum: String
  private var lines: [Substring] = []
  private var name = ""

  struct Unreadable: Error {
    let reason: String
    var help: String?
  }

  private static let title = "codi-plan sweep part 1"

  init(shard: Shard, asked: String, plan: PlanOptions, answer: AnswerOptions, _ open: OpenPlan) {
    self.shard = shard
    self.asked = asked
    files = plan.files
    folders = plan.folders
    scenario = answer.scenario
    asOf = answer.asOf
    checksum = SweepPartFile.checksum(open.sources)
  }

  /// FNV-1a, 64 bits, over the texts and tables of a plan.
  static func checksum(_ sources: Sources) -> String {
    var sum = emptySum
    for text in sources.texts where text.name != "command line" && text.name != "--as-of" {
      let bytes = text.isTable ? (try? StateFile.bytes(of: text.name)) ?? [] : text.bytes
      add(bytes, to: &sum)
    }
    return String(sum, radix: 16)
  }

  private static let emptySum: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func add(_ bytes: some Sequence<UInt8>, to sum: inout UInt64) {
    for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  private static func add(_ text: String, to sum: inout UInt64) { add(text.utf8, to: &sum) }

  // MARK: Writing

  func write(_ run: SweepRun) throws(Problem) {
    if run.wholes.contains(.atOnce) { throw Problem.notInParts(at: run.sweep.origin) }
    var head = [SweepPartFile.title, "shard \(shard.number)/\(shard.count)", "checksum \(checksum)"]
    head += files.map { "plan " + StateFile.escaped($0) } + folders.map { "allow " + StateFile.escaped($0) }
    if let scenario { head.append("scenario " + StateFile.escaped(scenario)) }
    if let asOf { head.append("as-of " + StateFile.escaped(asOf)) }
    head.append("sweep " + StateFile.escaped(asked))
    writeOutput(head.joined(separator: "\n") + "\n")
    let progress = ProgressBar(run.sweep.length / shard.count)
    var sum = SweepPartFile.emptySum
    let steps = shard.steps(of: run.sweep.length)
    try run.parts(of: steps) { part in
      var text = "steps \(part.steps.lowerBound) \(part.steps.upperBound)"
      for range in part.refused { text += " \(range.lowerBound) \(range.upperBound)" }
      text += "\n"
      for figures in part.figures {
        text += "= " + figures.map { $0?.exactText ?? "-" }.joined(separator: " ") + "\n"
      }
      SweepPartFile.add(text, to: &sum)
      writeOutput(text)
      progress.show(part.steps.upperBound - steps.lowerBound)
      return true
    }
    progress.clear()
    writeOutput("end \(String(sum, radix: 16))\n")
  }

  // MARK: Reading

  init(path: String) throws(Unreadable) {
    let text: String
    do throws(SystemReason) {
      text = try StateFile.read(path)
    } catch {
      throw Unreadable(reason: "`\(path)` cannot be read: \(error.words)", help: error.help)
    }
    let lines = text.split(separator: "\n")
    guard lines.first == Substring(SweepPartFile.title) else {
      throw Unreadable(reason: "`\(path)` is no part of a sweep")
    }
    func values(_ key: String) -> [String] {
      lines.prefix { !$0.hasPrefix("steps ") }.filter { $0.hasPrefix(key + " ") }.map {
        StateFile.unescaped($0.dropFirst(key.count + 1))
      }
    }
    guard let shard = values("shard").first.flatMap({ Shard($0) }), let checksum = values("checksum").first,
      let asked = values("sweep").first, lines.last?.hasPrefix("end ") == true
    else {
      throw Unreadable(reason: "`\(path)` is cut off, or no part of a sweep: work it out again")
    }
    name = path
    self.shard = shard
    self.checksum = checksum
    self.asked = asked
    files = values("plan")
    folders = values("allow")
    scenario = values("scenario").first
    asOf = values("as-of").first
    self.lines = Array(lines.drop { !$0.hasPrefix("steps ") }.dropLast())
    var sum = SweepPartFile.emptySum
    for line in self.lines { SweepPartFile.add(line + "\n", to: &sum) }
    guard lines.last == "end \(String(sum, radix: 16))" else { throw damaged }
  }

  /// Checks that the parts all belong to one sweep.
  static func requireWhole(_ files: [SweepPartFile]) throws(Unreadable) -> SweepPartFile {
    guard let first = files.first else { throw Unreadable(reason: "name the parts to merge") }
    for file in files.dropFirst()
    where file.asked != first.asked || file.checksum != first.checksum
      || file.shard.count != first.shard.count
      || file.scenario != first.scenario || file.asOf != first.asOf
    {
      throw Unreadable(reason: "`\(file.name)` and `\(first.name)` are parts of different sweeps")
    }
    var seen: [Int: String] = [:]
    for file in files {
      if let other = seen.updateValue(file.name, forKey: file.shard.number) {
        throw Unreadable(reason: "`\(other)` and `\(file.name)` are the same part, \(file.shard.number)")
      }
    }
    let missing = (1...first.shard.count).filter { seen[$0] == nil }
    guard missing.isEmpty else {
      let list = missing.prefix(8).map(String.init).joined(separator: ", ") + (missing.count > 8 ? ", …" : "")
      throw Unreadable(reason: "of \(first.shard.count) parts these are missing: \(list)")
    }
    return first
  }

  func readParts(_ run: SweepRun) throws(Unreadable) -> [SweepRun.Part] {
    var parts: [SweepRun.Part] = []
    var expected = shard.steps(of: run.sweep.length)
    var rest = lines[...]
    while let head = rest.popFirst() {
      let numbers = head.split(separator: " ").dropFirst().compactMap { Int($0) }
      guard head.hasPrefix("steps "), numbers.count >= 2, numbers.count % 2 == 0,
        numbers[0] == expected.lowerBound,
        numbers[1] > numbers[0], numbers[1] <= expected.upperBound
      else { throw damaged }
      var figures: [[Rational?]] = []
      for whole in run.wholes {
        guard let line = rest.popFirst(), line.hasPrefix("= ") else { throw damaged }
        let words = line.split(separator: " ").dropFirst()
        guard words.count == (whole == nil ? numbers[1] - numbers[0] : 1) else { throw damaged }
        var row: [Rational?] = []
        for word in words {
          guard word != "-" else {
            row.append(nil)
            continue
          }
          guard let figure = Rational(exactText: word) else { throw damaged }
          row.append(figure)
        }
        figures.append(row)
      }
      var refused: [Range<Int>] = []
      for index in stride(from: 2, to: numbers.count, by: 2) {
        guard numbers[index] < numbers[index + 1], numbers[index] >= numbers[0],
          numbers[index + 1] <= numbers[1]
        else {
          throw damaged
        }
        refused.append(numbers[index]..<numbers[index + 1])
      }
      parts.append(SweepRun.Part(steps: numbers[0]..<numbers[1], figures: figures, refused: refused))
      expected = numbers[1]..<expected.upperBound
    }
    guard expected.isEmpty else { throw damaged }
    return parts
  }

  private var damaged: Unreadable { Unreadable(reason: "`\(name)` is damaged: work it out again") }
}

extension Problem {
  fileprivate static func notInParts(at origin: Origin) -> Problem {
    Problem(
      .badSweep, "what is shown can only be worked out over all steps at once", at: origin,
      help:
        "in parts, show sums, counts, smallest and largest figures by themselves: `sum(… over x)`, `count(… over x)`"
    )
  }
}
