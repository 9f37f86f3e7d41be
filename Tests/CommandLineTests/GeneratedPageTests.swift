import TestSupport
import Testing

/// Pages made from the tables of the program: they differ from what is committed only by mistake.
struct GeneratedPageTests {
  @Test func functions() throws {
    Snapshot.verify(try Tool(["dump", "functions"]).output, at: "docs/functions.md")
  }

  @Test func statements() throws {
    Snapshot.verify(try Tool(["dump", "statements"]).output, at: "docs/statements.md")
  }
}
