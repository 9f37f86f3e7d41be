import Foundation
import TestSupport
import Testing

/// Notes above declarations, and files whatever their names are.
@Suite struct NotesAndNamesOfFilesTests {
  @Test func notesAreShown() throws {
    let folder = try TableFolder(
      """
      ## Counted by the district.
      unit household
      ## Where they live.
      ## As of last year.
      axis region "ภาค" { north, south }
      ## What was handed over.
      measure keys "กุญแจ" in household
      programme a in household { target by region 1, 2; keys 1 }
      ## The land is ours.
      milestone land due 2561-09-30
      ## What if more came?
      scenario more { set a.target = 7 }
      """)
    let notes = [
      ("region", "Where they live.\nAs of last year."), ("keys", "What was handed over."),
      ("land", "The land is ours."), ("more", "What if more came?"),
    ]
    for (name, note) in notes {
      let shown = try Tool(["show", name, folder.plan])
      #expect(shown.status == 0 && shown.output.contains(note + "\n"), "\(shown.output)\(shown.errors)")
      let helped = try folder.type(["help \(name)"]).output
      #expect(helped.contains(note + "\n"), "\(helped)")
    }
    #expect(try folder.type(["help household"]).output.contains("Counted by the district."))
    #expect(try folder.type(["show region"]).output.contains("north"))
  }

  /// A note alone waits at the prompt for what it belongs to.
  @Test func aNoteWaitsForItsStatement() throws {
    let bench = try PromptBench()
    bench.clear()
    bench.terminal.type("## half of it")
    bench.terminal.press(.enter)
    #expect(bench.awaits { $0.row(1) == "..." }, "\(bench.screen)")
    bench.terminal.type("let half = mankong.target / 2")
    bench.press(.enter)
    #expect(bench.answer(to: "help half").contains("half of it"))
  }

  private func script(_ text: String, in folder: TableFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", text]
    process.currentDirectoryURL = folder.url
    var variables = ProcessInfo.processInfo.environment
    variables["PLAN"] = Tool.binary.path
    variables["CODI_PLAN_HISTORY"] = ""
    process.environment = variables
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self) + "\(process.terminationStatus)"
  }

  /// Names need not be UTF-8: of the file, its folder, and what lies beside it.
  @Test func namesThatAreNotUTF8() throws {
    let folder = try TableFolder("")
    let make = """
      d=$(printf 'd\\351r'); f="$d/$(printf 'caf\\351').plan"; mkdir "$d"
      printf 'unit h\\nuse "o.plan"\\nprogramme a   in h {}\\nload "t.csv"\\n' > "$f"
      printf 'programme b in h { target 2 }\\n' > "$d/o.plan"
      printf 'programme,target\\na,3\\n' > "$d/t.csv"

      """
    #expect(try script(make + "$PLAN eval 'a.target + b.target' \"$f\"", in: folder) == "5 h\n0")
    #expect(
      try script(
        "f=$(echo d*/caf*); $PLAN format --check \"$f\" > out; printf '%s\\n' \"$f\" | cmp - out", in: folder)
        == "0")
    #expect(
      try script("$PLAN format d*/caf*.plan && grep -c 'programme a in h' d*/caf*.plan", in: folder) == "1\n0"
    )
    #expect(
      try script(
        "printf 'set a.target = 9\\nsave kept\\n' | $PLAN d*/caf*.plan > /dev/null; printf 'scenario scratch\\na.target\\n' | $PLAN kept.plan | tail -1",
        in: folder) == "9 h\n0")
    let wrong = try script(
      "d=$(echo d*); echo 'unit h in' > \"$d/o.plan\"; $PLAN check d*/caf*.plan 2>&1", in: folder)
    #expect(wrong.contains("d\\xe9r/o.plan:1:8") && wrong.hasSuffix("2"), "\(wrong)")
  }

  @Test(arguments: ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "-"])
  func formattingStandardInputByName(_ name: String) throws {
    #expect(try Tool(["format", name], input: "unit   h\n").output == "unit h\n")
    let folder = try TableFolder("unit   h\n")
    #expect(try script("cat test.plan | $PLAN format \(name)", in: folder) == "unit h\n0")
    #expect(try script("mkfifo p; cat test.plan > p & $PLAN format p", in: folder) == "unit h\n0")
    #expect(try script("$PLAN format --check \(name) < test.plan | wc -l", in: folder).hasPrefix("1\n"))
    #expect(try String(contentsOf: folder.file("test.plan"), encoding: .utf8) == "unit   h\n")
  }
}
