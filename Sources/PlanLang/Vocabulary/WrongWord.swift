internal import PlanRules

/// Words that newcomers know from other tools, each with a remedy. The parser, questions and `help` share this one
/// table; it never contains statement words or names of the plan.
public enum WrongWord {
  /// - Parameter remedy: what to write instead, with an example.
  private typealias Entry = (words: String, remedy: String)

  /// At the beginning of a statement; case is ignored.
  private static let statements: [Entry] = [
    ("q quit exit bye logout leave end stop close ออก เลิก จบ ปิด", "`quit` leaves, as does Ctrl-D"),
    ("h help man usage commands info about ช่วย ช่วยด้วย ช่วยเหลือ วิธีใช้ คำสั่ง", "`help` says what can be typed"),
    (
      "print display view get cat type tell echo give find search select query calculate calc eval compute what's แสดง ดู พิมพ์ ค้นหา หา คำนวณ",
      "ask by name alone: `mankong.rate`, `mankong.target by quarter`; `show mankong` has all of it"
    ),
    (
      "edit vi vim nano emacs notepad แก้ แก้ไข",
      "try a figure out with `set mankong.actual[Q4] = 8,000`; a file is changed in an editor, and `reload` follows it"
    ),
    ("clear cls ล้าง", "Ctrl-L clears the screen; `reset` forgets what was typed"),
    (
      "what whatif suppose assume imagine try simulate สมมติ สมมุติ ลอง",
      "type the change: `scale mankong.target by 90%`, or `scenario NAME { … }`; `undo` takes it back"
    ),
    (
      "increase decrease raise lower reduce cut multiply grow shrink double halve เพิ่ม ลด ตัด ขยาย",
      "`scale mankong.target by 90%` cuts it by a tenth; `set mankong.target = 8,000` gives another figure"
    ),
    (
      "transfer shift mv take reallocate ย้าย โอน โยก เกลี่ย",
      "`move 1,250 household of target from mankong to canal in Q4`"
    ),
    (
      "change update modify put assign adjust alter replace write enter input let's ตั้ง เปลี่ยน กำหนด ใส่ ปรับ บันทึกผล",
      "`set mankong.actual[Q4] = 8,000` puts another figure in a place"
    ),
    (
      "delete remove rm del erase discard ลบ เอาออก ยกเลิก",
      "`undo` takes a change back, `drop NAME` a scenario, `without MOVE` a move; `set … = none` makes a figure missing"
    ),
    (
      "add new create insert define declare make สร้าง ประกาศ",
      "`programme NAME in UNIT { … }`, `kpi NAME passes when …`, `scenario NAME { … }`; `help` lists the others"
    ),
    ("ls dir ll pwd tree", "`list programme`, `list scenario` say what the plan has; `! ls` asks the shell"),
    ("cd", "files are named with their folder, `load plans/year.plan`; `! COMMAND` asks the shell"),
    (
      "open read include source file เปิด อ่าน นำเข้า import",
      "`load other.plan` takes in a plan, `load \"figures.csv\"` a table"
    ),
    ("store export download dump บันทึก เก็บ ส่งออก", "`save FILE` writes what was typed into a plan file"),
    ("goto go switch checkout activate enable ไป สลับ", "`scenario NAME` goes there, `scenario base` back"),
    ("diff versus vs difference เทียบ เปรียบเทียบ", "`compare base, NAME` shows scenarios side by side"),
    (
      "sort order top best worst highest lowest first จัดลำดับ เรียง อันดับ",
      "`rank programme by rate top 3` puts the largest first, `list programme where light = red` the worst"
    ),
    ("graph plot draw กราฟ แผนภูมิ", "`chart mankong.rate by quarter`"),
    (
      "verify validate test judge run evaluate ตรวจ ตรวจสอบ ประเมิน",
      "`check` judges every KPI and expectation"
    ),
    ("back revert cancel rollback ย้อน ย้อนกลับ", "`undo` takes the last change back, `undo 3` the last three"),
    ("rename call name เปลี่ยนชื่อ", "`keep NAME` gives the active scenario another name"),
    ("var const def function func formula สูตร", "`let NAME = FORMULA` names a formula"),
    (
      "project program activity โครงการ กิจกรรม แผนงาน",
      "`programme NAME \"LABEL\" in UNIT { target …; actual … }`"
    ),
    ("indicator goal objective ตัวชี้วัด เป้าประสงค์", "`kpi NAME \"LABEL\" passes when mankong.rate >= 80%`"),
    (
      "target actual forecast budget spent result rate เป้า เป้าหมาย ผล ผลงาน งบ งบประมาณ",
      "a figure belongs to a programme: ask `mankong.target`, declare `programme NAME in UNIT { target 100 }`"
    ),
    ("หน่วย", "`unit household \"ครัวเรือน\"` declares what is counted"),
    ("กลุ่ม รวม total sum sums", "`group NAME = A + B` adds programmes up; `sum(x over region)` a figure"),
    (
      "year quarter ปี ไตรมาส",
      "`fiscal year 2561` says which year it is; `mankong.target[Q3]` asks for a quarter"
    ),
    ("if ถ้า", "a condition goes in a formula: `if a > b then a else b`"),
    ("filter who which ใคร อะไร", "`list programme where light = red` lists those for which it holds"),
    (
      "explain? because ทำไม เพราะอะไร",
      "`why KPI` says what decides a KPI, `explain FORMULA` where a figure comes from"
    ),
    ("สวัสดี hello hi", "`help` says what can be typed"),
  ]

  /// In place of a function.
  private static let functions: [Entry] = [
    ("avg average เฉลี่ย", "`mean(x over region)`"), ("total รวม", "`sum(x over region)`"),
    ("maximum", "`max(x over quarter)`"), ("minimum", "`min(x over quarter)`"),
    ("countif counta number len length", "`count(rate >= 80% over programme)`"),
    ("sumif sumifs sumproduct", "`sum(x over region)`, in a place: `sum(x over region)[Q2]`"),
    ("if iif ifs", "`if a > b then a else b`"),
    (
      "iferror ifna ifnull nvl coalesce isnull", "`x otherwise 0` takes the second where the first is missing"
    ),
    ("isblank isna isnumber exists", "`known(x)`"),
    ("sqrt power pow exp ln log", "there are `+`, `-`, `*` and `/`"),
    ("vlookup hlookup xlookup lookup index match", "a place goes in brackets: `mankong.target[north, Q3]`"),
    ("lag prev offset", "`previous(x)[Q3]` is the figure of Q2"),
    ("rounddown roundup ceil ceiling floor trunc int", "`round(x, 0)`"),
    ("today now date", "dates are written out: `2561-04-30`"),
  ]

  /// In place of an axis, to list things without a condition.
  private static let axes: [Entry] = [
    ("kpi kpis ตัวชี้วัด", "`check` says which KPIs pass and which fail, `list kpi` what they are"),
    ("milestone milestones", "`check` says which milestones are met, `list milestone` when they are due"),
    ("months เดือน", "the axis is called `month`, as in `by month`"),
    ("ไตรมาส", "the axis is called `quarter`, as in `by quarter`"),
    ("ปี", "the axis is called `year`, as in `by year`"),
    ("โครงการ", "the axis is called `programme`, as in `by programme`"),
  ]

  /// Other words for measures.
  private static let measures: [(words: String, measure: String)] = [
    ("goal goals plan planned เป้า เป้าหมาย แผน", "target"),
    ("done achieved achievement completed reached performance ผล ผลงาน ผลลัพธ์ ทำได้", "actual"),
    ("expected estimate projection คาดการณ์ ประมาณการ", "forecast"),
    ("money cost funds allocation งบ งบประมาณ", "budget"),
    ("expense expenses expenditure spend paid disbursed ใช้จ่าย เบิกจ่าย", "spent"),
  ]

  private static func table(_ entries: [Entry]) -> [String: String] {
    var table: [String: String] = [:]
    for entry in entries {
      for word in entry.words.split(separator: " ") where table[String(word)] == nil {
        table[String(word)] = entry.remedy
      }
    }
    return table
  }

  private static let ofStatements = table(statements)
  private static let ofFunctions = table(functions)
  private static let ofAxes = table(axes)
  private static let ofMeasures = table(measures.map { ($0.words, $0.measure) })

  /// The advice for a word that begins no statement, ignoring case; `nil` if the word is not in the table.
  public static func remedy(for word: String) -> String? { ofStatements[word.lowercased()] }

  /// What to write instead of an unknown function; commands from other prompts may be written as calls.
  static func remedy(forFunction word: String) -> String? {
    ofFunctions[word.lowercased()] ?? ofStatements[word.lowercased()]
  }

  static func remedy(forAxis word: String) -> String? { ofAxes[word.lowercased()] }

  /// The heading that is meant by another: `เป้าหมาย Q1` is `target Q1`, `โครงการ` is `programme`.
  static func column(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    if let measure = measure(first) { return ([measure] + words.dropFirst()).joined(separator: " ") }
    let isProgramme = words.count == 1 && programmes.contains(first.lowercased())
    return isProgramme ? "programme" : nil
  }

  private static let programmes: Set = [
    "project", "program", "projects", "programs", "activity", "โครงการ", "แผนงาน", "กิจกรรม", "ชื่อโครงการ",
    "งาน",
  ]

  /// The measure that is meant by another word.
  static func measure(_ word: String) -> String? { ofMeasures[word.lowercased()] }

  /// A period as written, such as `Q4`, or the correct spelling of one written differently, such as `q4`, `March`,
  /// `มีนาคม`.
  static func period(_ word: String) -> String? {
    if PeriodWord(word) != nil { return word }
    return quarter(word) ?? MonthSpelling.month(word).map { Calendar.monthNames[$0 - 1] }
  }

  /// `q4`, `quarter 4` or `ไตรมาส4` in the spelling of a quarter.
  static func quarter(_ word: String) -> String? {
    guard let last = word.unicodeScalars.last, let digit = last.digit,
      let quarter = Calendar.quarter(numbered: Int(digit))
    else {
      return nil
    }
    let head = word.dropLast().lowercased()
    return ["q", "qtr", "quarter", "quarter_", "t", "ไตรมาส", "ไตรมาสที่", "ไตรมาสที่_"].contains(head)
      ? quarter : nil
  }
}
