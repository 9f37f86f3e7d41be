import Glibc
import PlanLang
import PlanRules

/// What a planner can switch off, remembered from one session to the next.
struct PromptSettings: Equatable {
  /// Whether the line below the prompt says what a statement would do, and the rest of it is offered.
  var preview = true
  var colour = true
  /// Whether answers longer than the screen go through `$PAGER`.
  var pager = true
  /// What a statement may take.
  var seconds = 60

  enum Name: String, CaseIterable {
    case preview, colour, pager

    var summary: String {
      switch self {
      case .preview: "shows below the line what a statement would do, and suggests the rest"
      case .colour: "colours answers and what is typed"
      case .pager: "shows answers that are longer than the screen through $PAGER"
      }
    }
  }

  subscript(name: Name) -> Bool {
    get {
      switch name {
      case .preview: preview
      case .colour: colour
      case .pager: pager
      }
    }
    set {
      switch name {
      case .preview: preview = newValue
      case .colour: colour = newValue
      case .pager: pager = newValue
      }
    }
  }

  /// `setting preview off`, `setting seconds 120`: the new settings, or `nil` where the words are none.
  func changed(by words: String) -> PromptSettings? {
    let parts = words.split(separator: " ")
    if parts.count == 2, parts[0] == "seconds" {
      guard let seconds = Int(parts[1]), (1...Limits.Name.seconds.most).contains(seconds) else { return nil }
      var changed = self
      changed.seconds = seconds
      return changed
    }
    guard parts.count == 2, let name = Name(rawValue: String(parts[0])), parts[1] == "on" || parts[1] == "off"
    else { return nil }
    var changed = self
    changed[name] = parts[1] == "on"
    return changed
  }

  // MARK: The file

  /// `codi-plan/settings` in the user's folder of settings: a line for each that is off.
  private static var path: String? {
    let own = getenv("XDG_CONFIG_HOME").map { String(cString: $0) }
    let home = getenv("HOME").map { String(cString: $0) + "/.config" }
    guard let folder = own ?? home, folder.hasPrefix("/") else { return nil }
    return folder + "/codi-plan/settings"
  }

  static func remembered() -> PromptSettings {
    guard let path, let text = try? StateFile.read(path) else { return PromptSettings() }
    return text.split(separator: "\n").reduce(PromptSettings()) { $0.changed(by: String($1)) ?? $0 }
  }

  /// - Returns: why they cannot be remembered, where they cannot.
  func remember() -> String? {
    guard let path = PromptSettings.path else { return "there is no home folder" }
    if let reason = StateFile.makeFolders(of: path) { return reason }
    let lines =
      Name.allCases.map { "\($0.rawValue) \(self[$0] ? "on" : "off")\n" } + ["seconds \(seconds)\n"]
    do throws(SystemReason) {
      try FileWriting.write(lines.joined(), to: path, expecting: .anything, mode: 0o600)
      return nil
    } catch {
      return error.words
    }
  }
}
