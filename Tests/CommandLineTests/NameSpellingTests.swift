import Foundation
import TestSupport
import Testing

/// Names that look the same, in plans, tables and calls; and what cannot be seen, in messages.
@Suite struct NameSpellingTests {
  private let am = "น\u{E49}\u{E33}"
  private let ringAndAa = "น\u{E49}\u{E4D}\u{E32}"

  @Test func whatDiffersIsShown() throws {
    let folder = try TableFolder("unit h\nprogramme \(am) in h {}\nprogramme \(ringAndAa) in h {}\n")
    let run = try Tool(["check", folder.plan])
    #expect(
      run.errors.contains("here `น\u{E49}\\u{e4d}\\u{e32}`, there `น\u{E49}\\u{e33}`"), "\(run.errors)")
    try folder.write("unit h\nprogramme a\u{200D}b in h {}\nprogramme ab in h {}\n", to: "test.plan")
    let joined = try Tool(["check", folder.plan]).errors
    #expect(joined.contains("here `ab`, there `a\\u{200d}b`"), "\(joined)")
    // In the line above the mark too, and the mark stands under what is shown.
    #expect(joined.contains("2 │ programme a\\u{200d}b in h {}\n   │           ---------- "), "\(joined)")
  }

  @Test func keysOfTablesAreFound() throws {
    let folder = try TableFolder(
      """
      unit h
      axis area { "\(am)" "\u{E40}\u{E40}ม\u{E48}", south }
      programme a "บ้าน\u{200B}มั่นคง" in h {}
      load "figures.csv"
      """)
    for key in [am, ringAndAa, "\u{200B}" + ringAndAa, "แม\u{E48}"] {
      try folder.write("area,programme,tar\u{200B}get\n\(key),บ้านมั่นคง,5\n", to: "figures.csv")
      try folder.expect("a.target by area", is: ["5", "-"])
    }
    try folder.write("programme,target \(ringAndAa),target south\na,5,6\n", to: "figures.csv")
    try folder.expect("a.target by area", is: ["5", "6"])
    // So is the word that a label gives, without its number.
    try folder.write(
      "unit h\nprogramme a \"1.1 บ้าน\" in h {}\nprogramme b \"2. ถนน\" in h {}\nprogramme c \"3. ถนน\" in h {}\nload \"f.csv\"\n",
      to: "words.plan")
    try folder.write("programme,target\nบ้าน,5\n", to: "f.csv")
    #expect(try Tool(["eval", "บ้าน.target", folder.file("words.plan").path]).output == "5 h\n")
    try folder.write("programme,target\nถนน,5\n", to: "f.csv")
    #expect(try Tool(["check", folder.file("words.plan").path]).errors.contains("several members"))
    // A text keeps its spelling.
    #expect(try Tool(["show", "area", folder.plan]).output.contains("\u{E40}\u{E40}ม\u{E48}"))
  }

  @Test func namesThatTablesDeclareAreOne() throws {
    let folder = try TableFolder(
      "unit h\nprogrammes from \"p.csv\" key code in h\n", ["p.csv": "code\n\(am)\n\(ringAndAa)\n"])
    try folder.expectMistakes(["E0608 at p.csv:3:1"])
    #expect(try Tool(["check", folder.plan]).errors.contains("\\u{e4d}\\u{e32}`, there"))
    try folder.write("code\n\(ringAndAa)\n", to: "p.csv")
    try folder.write(
      "unit h\nprogrammes from \"p.csv\" key code in h\nprogramme \(am) in h {}\n", to: "test.plan")
    #expect(try Tool(["check", folder.plan]).errors.contains("E0202"))
  }

  @Test func scenariosOfACallAreFound() throws {
    let folder = try TableFolder(
      "unit h\nprogramme a in h { target 5 }\nscenario \(am) \"ปรับ\" { set a.target = 7 }\n")
    for name in [am, ringAndAa, "ปรับ"] {
      #expect(try Tool(["eval", "a.target", folder.plan, "--scenario", name]).output == "7 h\n")
      #expect(try folder.type(["scenario \(name)", "a.target"]).output.hasSuffix("7 h\n"))
    }
  }

  @Test(
    arguments: [
      ("\u{200B}", "U+200B (zero width space)"), ("\u{202E}", "U+202E (right-to-left override)"),
      ("\u{FEFF}", "U+FEFF"), ("\u{200D}", "U+200D (zero width joiner)"),
      ("\u{3164}", "U+3164 (hangul filler)"),
      ("\u{7}", "U+0007"),
    ])
  func whatCannotBeSeenIsNamed(_ character: String, _ name: String) throws {
    let folder = try TableFolder("unit h\nprogramme a in h { target 5 \(character) }\n")
    let run = try Tool(["check", folder.plan])
    #expect(run.errors.contains("[E0101]: \(name)") && !run.errors.contains(character), "\(run.errors)")
    let json = try Tool(["check", folder.plan, "--format", "json"]).output
    #expect(json.contains(name) && !json.contains(character), "\(json)")
    let typed = try Tool(["eval", "nobody\(character).target", folder.plan])
    #expect(typed.status == 2 && !typed.errors.contains(character), "\(typed.errors)")
  }

  @Test func mistakesInRowsOfProgrammesHaveTheirColumn() throws {
    let folder = try TableFolder(
      "unit h \"ครัว\"\nprogramme taken in h {}\nprogrammes from \"p.csv\" key code unit unit kind kind\n",
      ["p.csv": "name,kind,code,unit\n1,flow,taken,h\n2,stock,b,ครัว\n3,flow,c,hh\n4,level,of,h\n"])
    try folder.expectMistakes([
      "E0202 at p.csv:2:8", "E0607 at p.csv:3:3", "E0209 at p.csv:4:10", "E0204 at p.csv:5:9",
    ])
  }

  // MARK: Labels

  @Test func labelsAreOffered() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type("บ้านมั่")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(0) == "base> บ้านมั่นคง" }, "\(bench.screen)")
    bench.terminal.type(".ta")
    bench.terminal.press(.tab)
    #expect(bench.awaits { $0.row(0).hasPrefix("base> บ้านมั่นคง.target") }, "\(bench.screen)")
    bench.enter()
    #expect(bench.screen.shows("100 household"), "\(bench.screen)")
    #expect(bench.answer(to: "help บ้านมั่นคง").contains("mankong"))
    #expect(bench.answer(to: "บ้านมั่นคง").contains("flow, in household"))
  }

  @Test func labelsOfTheInstitutesYear() throws {
    let plan = "scenarios/fy2561.plan"
    #expect(
      try Tool(["eval", "บ้านมั่นคง.rate", plan]).output == Tool(["eval", "mankong.rate", plan]).output)
    #expect(try Tool(["show", "บ้านมั่นคง", plan]).output == Tool(["show", "mankong", plan]).output)
    let why = try Tool([plan], input: "why กองทุนสวัสดิการชุมชน\n")
    #expect(why.errors.isEmpty && why.output.contains("welfare"), "\(why.errors)")
  }
}
