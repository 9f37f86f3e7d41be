import Foundation
import TestSupport
import Testing

/// Tables that are loaded while one works: typed on standard input, and at the prompt of a plain terminal.
@Suite struct TablePromptTests {
  private let actual = "area,programme,actual\nnorth,rural,5\nsouth,rural,7\n"

  private func folder() throws -> TableFolder {
    let target = "area,programme,target\nnorth,rural,10\nsouth,rural,10\neast,rural,10\n"
    let folder = try TableFolder(figures: target)
    try folder.write(actual, to: "actual.csv")
    return folder
  }

  private func load(_ name: String, _ folder: TableFolder) -> String { "load \"\(folder.file(name).path)\"" }

  @Test func aTypedLoadIsThereAtOnce() throws {
    let folder = try folder()
    let run = try folder.type([
      "rural.actual", load("actual.csv", folder), "rural.actual", "rural.rate[north]",
    ])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(
      run.output.split(separator: "\n") == [
        "none    not known", "loaded 2 figures", "12 household", "50.00%    5 / 10 household",
      ], "\(run.output)")
  }

  @Test func aLoadIsTakenBackAndMadeAgain() throws {
    let folder = try folder()
    let run = try folder.type([
      load("actual.csv", folder), "undo", "rural.actual", "redo", "rural.actual",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let answers = run.output.split(separator: "\n").filter { !$0.contains("→") }
    #expect(answers.first == "loaded 2 figures" && answers.contains("none    not known"), "\(answers)")
    #expect(answers.last == "12 household")
  }

  @Test func amendmentsStandOnWhatWasLoaded() throws {
    let folder = try folder()
    let run = try folder.type([
      load("actual.csv", folder), "set rural.actual[south] = 9 household", "rural.actual",
      "move 2 household of target from rural to canal in north", "rural.target by area", "undo", "undo",
      "rural.actual",
    ])
    #expect(run.errors.isEmpty && run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("14 household") && lines.last == "12 household", "\(run.output)")
    #expect(lines.contains { $0.hasPrefix("household") && $0.contains("8") }, "\(run.output)")
  }

  /// Nothing is half loaded: the good rows of a bad table are not there either, and the session goes on.
  @Test(
    arguments: [
      "area,programme,actual\nnorth,rural,1\nsouth,rural,x\n",
      "area,programme,actual\nnorth,rural,1\nsouth,rural\n",
      "area,programme,actual\nnorth,rural,1\nnorth,rural,1\n", "area,programme,actual\nnorth,rural,\"1\n",
      "area,programme,actaul\nnorth,rural,1\n", "", "area,programme,target\neast,canal,1\nnorth,rural,1\n",
      "area,programme,actual in baht\nnorth,rural,1\n",
    ])
  func aLoadThatFailsChangesNothing(_ table: String) throws {
    let folder = try folder()
    try folder.write(table, to: "bad.csv")
    let run = try folder.type([
      load("bad.csv", folder), "rural.actual", "canal.target", "rural.target", "undo",
      load("actual.csv", folder), load("bad.csv", folder), "rural.actual", "canal.target",
    ])
    #expect(run.status == 2 && run.errors.contains("error[E0"))
    #expect(
      run.output.split(separator: "\n") == [
        "none    not known", "none    not known", "30 household", "nothing to undo", "loaded 2 figures",
        "12 household", "none    not known",
      ], "\(run.output)\(run.errors)")
  }

  @Test func aLoadOfNothingThatIsThereSaysSo() throws {
    let folder = try folder()
    let run = try folder.type([
      load("nothing.csv", folder), "load \"/etc/hostname\"", "load \"../figures.csv\"", "rural.target",
    ])
    #expect(run.status == 2)
    #expect(run.output == "30 household\n")
    let codes = folder.mistakes(in: run).map(\.code)
    #expect(codes.prefix(2) == ["E0601", "E0602"] && codes.count == 3, "\(run.errors)")
  }

  @Test func explainNamesTheLineOfTheTable() throws {
    let folder = try folder()
    let run = try folder.type([
      load("actual.csv", folder), "explain rural.actual[south]", "explain rural.target[east]",
      "explain rural.rate[north] fully",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.replacingOccurrences(of: folder.url.path + "/", with: "")
      .split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("7 household") && $0.hasSuffix("actual.csv:3") }, "\(lines)")
    #expect(lines.contains { $0.contains("10 household") && $0.hasSuffix("figures.csv:4") }, "\(lines)")
    #expect(lines.contains { $0.contains("5  household") && $0.hasSuffix("actual.csv:2") }, "\(lines)")
    #expect(lines.contains { $0.contains("10  household") && $0.hasSuffix("figures.csv:2") }, "\(lines)")
  }

  /// Rows that began further down, because cells before them held line ends, are named by where they begin.
  @Test func explainCountsLinesOfTheFile() throws {
    let folder = try TableFolder(
      TableFolder.head + "load \"figures.csv\" without note\n",
      ["figures.csv": "area,note,programme,target\nnorth,\"a\nb\nc\",rural,1\n\nsouth,,rural,2\n"])
    let run = try folder.type(["explain rural.target[south]", "explain rural.target[north]"])
    let ends = run.output.split(separator: "\n").map { $0.suffix(14) }
    #expect(ends == [" figures.csv:6", " figures.csv:2"].map { "/" + $0.dropFirst() }, "\(run.output)")
  }

  // MARK: A table that changes

  @Test func reloadReadsTheTablesAgain() throws {
    let folder = try folder()
    let terminal = try PseudoTerminal([folder.plan], environment: ["TERM": "dumb"])
    try terminal.expect("base> ")
    terminal.type("rural.target\r")
    try terminal.expect("30 household")
    terminal.type(load("actual.csv", folder) + "\r")
    try terminal.expect("loaded 2 figures")
    try folder.write("area,programme,target\nnorth,rural,11\nsouth,rural,10\n", to: "figures.csv")
    try folder.write("area,programme,actual\nnorth,rural,6\nsouth,rural,8\neast,rural,9\n", to: "actual.csv")
    // Until it is asked to, the session does not look at the files again.
    terminal.type("rural.target\r")
    try terminal.expect("30 household")
    terminal.type("reload\r")
    try terminal.expect("read again")
    terminal.type("rural.target\r")
    try terminal.expect("21 household")
    terminal.type("rural.actual\r")
    try terminal.expect("23 household")
    terminal.type("quit\r")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  /// A table that has become bad is told; the session stays on what it had.
  @Test func reloadOfABadTableKeepsTheSession() throws {
    let folder = try folder()
    let terminal = try PseudoTerminal([folder.plan], environment: ["TERM": "dumb"])
    try terminal.expect("base> ")
    try folder.write("area,programme,target\nnorth,rural,1e5\n", to: "figures.csv")
    terminal.type("reload\r")
    try terminal.expect("figures.csv:2:13")
    terminal.type("rural.target\r")
    try terminal.expect("30 household")
    terminal.type("quit\r")
    #expect(terminal.waitForExit() == 0)
  }

  /// What is saved loads its tables again when it is opened.
  @Test func savedLoadsAreReadAgain() throws {
    let folder = try folder()
    let saved = folder.file("saved.plan").path
    let run = try folder.type([load("actual.csv", folder), "save \(saved)"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Tool(["eval", "rural.actual", saved]).output == "12 household\n")
  }
}
