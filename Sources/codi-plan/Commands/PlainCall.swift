import ArgumentParser

/// A command that can be called with nothing but files.
///
/// To look for its options in such a call would take longer than to answer it.
protocol CallableWithFiles: ParsableCommand {
  var plan: PlanOptions { get set }
  var answer: AnswerOptions { get set }

  /// Sets the options that only this command has to what they are where nobody names them.
  mutating func setOwnOptions()
}

extension CallableWithFiles {
  /// The command for a call such as `check year.plan`; `nil` where there is more in it than files.
  static func plain(_ arguments: ArraySlice<String>) -> Self? {
    guard !arguments.isEmpty, arguments.allSatisfy({ !$0.hasPrefix("-") && !$0.isEmpty }) else { return nil }
    var command = Self()
    command.plan = PlanOptions(files: Array(arguments))
    command.answer = AnswerOptions.unnamed
    command.setOwnOptions()
    return command
  }
}

extension PlanOptions {
  fileprivate init(files: [String]) {
    self.init()
    self.files = files
    folders = []
  }
}

extension AnswerOptions {
  fileprivate static var unnamed: AnswerOptions {
    var options = AnswerOptions()
    options.format = .text
    options.asOf = nil
    options.scenario = nil
    return options
  }
}

extension CheckCommand: CallableWithFiles {
  mutating func setOwnOptions() { allowsFailing = false }
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
