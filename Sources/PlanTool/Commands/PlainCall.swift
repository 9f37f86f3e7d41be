import ArgumentParser

/// A command that can be called with files and hardly more.
///
/// To look for all its options in such a call would take longer than to answer it.
protocol CallableWithFiles: ParsableCommand {
  var plan: PlanOptions { get set }
  var answer: AnswerOptions { get set }

  /// Sets the options that only this command has to what they are where nobody names them.
  mutating func setOwnOptions()

  /// Takes a flag that only this command has; `false` where it is another.
  mutating func takeOwn(_ flag: String) -> Bool
}

extension CallableWithFiles {
  /// The command for a call such as `check year.plan --format csv`; `nil` where there is more in it than files, the format
  /// and flags of the command's own, or where something is wrong with it: then all of it is read, with every option.
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
