/// What the program is called.
enum ToolName {
  /// Commands say that they belong to it, so that each can be parsed alone without a look for what only a whole tool answers.
  static let tool = "codi-plan"
}
