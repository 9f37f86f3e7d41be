import Foundation
import TestSupport
import Testing

/// Parts of a sweep that other processes work out, put together: as if it had been run at once.
@Suite struct SweepPartTests {
  static let plan = """
    plan "parts"
    fiscal year 2561
    unit household "ครัวเรือน"
    currency baht "บาท"
    carry surplus and shortfall
    programme a "ก" in household { target by quarter 400, 300, 900, 800; actual by quarter 350, 330, 700, - }
    programme b "ข" in household { target by quarter 50, 60, 70, 80; actual by quarter 60, 50, 90, 10 }
    kpi reach "ถึงเป้า" passes when a.rate >= 70%
    scenario other { set b.actual[Q1] = 20 }

    """

  /// Each by step, overdrawn towards the end, with figures of the whole sweep beside.
  static let long =
    "x from 0 to 900 step 5 { move x of target from a to b in Q4 } show a.target, b.rate, b.light, reach.passes, "
    + "count(b.rate >= 50% over x), sum(b.adjusted[Q4] over x), min(b.rate over x), max(a.gap over x)"
  static let short =
    "x from 1 to 5 { set a.actual[Q4] = x * 1,000,000,000,000,000,000 household } show a.result, a.rate"
  static let two =
    "x from 0 to 20 step 5, y from 50% to 150% step 25% { move x of target from a to b in Q1; scale b.actual by y } show b.rate"

  /// Files of the parts of a sweep, in order.
  static func parts(_ folder: TableFolder, _ sweep: String, _ count: Int, _ more: [String] = []) throws
    -> [String]
  {
    try (1...count).map { number in
      let run = try Tool(["sweep", sweep, folder.plan, "--shard", "\(number)/\(count)"] + more)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      try folder.write(run.output, to: "part\(number)")
      return folder.file("part\(number)").path
    }
  }

  @Test(arguments: [(long, 1), (long, 2), (long, 3), (long, 7), (long, 16), (short, 8), (two, 3)])
  func partsAreEqualToTheWhole(_ sweep: String, _ count: Int) throws {
    let folder = try TableFolder(Self.plan)
    let parts = try Self.parts(folder, sweep, count)
    // Turned round and cut somewhere in the middle.
    let turned = Array(parts.reversed())
    let order = turned.dropFirst(count / 3) + turned.prefix(count / 3)
    for format in ["text", "markdown", "csv", "json"] {
      let whole = try Tool(["sweep", sweep, folder.plan, "--format", format])
      let merged = try Tool(["merge"] + order + ["--format", format])
      #expect(whole.status == 0 && merged.status == 0, "\(whole.errors) \(merged.errors)")
      #expect(merged.output == whole.output && !whole.output.isEmpty, "\(count) parts as \(format)")
    }
  }

  /// More steps than are worked out at once, and figures past 64 bits among them.
  @Test func longPartsAreEqualToTheWhole() throws {
    let folder = try TableFolder(Self.plan)
    let sweep =
      "x from 9,223,372,036,854,770,000 to 9,223,372,036,854,778,999 { set a.actual[Q4] = x } "
      + "show sum(a.result over x), count(a.rate > 1 over x), max(a.gap over x)"
    let parts = try Self.parts(folder, sweep, 3)
    for format in ["text", "json"] {
      let whole = try Tool(["sweep", sweep, folder.plan, "--format", format])
      #expect(try Tool(["merge", parts[1], parts[2], parts[0], "--format", format]).output == whole.output)
    }
  }

  /// A part knows in which scenario, and when, it was asked.
  @Test func scenariosAndMomentsGoWithTheParts() throws {
    let folder = try TableFolder(Self.plan)
    let more = ["--scenario", "other", "--as-of", "Q2"]
    let sweep = "x from 0 to 300 step 5 { move x of target from a to b in Q1 } show b.gap, sum(b.gap over x)"
    let parts = try Self.parts(folder, sweep, 2, more)
    let whole = try Tool(["sweep", sweep, folder.plan] + more)
    #expect(whole.status == 0)
    #expect(try Tool(["merge"] + parts).output == whole.output)
    for some in [[], ["--scenario", "other"], ["--as-of", "Q2"]] {
      #expect(try Tool(["sweep", sweep, folder.plan] + some).output != whole.output)
    }
  }

  // MARK: What is refused

  /// `merge` says why it refuses, and writes nothing.
  private func expectRefused(
    _ parts: [String], _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try Tool(["merge"] + parts + ["--format", "csv"])
    #expect(
      run.status == 2 && run.output.isEmpty, "\(run.status): \(run.output)", sourceLocation: sourceLocation)
    #expect(run.errors.contains(reason), "\(run.errors)", sourceLocation: sourceLocation)
  }

  @Test func partsThatDoNotBelongTogetherAreRefused() throws {
    let folder = try TableFolder(Self.plan)
    let parts = try Self.parts(folder, Self.short, 3)
    try expectRefused([parts[0], parts[2]], "of 3 parts these are missing: 2")
    try expectRefused(parts + [parts[1]], "are the same part, 2")
    try expectRefused([parts[0], folder.file("nowhere").path, parts[2]], "cannot be read")
    try expectRefused([parts[0], folder.plan, parts[2]], "is no part of a sweep")

    let foreign = try Tool(["sweep", Self.two, folder.plan, "--shard", "2/3"])
    try folder.write(foreign.output, to: "foreign")
    try expectRefused([parts[0], folder.file("foreign").path, parts[2]], "parts of different sweeps")
    for (name, more) in [("scenario", ["--scenario", "other"]), ("moment", ["--as-of", "Q2"])] {
      let other = try Tool(["sweep", Self.short, folder.plan, "--shard", "2/3"] + more)
      try folder.write(other.output, to: name)
      try expectRefused([parts[0], folder.file(name).path, parts[2]], "parts of different sweeps")
    }
    let finer = try Tool(["sweep", Self.short, folder.plan, "--shard", "2/4"])
    try folder.write(finer.output, to: "finer")
    try expectRefused([parts[0], folder.file("finer").path, parts[2]], "parts of different sweeps")
  }

  @Test func aChangedPlanIsRefused() throws {
    let folder = try TableFolder(Self.plan)
    let parts = try Self.parts(folder, Self.short, 2)
    try folder.write(Self.plan.replacingOccurrences(of: "330", with: "331"), to: "test.plan")
    try expectRefused(parts, "the plan has changed since these parts were worked out")
    try FileManager.default.removeItem(at: folder.file("test.plan"))
    try expectRefused(parts, "cannot be opened")
  }

  /// Each kind of damage to the second of two parts.
  @Test(
    arguments: [
      ("\nend ", "\n"), ("\n= ", "\n= 1x "), ("\n= ", "\n= 1 "), ("\n= ", "\n"), ("\n= ", "\n= - "),
      ("\nsteps 3 5", "\nsteps 2 5"), ("\nsteps 3 5", "\nsteps 3 4"), ("\nsteps 3 5", "\nsteps three 5"),
      ("\nsteps 3 5", "\nsteps 3 5 4"), ("steps", "stops"), ("\nshard 2/2", "\nshard 3/2"),
      ("\nchecksum ", "\nchecksum 0"), ("codi-plan", "codi"),
    ])
  func damagedPartsAreRefused(_ whole: String, _ damaged: String) throws {
    let folder = try TableFolder(Self.plan)
    let parts = try Self.parts(folder, Self.short, 2)
    let text = try String(contentsOfFile: parts[1], encoding: .utf8)
    #expect(text.contains(whole))
    try folder.write(text.replacingOccurrences(of: whole, with: damaged), to: "part2")
    try expectRefused(parts, "part2`")
  }

  /// Wherever a part is cut off, as where a disk was full.
  @Test func partsThatAreCutOffAreRefused() throws {
    let folder = try TableFolder(Self.plan)
    let parts = try Self.parts(folder, Self.short, 2)
    let text = try String(contentsOfFile: parts[1], encoding: .utf8)
    for length in [0, 1, text.count / 3, text.count / 2, text.count - 6, text.count - 4] {
      try folder.write(String(text.prefix(length)), to: "part2")
      try expectRefused(parts, "part2`")
    }
  }

  @Test(arguments: ["0/3", "4/3", "1/0", "-1/3", "3", "1/2/3", "a/b", "", "1/"])
  func shardsThatDoNotExistAreRefused(_ shard: String) throws {
    let folder = try TableFolder(Self.plan)
    let run = try Tool(["sweep", Self.short, folder.plan, "--shard", shard])
    #expect(run.status != 0 && run.output.isEmpty && !run.errors.isEmpty, "\(run.status)")
  }
}
