import Glibc
import PlanLang
import PlanRules

/// The user's settings for the prompt, remembered between sessions.
struct PromptSettings: Equatable {
  /// Whether to show the effect of a statement below the prompt, and to suggest the rest of it.
  var preview = true
  var colour = true
  /// Whether answers longer than the screen go through `$PAGER`.
  var pager = true
  /// The time limit for a statement, in seconds.
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

  /// `setting preview off`, `setting seconds 120`: the new settings, or `nil` if the words are not a setting.
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

  /// `codi-plan/settings` in the user's configuration folder, with a line for each setting that is off.
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

  /// - Returns: The reason for which they could not be saved; `nil` if they were.
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
