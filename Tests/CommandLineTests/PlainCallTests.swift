import Testing

@testable import PlanTool

/// A plain call reads its arguments without ArgumentParser: whatever that would set, it has to set too.
@Suite
struct PlainCallTests {
  private static let commands: [any PlainlyCallable.Type] = [
    CheckCommand.self, RunCommand.self, ShowCommand.self, AuditCommand.self, FormatCommand.self,
  ]

  /// An option that nobody set stops the process when it is read.
  @Test func everyOptionIsSet() throws {
    for command in Self.commands { try requireAllSet(command) }
  }

  private func requireAllSet<Command: PlainlyCallable>(_ command: Command.Type) throws {
    let call = try #require(Command.plain(["year.plan"]))
    #expect(Self.unset(in: call, "\(command)") == [])
  }

  @Test func formatTakesFilesAndItsFlag() throws {
    let call = try #require(FormatCommand.plain(["a.plan", "--check", "b.plan"]))
    #expect(call.files == ["a.plan", "b.plan"] && call.check)
    #expect(try #require(FormatCommand.plain(["a.plan"])).check == false)
    // Whatever else there is goes to ArgumentParser.
    for other in [["--check"], ["-"], ["a.plan", "--limit", "digits=9"], [], ["--chek", "a.plan"], [""]] {
      #expect(FormatCommand.plain(other[...]) == nil, "\(other)")
    }
  }

  /// And the other way round: what is read without an option is found.
  @Test func anOptionThatIsNotSetIsFound() {
    #expect(!Self.unset(in: CheckCommand(), "CheckCommand").isEmpty)
  }

  /// The options below a value of which ArgumentParser still holds the definition, by their paths.
  private static func unset(in value: Any, _ path: String) -> [String] {
    Mirror(reflecting: value).children.flatMap { child -> [String] in
      guard let label = child.label else { return [] }
      let name = "\(path).\(label)"
      guard label == "_parsedValue" else { return unset(in: child.value, name) }
      let parsed = Mirror(reflecting: child.value).children.first
      guard parsed?.label != "value" else { return parsed.map { unset(in: $0.value, name) } ?? [] }
      return [name]
    }
  }
}
