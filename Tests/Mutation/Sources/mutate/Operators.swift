/// What stands for an operator in the rewritten source, and what it turns into in the mutant.
struct OperatorMutation {
  let kind: Site.Kind
  let function: String
  let instead: String
  /// Whether the left side is changed in place.
  var assigns = false

  static let infix: [String: OperatorMutation] = [
    "<": OperatorMutation(kind: .comparison, function: "less", instead: "<="),
    "<=": OperatorMutation(kind: .comparison, function: "lessOrEqual", instead: "<"),
    ">": OperatorMutation(kind: .comparison, function: "greater", instead: ">="),
    ">=": OperatorMutation(kind: .comparison, function: "greaterOrEqual", instead: ">"),
    "==": OperatorMutation(kind: .equality, function: "equal", instead: "!="),
    "!=": OperatorMutation(kind: .equality, function: "unequal", instead: "=="),
    "===": OperatorMutation(kind: .equality, function: "same", instead: "!=="),
    "!==": OperatorMutation(kind: .equality, function: "other", instead: "==="),
    "&&": OperatorMutation(kind: .logic, function: "and", instead: "||"),
    "||": OperatorMutation(kind: .logic, function: "or", instead: "&&"),
    "+": OperatorMutation(kind: .arithmetic, function: "plus", instead: "-"),
    "-": OperatorMutation(kind: .arithmetic, function: "minus", instead: "+"),
    "*": OperatorMutation(kind: .arithmetic, function: "times", instead: "+"),
    "/": OperatorMutation(kind: .arithmetic, function: "over", instead: "*"),
    "%": OperatorMutation(kind: .arithmetic, function: "modulo", instead: "/"),
    "&+": OperatorMutation(kind: .arithmetic, function: "wrappedPlus", instead: "&-"),
    "&-": OperatorMutation(kind: .arithmetic, function: "wrappedMinus", instead: "&+"),
    "&*": OperatorMutation(kind: .arithmetic, function: "wrappedTimes", instead: "&+"),
    "+=": OperatorMutation(kind: .arithmetic, function: "add", instead: "-=", assigns: true),
    "-=": OperatorMutation(kind: .arithmetic, function: "subtract", instead: "+=", assigns: true),
    "*=": OperatorMutation(kind: .arithmetic, function: "multiply", instead: "+=", assigns: true),
    "&+=": OperatorMutation(kind: .arithmetic, function: "wrappedAdd", instead: "&-=", assigns: true),
    "&-=": OperatorMutation(kind: .arithmetic, function: "wrappedSubtract", instead: "&+=", assigns: true),
  ]

  /// Their negation is a mutant already.
  static let negated: Set<String> = ["==", "!=", "===", "!=="]
}
