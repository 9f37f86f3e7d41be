import ArgumentParser

/// A command with calls that are read without ArgumentParser.
protocol PlainlyCallable: ParsableCommand {
  /// The command for a plain call; `nil` for any other, which is then parsed in full.
  static func plain(_ arguments: ArraySlice<String>) -> Self?
}

/// A command that can be called with files and little else.
///
/// In such a call, parsing all possible options would take longer than answering it.
protocol CallableWithFiles: PlainlyCallable {
  var plan: PlanOptions { get set }
  var answer: AnswerOptions { get set }

  /// Sets the command's own options to their defaults.
  mutating func setOwnOptions()

  /// Consumes one of the command's own flags; `false` if the flag is not one of them.
  mutating func takeOwn(_ flag: String) -> Bool
}

extension CallableWithFiles {
  /// The command for a call such as `check year.plan --format csv`. Returns `nil` if the call contains anything other
  /// than files, the format, the table and the command's own flags, or a mistake: then it is parsed in full, with
  /// every option.
  static func plain(_ arguments: ArraySlice<String>) -> Self? {
    var command = Self()
    var files: [String] = []
    command.answer = AnswerOptions.unnamed
    command.setOwnOptions()
    var rest = arguments
    while let argument = rest.popFirst() {
      if !argument.hasPrefix("-"), !argument.isEmpty {
        files.append(argument)
      } else if argument == "--format", let format = rest.popFirst().flatMap(OutputFormat.init(rawValue:)) {
        command.answer.output.named = format
      } else if argument == "--table", let table = rest.popFirst(), !table.hasPrefix("-") {
        command.answer.output.table = table
      } else if !command.takeOwn(argument) {
        return nil
      }
    }
    command.plan = PlanOptions(files: files)
    return files.isEmpty ? nil : command
  }

  mutating func takeOwn(_: String) -> Bool { false }
}

extension PlanOptions {
  fileprivate init(files: [String]) {
    self.init()
    self.files = files
    folders = []
    raised = []
  }
}

extension AnswerOptions {
  fileprivate static var unnamed: AnswerOptions {
    var options = AnswerOptions()
    options.output = .plain()
    options.asOf = nil
    options.scenario = nil
    return options
  }
}

extension CheckCommand: CallableWithFiles {
  mutating func setOwnOptions() { allowsFailing = false }

  mutating func takeOwn(_ flag: String) -> Bool {
    guard flag == "--allow-fail" else { return false }
    allowsFailing = true
    return true
  }
}

extension RunCommand: CallableWithFiles {
  mutating func setOwnOptions() {
    yes = false
    statistics = false
  }
}

extension ShowCommand: CallableWithFiles {
  mutating func setOwnOptions() {}
}

extension AuditCommand: CallableWithFiles {
  mutating func setOwnOptions() {}
}

extension FormatCommand: PlainlyCallable {
  static func plain(_ arguments: ArraySlice<String>) -> FormatCommand? {
    var command = FormatCommand()
    command.files = arguments.filter { !$0.hasPrefix("-") && !$0.isEmpty }
    command.raised = []
    command.check = arguments.contains("--check")
    let isPlain = arguments.allSatisfy { $0 == "--check" || (!$0.hasPrefix("-") && !$0.isEmpty) }
    return isPlain && !arguments.allSatisfy { $0 == "--check" } ? command : nil
  }
}
