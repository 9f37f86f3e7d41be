import PlanRules

/// A JSON value that keeps the order of its members.
indirect enum JSON {
  case object([(String, JSON)])
  case array([JSON])
  case string(String)
  case number(Int)
  case bool(Bool)
  case null

  init(_ text: String?) { self = text.map(JSON.string) ?? .null }

  /// Indented text; small flat values stay on one line.
  func text(indent: String = "") -> String {
    if let flat, flat.utf8.count + indent.utf8.count <= 140 { return flat }
    let inner = indent + "  "
    switch self {
    case .object(let members):
      let lines = members.map { inner + JSON.quoted($0.0) + ": " + $0.1.text(indent: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
    case .array(let items):
      return "[\n" + items.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n" + indent
        + "]"
    case .string, .number, .bool, .null: return flat ?? "null"
    }
  }

  /// The value on one line; `nil` for nested containers, which read better indented.
  private var flat: String? {
    switch self {
    case .object(let members):
      var parts: [String] = []
      for (name, value) in members {
        guard value.isScalar || value.isEmpty, let text = value.flat else { return nil }
        parts.append(JSON.quoted(name) + ": " + text)
      }
      return "{" + parts.joined(separator: ", ") + "}"
    case .array(let items):
      guard items.allSatisfy(\.isScalar) else { return nil }
      return "[" + items.compactMap(\.flat).joined(separator: ", ") + "]"
    case .string(let text): return JSON.quoted(text)
    case .number(let number): return "\(number)"
    case .bool(let truth): return truth ? "true" : "false"
    case .null: return "null"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .object, .array: false
    case .string, .number, .bool, .null: true
    }
  }

  private var isEmpty: Bool {
    switch self {
    case .object(let members): members.allSatisfy { $0.1.isScalar }
    case .array(let items): items.allSatisfy(\.isScalar)
    case .string, .number, .bool, .null: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension JSON {
  /// The figures by period: `"period": "month", "periods": [{"period": "Oct", …}]`. Quarters keep the older form
  /// `"quarters": [{"quarter": "Q1", …}]`.
  static func periods(
    _ axis: AxisID, _ periods: [(name: String, figures: [(String, JSON)])]
  ) -> [(String, JSON)] {
    let isOfQuarters = axis == .quarter
    let list = JSON.array(
      periods.map { .object([(isOfQuarters ? "quarter" : "period", .string($0.name))] + $0.figures) })
    return isOfQuarters
      ? [("quarters", list)] : [("period", .string(Calendar.name(of: axis))), ("periods", list)]
  }
}
