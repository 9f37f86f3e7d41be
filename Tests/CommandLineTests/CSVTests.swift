import Foundation
import TestSupport
import Testing

/// What must be true of every CSV that the tool writes, whatever the plan.
@Suite struct CSVTests {
  /// Columns of words; in every other one stand figures, or the words of the language for what is no figure.
  private static let words: Set<String> = [
    "programme", "period", "figure", "label", "light", "unit", "KPI", "verdict", "member", "milestone", "due",
    "done", "expectation", "where", "at", "scenario", "statement", "amendment", "name", "about", "level",
    "joint",
    "part", "note", "standing", "quarter", "region", "province", "kpi", "group", "measure", "axis", "let",
    "move",
    "formula",
    "expression", "year", "source",
  ]

  static let calls: [[String]] = [
    ["check", "--table", "programmes"], ["check", "--table", "kpis"], ["check", "--table", "milestones"],
    ["check", "--table", "expectations"], ["check", "--table", "audit"], ["check"], ["show"],
    ["show", "--table", "kpis"], ["audit"], ["compare"], ["compare", "--table", "lights"],
    ["compare", "--table", "kpis"], ["eval", "target by programme"],
    ["eval", "rate by programme by scenario"],
    ["eval", "result by programme by quarter"], ["eval", "result by quarter by programme"],
    ["eval", "light by programme"], ["eval", "count(light = green over programme)"],
    ["eval", "spending by programme"], ["eval", "budget by programme"],
    ["eval", "budget by scenario by programme"],
    ["list", "programme where rate < 200%"], ["list", "programme where target > 1"], ["list", "scenario"],
    ["list", "kpi"], ["list", "milestone"], ["list", "unit"], ["eval", "rank programme by rate"],
    ["sweep", "x from 1 to 3 show x * 2, x / 3, x > 1, count(x > 1 over x)"],
    ["sweep", "x from 1 to 3 show x * 2, x / 3, x * 1%, x > 1"],
    ["sweep", "x from 1 to 3 show count(x > 1 over x)"],
    ["sweep", "x from 1 to 3 show x * 2, count(x > 1 over x)", "--table", "whole"],
  ]

  static let plans = Repository.files(in: "scenarios", ending: ".plan")

  @Test(arguments: plans)
  func everyTableIsOneTable(plan: String) throws {
    for call in CSVTests.calls { try expectTable(call, "scenarios/\(plan)") }
    let names = try Tool(["list", "programme", "scenarios/\(plan)", "--format", "csv"]).output
    for name in try CSVTable(names)["programme"].prefix(6) {
      try expectTable(["show", name], "scenarios/\(plan)")
    }
    let questions = try Tool(["run", "scenarios/\(plan)", "--format", "csv"]).errors
    let count = questions.firstMatch(of: /first answer of (\d+)/).flatMap { Int($0.1) } ?? 0
    for number in 0..<count { try expectTable(["run", "--table", "\(number + 1)"], "scenarios/\(plan)") }
  }

  private func expectTable(_ call: [String], _ plan: String) throws {
    var arguments = call
    arguments.insert(plan, at: arguments.firstIndex(of: "--table") ?? arguments.endIndex)
    let run = try Tool(arguments + ["--format", "csv"])
    // Not every plan has what is asked for; where it has, there is a table.
    guard run.status < 2, !run.output.isEmpty else {
      #expect(run.status == 2 && run.output.isEmpty && run.errors.contains("error["), "\(call) \(run.errors)")
      return
    }
    let table = try CSVTable(run.output)
    let about = Comment(rawValue: "\(call) of \(plan): \(table.columns)\n\(run.output.prefix(2_000))")
    #expect(table.columns.allSatisfy { !$0.isEmpty }, about)
    #expect(Set(table.columns).count == table.columns.count, about)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count }, about)
    let isText = { (name: String) in CSVTests.words.contains(name) || name.hasSuffix(" unit") }
    var hasFigures = false
    for (index, name) in table.columns.enumerated() where !isText(name) {
      for row in table.rows {
        let cell = row[index]
        let isFigure = cell.wholeMatch(of: /-?\d+(\.\d{1,12})?/) != nil
        hasFigures = hasFigures || isFigure
        let isWord = ["", "true", "false", "pending", "green", "yellow", "red"].contains(cell)
        #expect(isFigure || isWord, "\(name): \(cell) in \(about.rawValue)")
      }
    }
    #expect(!hasFigures || table.columns.contains("unit"), about)
    expectOneScale(table["unit"], about)
    for day in table["due"] + table["done"] where !day.isEmpty {
      #expect(day.wholeMatch(of: /20\d\d-\d\d-\d\d/) != nil, about)
    }
  }

  private func expectOneScale(_ units: [String], _ about: Comment) {
    var scales: [String: Set<String>] = [:]
    for unit in units {
      let scale = ["thousand ", "million ", "billion "].first(where: unit.hasPrefix) ?? ""
      scales[String(unit.dropFirst(scale.count)), default: []].insert(scale)
    }
    #expect(scales.values.allSatisfy { $0.count == 1 }, about)
  }

  // MARK: Which table

  private static let plan = "scenarios/fy2561.plan"

  @Test func anUnknownTableNamesThoseThereAre() throws {
    let run = try Tool(["check", CSVTests.plan, "--format", "csv", "--table", "kpi"])
    #expect(run.status == 2 && run.output.isEmpty && run.errors.contains("error[E0613]"), "\(run.errors)")
    for name in ["programmes", "kpis", "milestones", "expectations", "audit"] {
      #expect(run.errors.contains(name), "\(run.errors)")
    }
    let text = try Tool(["check", CSVTests.plan, "--table", "kpis"])
    #expect(text.status == 2 && text.output.isEmpty && text.errors.contains("--format csv"), "\(text.errors)")
    let sweep = try Tool([
      "sweep", "x from 1 to 3 show x", CSVTests.plan, "--format", "csv", "--table", "whole",
    ])
    #expect(sweep.status == 2 && sweep.output.isEmpty && sweep.errors.contains("steps"), "\(sweep.errors)")
  }

  /// Of `check` the programmes; with `all` one after the other.
  @Test func theFirstTableIsMeantWhereNoneIsNamed() throws {
    let plain = try Tool(["check", CSVTests.plan, "--format", "csv"])
    let named = try Tool(["check", CSVTests.plan, "--format", "csv", "--table", "programmes"])
    #expect(plain.output == named.output && plain.status == named.status)
    let all = try Tool(["check", CSVTests.plan, "--format", "csv", "--table", "all"]).output
    #expect(all.hasPrefix(plain.output + "\r\nKPI,label,verdict,margin,unit,member\r\n"), "\(all)")
    #expect(all.components(separatedBy: "\r\n\r\n").count == 5)
  }

  @Test func questionsOfAFileAreTablesByTheirNumber() throws {
    let folder = try TableFolder(
      "unit h\nprogramme a in h { target by quarter 1, 2, 3, 4 }\nkpi k passes when a.target >= 5 h\n"
        + "a.target by quarter\ncheck\na.target\n")
    let first = try Tool(["run", folder.plan, "--format", "csv"])
    #expect(first.output == "quarter,value,unit\r\nQ1,1,h\r\nQ2,2,h\r\nQ3,3,h\r\nQ4,4,h\r\n")
    #expect(first.errors.contains("first answer of 3") && first.errors.contains("2, 3"), "\(first.errors)")
    let kpis = try Tool(["run", folder.plan, "--format", "csv", "--table", "2.kpis"])
    #expect(kpis.output == "KPI,label,verdict,margin,unit,member\r\nk,,pass,5,h,\r\n" && kpis.errors.isEmpty)
    #expect(
      try Tool(["run", folder.plan, "--format", "csv", "--table", "3"]).output == "value,unit\r\n10,h\r\n")
  }

  @Test func aFileHasTheTableThatWasAskedFor() throws {
    let folder = try TableFolder(
      "unit h\nprogramme a \"=x\" in h { target 1 }\nkpi k \"=k\" passes when a.target >= 1 h\n")
    let path = folder.file("kpis.csv").path
    #expect(try Tool(["check", folder.plan, "-o", path, "--table", "kpis"]).status == 0)
    let text = String(decoding: try Data(contentsOf: folder.file("kpis.csv")), as: UTF8.self)
    #expect(text == "\u{FEFF}KPI,label,verdict,margin,unit,member\r\nk,'=k,pass,0,h,\r\n")
    let raw = try Tool(["check", folder.plan, "--format", "csv", "--table", "kpis", "--raw", "--bom"]).output
    #expect(raw == text.replacingOccurrences(of: "'=", with: "="))
  }
}
