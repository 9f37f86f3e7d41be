/// The name of the program.
enum ToolName {
  /// Each command names its parent, so that it can be parsed on its own without the options of the whole tool.
  static let tool = "codi-plan"
}
