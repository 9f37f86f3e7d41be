import Foundation
import TestSupport
import Testing

/// Figures as they leave the tool for spreadsheets and scripts: value, unit and exact value.
@Suite struct WrittenFigureTests {
  /// The case of csv-units.plan.
  private static let units = """
    fiscal year 2561
    unit h "ครัวเรือน"
    currency baht "บาท"
    programme a in h { target 10; budget 200 million baht }
    programme b in h { target 10; budget 200,000 baht }
    programme c in h { target 10; budget 3 billion baht }
    scenario s { set a.budget = 100 million baht; set b.budget = 100,000 baht }

    """

  /// The case of csv-fractions.plan.
  private static let fractions = """
    fiscal year 2561
    unit h
    currency baht
    programme a in h { target by quarter 10, 20, 30, 40; actual by quarter 1, 2, 3, 4; budget 10 million baht }
    scenario s { set a.target[Q1] = 10 h / 3; set a.budget = 10 million baht / 7 ; set a.actual[Q1] = 1 h / 7 }
    kpi k passes when a.result / 3 >= 5 h
    kpi k2 passes when a.rate * 3 >= 100%
    reported a.target / 7 = 5
    explain a.target[s]
    why not k
    chart a.target by quarter
    a.target by quarter by scenario
    compare base, s by statement
    compare base, s
    list quarter where a.target[s] > 1 h

    """

  private func csv(_ plan: String, _ call: [String], _ more: [String] = []) throws -> [String] {
    let folder = try TableFolder(plan)
    let run = try Tool(call + [folder.plan, "--format", "csv"] + more)
    #expect(run.status < 2, "\(run.errors)")
    return run.output.components(separatedBy: "\r\n").dropLast().map {
      $0.replacingOccurrences(of: folder.plan, with: "PLAN")
    }
  }

  private func json(_ plan: String, _ call: [String]) throws -> [String: Any] {
    let folder = try TableFolder(plan)
    return try #require(try Tool(call + [folder.plan, "--format", "json"]).json() as? [String: Any])
  }

  // MARK: Units and scales

  @Test func moneyHasOneScaleInEachTable() throws {
    let plan = WrittenFigureTests.units
    #expect(
      try csv(plan, ["eval", "budget by programme"]) == [
        "programme,value,unit", "a,200000000,baht", "b,200000,baht", "c,3000000000,baht",
      ])
    #expect(try csv(plan, ["eval", "a.budget"]) == ["value,unit", "200,million baht"])
    #expect(
      try csv(plan, ["eval", "budget by scenario by programme"]) == [
        "scenario,a,b,c,unit", "base,200000000,200000,3000000000,baht", "s,100000000,100000,3000000000,baht",
      ])
    #expect(
      try csv(plan, ["list", "programme where budget > 0 baht"]) == [
        "programme,value,unit,label", "c,3000000000,baht,", "a,200000000,baht,", "b,200000,baht,",
      ])
    #expect(
      try csv(plan, ["compare"]) == [
        "programme,figure,base,s,difference,unit", "a,budget,200000000,100000000,-100000000,baht",
        "b,budget,200000,100000,-100000,baht",
      ])
    #expect(
      try csv(plan, ["sweep", "x from 1 to 2 step 0.5 { set a.budget = x * 1 million baht } show a.budget"])
        == [
          "x,a.budget,unit", "1,1,million baht", "1.5,1.5,million baht", "2,2,million baht",
        ])
  }

  /// What shares no unit stands one below the other.
  @Test func figuresWithoutACommonUnitAreRows() throws {
    let plan = WrittenFigureTests.units + "programme d in percent, level { target 80; actual 60 }\n"
    #expect(
      try csv(plan, ["sweep", "x from 1 to 2 h { set a.actual = x } show a.result, a.rate, a.result > 1 h"])
        == [
          "x,x unit,figure,value,unit,a.result > 1 h", "1,h,a.result,1,h,false",
          "1,h,a.rate,10,percent,false",
          "2,h,a.result,2,h,true", "2,h,a.rate,20,percent,true",
        ])
    #expect(
      try csv(plan, ["check"]).suffix(3) == [
        "d,2561,target,80,percent,yellow,,", "d,2561,result,60,percent,yellow,,",
        "d,2561,rate,75,percent,yellow,,",
      ])
    #expect(
      try csv(plan, ["eval", "target by scenario by programme"]).first == "scenario,programme,value,unit")
    #expect(
      try csv(plan, ["show", "a"]) == [
        "period,figure,value,unit,light,standing", "2561,target,10,h,,", "2561,adjusted,10,h,,",
        "2561,result,,h,,",
        "2561,rate,,percent,,", "2561,budget,200,million baht,,",
      ])
  }

  /// What is not final says so, as in JSON.
  @Test func lightsOfOpenSpansAreMarked() throws {
    let plan =
      "unit h\nprogramme a in h { target by quarter 10, 10, 10, 10; actual by quarter 9, 10, -, - }\nas of Q2\n"
    let check = try csv(plan, ["check"])
    #expect(check.first == "programme,period,figure,value,unit,light,standing,label")
    #expect(check.contains { $0.hasSuffix(",rate,47.5,percent,green,so far,") }, "\(check)")
    #expect(check.contains("a,Q1,rate,90,percent,green,,"), "\(check)")
  }

  @Test func jsonHasUnitsWhereverThereAreFigures() throws {
    let plan = WrittenFigureTests.units
    let members = try #require(
      try json(plan, ["list", "programme where budget > 0 baht"])["members"] as? [[String: Any]])
    #expect(members.map { $0["value"] as? String } == ["3", "200", "200000"])
    #expect(members.map { $0["unit"] as? String } == ["billion baht", "million baht", "baht"])
    let compared = try #require(try json(plan, ["compare"])["programmes"] as? [[String: Any]])
    #expect(compared[0]["budget"] as? [String] == ["200", "100"])
    #expect(compared[0]["budgetUnits"] as? [String] == ["million baht", "million baht"])
    #expect(compared[1]["budgetUnits"] as? [String] == ["baht", "baht"])
    let sweep = try json(
      plan, ["sweep", "x from 1 to 2 h { set a.actual = x } show a.rate, b.budget"])
    #expect(sweep["unknownUnits"] as? [String] == ["h"])
    #expect((sweep["shown"] as? [[String: Any]])?.map { $0["unit"] as? String } == ["percent"])
    #expect((sweep["rows"] as? [[String: Any]])?.map { $0["exact"] as? [String] } == [["0.1"], ["0.2"]])
    #expect((sweep["whole"] as? [[String: Any]])?.map { $0["unit"] as? String } == ["baht"])
    let shown = try json(plan, ["show", "a"])
    let measures = try #require(shown["measures"] as? [[String: Any]])
    #expect(measures.map { $0["name"] as? String } == ["target", "budget"])
    #expect(measures.map { $0["value"] as? String } == ["10", "200"])
    #expect(measures.map { $0["unit"] as? String } == ["h", "million baht"])
    #expect(shown["unit"] as? String == "h" && shown["rateUnit"] as? String == "percent")
  }

  // MARK: Exact values

  @Test func cellsAreDecimalsWithUpToTwelvePlaces() throws {
    let tables = try csv(WrittenFigureTests.fractions, ["run"], ["--table", "all"])
    for line in [
      "0,,a.target[s],93.333333333333,h,,", "set a.actual[Q4] = 9 h,4,9,5,1,h", "Q1,10,h",
      "Q1,10,3.333333333333,h", "a.target,,100,93.333333333333,-6.666666666667,h,",
      "k.margin,set a.actual[Q1] = 1 h / 7,,,-0.285714285714,h,PLAN:5",
      "a.budget,,10,1.428571428571,-8.571428571429,million baht,",
      "k2.margin,,-70,-70.612244897959,-0.612244897959,points,",
      "a,budget,10,1.428571428571,-8.571428571429,million baht",
      "a,rate,10,9.795918367347,-0.204081632653,percent",
      "k2,s,fail,-70.612244897959,points", "Q1,3.333333333333,h,",
    ] { #expect(tables.contains(line), "\(line) in\n\(tables.joined(separator: "\n"))") }
    #expect(
      try csv(WrittenFigureTests.fractions, ["check"], ["--table", "kpis"]) == [
        "KPI,label,verdict,margin,unit,member", "k,,fail,-1.666666666667,h,", "k2,,fail,-70,points,",
      ])
    #expect(
      try csv(WrittenFigureTests.fractions, ["audit"]) == [
        "figure,reported,computed,unit,where,at", "a.target / 7,5,14.285714285714,h,,PLAN:8",
      ])
  }

  @Test func exactValuesStandBesidePrintedOnes() throws {
    let check = try #require(
      try Tool(["check", "scenarios/fy2561.plan", "--format", "json"]).json() as? [String: Any])
    let year = try #require((check["programmes"] as? [[String: Any]])?[0]["year"] as? [String: Any])
    #expect(year["rate"] as? String == "100.68%" && year["rateExact"] as? String == "1625/1614")
    let kpis = try #require(check["kpis"] as? [[String: Any]])
    let spent = try #require(kpis.first { $0["name"] as? String == "disbursement" })
    #expect(spent["margin"] as? String == "-3.36%" && spent["unit"] as? String == "points")
    #expect(spent["marginExact"] as? String == "-56394/1680775")
    let homes = try #require(kpis.first { $0["name"] as? String == "secure_homes" })
    #expect(homes["margin"] as? String == "165" && homes["marginExact"] as? String == "165")
    let answer = try json(WrittenFigureTests.fractions, ["eval", "a.rate[s]"])
    #expect(answer["value"] as? String == "9.80%" && answer["exact"] as? String == "24/245")
    #expect(answer["unit"] as? String == "percent" && answer["printed"] as? String == "9.80%")
  }

  // MARK: What is missing, and dates

  @Test func missingIsEmptyAndDaysAreISO() throws {
    let plan = """
      fiscal year 2561
      unit h
      programme a in h { target by quarter 1, -, 3, 4 }
      milestone m "ก" due 2561-03-31 done 2561-02-01
      milestone n due 2561-09-30
      programme b in h { target by quarter 9, 9, 9, 9 }
      move 1 h of target from b to a in Q1
        as mv
        approved 2561-04-30

      """
    #expect(try csv(plan, ["eval", "a.actual"]) == ["value,unit", ",h"])
    #expect(
      try csv(plan, ["check"], ["--table", "milestones"]) == [
        "milestone,label,verdict,due,done", "m,ก,pass,2018-03-31,2018-02-01", "n,,fail,2018-09-30,",
      ])
    #expect(
      try csv(plan, ["list", "milestone"]) == [
        "milestone,label,due,done", "m,ก,2018-03-31,2018-02-01", "n,,2018-09-30,",
      ])
    #expect(try csv(plan, ["show", "m"]).last == "m,ก,pass,2018-03-31,2018-02-01")
    #expect(try csv(plan, ["eval", "mv.approved"]) == ["value", "2018-04-30"])
    #expect(try json(plan, ["eval", "mv.approved"])["printed"] as? String == "2018-04-30")
    #expect(
      try csv(plan, ["show", "mv"]) == [
        "programme,measure,before,after,unit", "b,target,36,35,h", "a,target,8,9,h",
      ])
    let listed = try #require(try json(plan, ["list", "milestone"])["members"] as? [[String: Any]])
    #expect(listed.map { $0["due"] as? String } == ["2018-03-31", "2018-09-30"])
    #expect(try csv(plan, ["list", "programme where target > 5 h"]).count == 3)
    #expect(try csv(plan, ["list", "programme where target > 500 h"]) == ["programme,value,unit,label"])
  }

  /// The case of labels.plan: whatever a label holds, a table stays a table.
  @Test(arguments: ["programmes", "kpis", "milestones", "expectations", "audit"])
  func labelsOfAnySortStayInTheirCells(name: String) throws {
    let folder = try TableFolder(
      """
      plan "Pl|an \\"q\\" , <b> & *x* `c` \\\\ =1+1"
      fiscal year 2561
      unit h "=h|u"
      axis region { north "=1+1", south "@sum|x", east "+cmd,\\"q\\"", west "-2\\nnew" }
      ## doc | pipe
      programme a "=HYPERLINK(\\"x\\")|b" in h { target by region 1, 2, 3, 4; actual by quarter 1, -, -, - }
      programme b "-5 อัน,ok" in h { target 10; actual 20 }
      programme c "@x\\u{9}y\\u{1b}[31mred\\u{7}\\u{202e}bidi" in h { target 10; actual 20 }
      group g "*g* _u_ [l](x)" = a + b
      kpi k "=k|1" passes when a.result >= 10 h
      kpi k2 "+k" passes when b.result >= 10 h
      milestone m "-m|x" due 2561-03-31
      expect a.target = 9 h
      reported a.target = 9 in "=src|1,\\"x\\""

      """)
    let run = try Tool(["check", folder.plan, "--format", "csv", "--table", name])
    #expect(run.status == 1, "\(run.errors)")
    let table = try CSVTable(run.output)
    #expect(!table.rows.isEmpty && table.rows.allSatisfy { $0.count == table.columns.count }, "\(run.output)")
    for cell in table.rows.joined() {
      let begin = cell.unicodeScalars.first { $0 != "'" }
      let isFigure = cell.wholeMatch(of: /-?\d+(\.\d+)?/) != nil
      #expect(isFigure || cell.hasPrefix("'") || !["=", "+", "-", "@"].contains(begin), "\(cell)")
      #expect(cell.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }, "\(cell)")
    }
  }
}
