import PlanRules
import TestSupport
import Testing

struct FunctionTests {
  /// Every example of the table of functions is true.
  @Test(arguments: BuiltInFunction.all.map(\.name))
  func exampleHolds(name: String) throws {
    let function = try #require(BuiltInFunction.named(name))
    #expect(try PlanProbe("").printed(function.example.expression) == function.example.result)
  }
}
