import Foundation
import TestSupport
import Testing

/// Ctrl-C while a statement is carried out: it is given up, and the session is as it was.
struct PromptInterruptTests {
  @Test func controlCStopsALongComputation() throws {
    let bench = try PromptBench()
    bench.answer(to: "let f(x) = x + x")
    bench.answer(to: "let g(x) = f(f(f(f(x))))")
    bench.answer(to: "let h(x) = g(g(g(g(g(x)))))")
    let before = bench.answer(to: "history")
    bench.terminal.type("h(1)\r")
    // The line stands finished, and the terminal is no longer in the hands of the editor: the statement runs.
    #expect(bench.terminal.wait { !$0.bracketedPaste })
    bench.terminal.press(.control("C"))
    #expect(
      bench.terminal.wait(until: { $0.shows("stopped: the plan is as it was") }, seconds: 60),
      "\(bench.screen)")
    #expect(bench.terminal.wait { $0.bracketedPaste })
    #expect(bench.answer(to: "history") == before)
    #expect(bench.answer(to: "g(1)").contains("16"))
  }
}
