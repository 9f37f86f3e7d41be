import Foundation
import TestSupport
import Testing

/// What newcomers type, and the remedy that they are told.
@Suite
struct WrongWordTests {
  private static let plan = """
    fiscal year 2561
    unit household "ครัวเรือน"
    axis region { north "เหนือ", south }
    programme mankong "บ้านมั่นคง" in household {
      target by quarter 10, 20, 30, 40
      target by region 60, 40
      actual by quarter 5, 10, 15, 20
    }
    programme housing in household { target 10; actual 5 }
    kpi k "ครบ" passes when housing.rate >= 80%
    milestone built "สร้าง" due 2561-04-30
    scenario no_reshuffle "ไม่ปรับ" { set housing.actual = 8 }
    scenario half from no_reshuffle { set housing.actual = 9 }

    """

  @Test(arguments: [
    ("q", "`quit`"), ("QUIT", "`quit`"), ("exit()", "`quit`"), ("ออก", "`quit`"), ("Bye", "`quit`"),
    ("quit()", "`quit`"),
    ("?", "`help`"), ("ช่วย", "`help`"), ("? mankong", "`help`"), ("HELP()", "`help`"),
    ("print mankong.rate", "`show mankong`"), ("print(mankong.rate)", "`show mankong`"),
    ("แสดง mankong", "`show mankong`"),
    ("SELECT rate FROM mankong", "`show mankong`"), ("edit", "`reload`"), ("clear", "Ctrl-L"),
    ("cls", "`reset`"),
    ("what if mankong.target = 50", "`scale mankong.target by 90%`"),
    ("increase mankong.target by 10%", "`scale "),
    ("cut mankong by 5", "`scale "), ("ลด mankong.target 5", "`scale "),
    ("ย้าย 5 household of target from mankong to housing", "`move 1,250"), ("transfer 5 household", "`move "),
    ("ตั้ง mankong.target 5", "`set "), ("update mankong.target = 5", "`set "), ("change mankong", "`set "),
    ("delete no_reshuffle", "`drop NAME`"), ("remove mankong", "`undo`"), ("add housing2", "`programme NAME"),
    ("ls", "`list programme`"), ("cd plans", "`load "), ("open other.plan", "`load "),
    ("diff base half", "`compare "),
    ("project x", "`programme NAME"), ("ตัวชี้วัด", "`kpi NAME"), ("target 100", "`programme NAME"),
    ("goto half", "`scenario NAME`"), ("export x.csv", "`save FILE`"), ("verify", "`check`"),
    ("mankong.target(Q3)", "`mankong.target[Q3]`"), ("mankong(Q3)", "`mankong.target[Q3]`"),
    ("move 5 household of target from mankong[Q3] to housing", "`move … of target of mankong from Q3 to Q4`"),
    ("as of 2", "`Q2`"), ("as of Q2 2561", "`Q2, 2561`"), ("as of มีนาคม 2561", "`Mar, 2561`"),
    ("as of October", "`Oct`"), ("as of กย", "`Sep`"),
    ("set housing.target = 5 becuase \"late\"", "`because`"),
    ("mankong.target >= 250 people", "`household`"), ("mankong.target in USD", "`household`"),
    ("mankong.target >= 3 million dollars", "`currency dollars`"),
    ("mankong.goal", "did you mean `target`"), ("mankong.ผลงาน", "did you mean `actual`"),
    ("mankong.costing", "`target`, `actual`"),
    ("programme p in household { เป้า 100 }", "did you mean `target`"),
    ("list kpi where fails", "`list kpi`"), ("mankong.target by months", "`by month`"),
    ("kpi good passes when mankong.rate = green", "`mankong.light = green`"), ("explain", "`explain housing"),
    ("programme x 6", "`programme islands"),
    ("kpi x housing.rate >= 80%", "passes when"), ("group z = average of mankong, housing", "`group urban"),
    (
      "sweep x from 0 to 3 { move 1 household of target of mankong from Q1 to Q2 } show mankong.rate",
      "write `x`"
    ),
    ("mankong.target[Q1-Q3]", "`[Q1..Q3]`"), ("mankong.target[Q1:Q3]", "`[Q1..Q3]`"),
    ("mankong.target[Q1–Q3]", "`[Q1..Q3]`"),
    ("mankong.target[Q1 to Q3]", "`[Q1..Q3]`"), ("mankong.target[q1-q3]", "`[Q1..Q3]`"),
    ("mankong.target[Q1…Q3]", "`[Q1..Q3]`"),
    ("mankong.target[q4]", "`Q4`"), ("mankong.target[4]", "`Q4`"), ("mankong.target[ไตรมาส2]", "`Q2`"),
    ("mankong.target[north q2]", "`[north, Q2]`"), ("mankong.target[Nroth]", "`north`"),
    ("mankong rate", "`mankong.rate`"), ("mankong rate Q4", "`mankong.rate[Q4]`"),
    ("housing q3", "`housing.target[Q3]`"),
    ("housing.target Q1", "`housing.target[Q1]`"), ("mankong.target north", "`mankong.target[north]`"),
    ("set mankong.target Q1 = 5", "`mankong.target[Q1]`"),
    ("set mankong.target q1 = 5", "`mankong.target[Q1]`"),
    ("compare base half", "`compare base, half`"), ("compare base and half", "`compare base, half`"),
    ("compare base vs half", "`compare base, half`"),
    ("expect mankong.rate => 80%", "`>=`"), ("mankong.rate =< 80%", "`<=`"),
    ("mankong.rate == 80%", "one `=`"),
    ("mankong.rate <> 80%", "`!=`"), ("set mankong.target == 8", "one `=`"),
    ("mankong.rate > 80% && housing.rate > 1%", "`and`"),
    ("mankong.rate > 80% || housing.rate > 1%", "`or`"), ("let x := 5", "write `=`"),
    ("mankong.target ** 2", "`x * x`"),
    ("set mankong.target 8000", "`set mankong.target = 8000`"),
    ("set mankong.target to 8,000 household", "`set mankong.target = 8,000 household`"),
    ("set mankong.target[Q1] += 5", "`scale x by 110%`"), ("let x 5", "`let x = 5`"),
    ("=mankong.rate", "without `=`"),
    ("milestone m due 30/9/2561", "`2561-09-30`"), ("milestone m due 30 กันยายน 2561", "`2561-09-30`"),
    ("milestone m due 2561-4-30", "`2561-04-30`"), ("milestone m due 30-9-2561", "`2561-09-30`"),
    ("milestone m due 2018/4/30", "`2018-04-30`"), ("milestone m due Sep 30, 2018", "`2018-09-30`"),
    ("milestone m due 9/30/2018", "`2018-09-30`"),
    ("milestone m due 2561-04-30 done 1 May 2561", "`2561-05-01`"),
    ("set mankong.target = 1e5", "`100,000`"), ("set mankong.target = 1.5e3", "`1,500`"),
    ("set mankong.target = 1_200", "`1,200`"),
    ("set mankong.target = 1.200.000", "`1,200,000`"), ("set mankong.target = 25e-1", "`2.5`"),
    ("avg(mankong.rate over quarter)", "`mean("), ("IFERROR(mankong.rate, 0)", "`x otherwise 0`"),
    ("countif(mankong.rate)", "`count("),
    ("list scenarios", "`list scenario`"), ("list", "scenario"), ("list foo", "`kpi`"),
    ("zzz.target", "`mankong`"),
    ("scenario nope", "`no_reshuffle`"), ("scenario hafl", "`half`"), ("drop nope", "`list scenario`"),
  ])
  func theRemedyIsTold(typed: String, remedy: String) throws {
    let folder = try TableFolder(WrongWordTests.plan)
    let run = try folder.type([typed, "1 + 1"])
    #expect(run.status == 2, "\(run.output)")
    #expect(run.errors.contains(remedy), "\(run.errors)")
    // One slip is one mistake, and nothing of it is carried out.
    #expect(run.errors.split(separator: "\n").count { $0.hasPrefix("error[") } == 1, "\(run.errors)")
    #expect(run.output == "2\n", "\(run.output)")
  }

  /// A name of the plan goes before any word of the table.
  @Test func namesOfThePlanGoFirst() throws {
    let folder = try TableFolder(
      "fiscal year 2561\nunit household\nprogramme print in household { target 5 }\nlet q = 3\nlet avg(a, b) = (a + b) / 2\n"
    )
    let run = try folder.type(["print.target", "q", "avg(1, 2)", "print"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("5 household\n3\n1.5\n"), "\(run.output)")
  }

  @Test(arguments: [
    ("list scenario", ["base", "no_reshuffle", "ไม่ปรับ", "half", "from no_reshuffle"]),
    ("list kpi", ["k", "ครบ", "housing.rate >= 80%"]),
    ("list milestone", ["built", "สร้าง", "2561-04-30"]),
    ("list programme", ["mankong", "บ้านมั่นคง", "household"]),
    ("list region", ["north", "เหนือ", "south"]), ("list unit", ["household", "ครัวเรือน"]),
    ("list axis", ["quarter", "region"]),
    ("list measure", ["target", "actual"]), ("list move", ["there are none"]),
    ("list group", ["there are none"]), ("list let", ["there are none"]),
  ])
  func everythingIsListed(typed: String, shown: [String]) throws {
    let folder = try TableFolder(WrongWordTests.plan)
    let run = try folder.type([typed])
    #expect(run.status == 0, "\(run.errors)")
    for text in shown { #expect(run.output.contains(text), "\(run.output)") }
    let json = try Tool(["list", String(typed.dropFirst(5)), folder.plan, "--format", "json"])
    #expect(try (json.json() as? [String: Any])?["schema"] as? String == "codi-plan/list/1")
  }

  /// At most eight names, and those that look most like what was written.
  @Test func manyNamesAreNotCounted() throws {
    let names = (1...120).map { "home_\($0)" } + ["canal_north", "canal_south"]
    let programmes = names.map { "programme \($0) in household { target 5 }\n" }.joined()
    let folder = try TableFolder("fiscal year 2561\nunit household\n" + programmes)
    let run = try folder.type(["canals_in_the_north.target", "xyz.target", "xyz"])
    #expect(!run.errors.contains(" more"), "\(run.errors)")
    #expect(run.errors.contains("`canal_north`"), "\(run.errors)")
    #expect(run.errors.contains("`list programme`"), "\(run.errors)")
    for line in run.errors.split(separator: "\n") where line.contains("help:") {
      #expect(line.count { $0 == "`" } <= 16, "\(line)")
    }
  }
}
