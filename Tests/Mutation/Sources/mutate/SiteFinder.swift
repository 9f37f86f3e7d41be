import SwiftSyntax

/// Goes through a file, whose operators are folded, and notes the sites; what lies around another site comes before it.
final class SiteFinder: SyntaxVisitor {
  private(set) var sites: [Site] = []
  private var results: [Results] = []

  /// What a mutant of a `return` gives back instead.
  enum Results { case missing, negated, unchanged }

  init() { super.init(viewMode: .sourceAccurate) }

  private func add(_ kind: Site.Kind, _ node: some SyntaxProtocol, _ change: String, _ edits: [Edit]) {
    sites.append(Site(kind: kind, change: change, start: node.start, end: node.end, edits: edits))
  }

  private func wrap(_ kind: Site.Kind, _ node: some SyntaxProtocol, in function: String, _ change: String) {
    add(kind, node, change, [.opening(node.start, "Mutant.\(function)(#, "), .closing(node.end)])
  }

  // MARK: What no mutant touches

  override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: EnumCaseDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: FunctionParameterSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ExpressionPatternSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: MacroExpansionExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  // MARK: Operators

  override func visit(_ node: InfixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    guard let sign = node.operator.as(BinaryOperatorExprSyntax.self)?.operator else { return .visitChildren }
    guard let mutation = OperatorMutation.infix[sign.text] else { return .visitChildren }
    let sides = [node.leftOperand, node.rightOperand]
    // There `+` puts one behind the other.
    if sides.contains(where: { $0.is(ArrayExprSyntax.self) || $0.is(StringLiteralExprSyntax.self) }) {
      return .visitChildren
    }
    var function = mutation.function
    var skipped = node.start..<node.start
    if let missing = sides.firstIndex(where: { $0.is(NilLiteralExprSyntax.self) }) {
      guard missing == 1 else { return .visitChildren }
      function = sign.text == "==" ? "isMissing" : "isThere"
      skipped = sign.start..<node.end
    }
    let opening = Edit.opening(node.start, "Mutant.\(function)(#, " + (mutation.assigns ? "&" : ""))
    let middle =
      skipped.isEmpty
      ? Edit.opening(sign.start, ",", replacing: sign.text.utf8.count)
      : Edit.opening(skipped.lowerBound, "", replacing: skipped.count)
    let change = "\(node.excerpt): \(sign.text) becomes \(mutation.instead)"
    add(mutation.kind, node, change, [opening, middle, .closing(node.end)])
    return .visitChildren
  }

  override func visit(_ node: PrefixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    if node.operator.text == "!" {
      let opening = Edit.opening(node.start, "Mutant.not(#, ", replacing: 1)
      add(.negation, node, "\(node.excerpt): without !", [opening, .closing(node.end)])
    }
    return .visitChildren
  }

  override func visit(_ node: IntegerLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    wrap(.number, node, in: "number", "\(node.excerpt) becomes \(node.excerpt) + 1")
    return .skipChildren
  }

  override func visit(_ node: BooleanLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    wrap(.truth, node, in: "truth", "\(node.excerpt) becomes its contrary")
    return .skipChildren
  }

  // MARK: Conditions

  override func visit(_ node: ConditionElementSyntax) -> SyntaxVisitorContinueKind {
    guard case .expression(let expression) = node.condition else { return .visitChildren }
    // The compiler relies on `while true`.
    if expression.is(BooleanLiteralExprSyntax.self) { return .skipChildren }
    negate(expression)
    return .visitChildren
  }

  override func visit(_ node: TernaryExprSyntax) -> SyntaxVisitorContinueKind {
    negate(node.condition)
    return .visitChildren
  }

  override func visit(_ node: WhereClauseSyntax) -> SyntaxVisitorContinueKind {
    negate(node.condition)
    return .visitChildren
  }

  private func negate(_ expression: ExprSyntax, as kind: Site.Kind = .condition) {
    if expression.is(BooleanLiteralExprSyntax.self) || expression.is(NilLiteralExprSyntax.self) { return }
    if expression.as(PrefixOperatorExprSyntax.self)?.operator.text == "!" { return }
    let sign = expression.as(InfixOperatorExprSyntax.self)?.operator.as(BinaryOperatorExprSyntax.self)
    if let sign, OperatorMutation.negated.contains(sign.operator.text) { return }
    wrap(kind, expression, in: "contrary", "\(expression.excerpt) becomes its contrary")
  }

  // MARK: Calls

  private static let untouched: Set<String> = [
    "precondition", "preconditionFailure", "fatalError", "assert", "assertionFailure", "reserveCapacity",
  ]

  private func name(of callee: ExprSyntax) -> String? {
    callee.as(DeclReferenceExprSyntax.self)?.baseName.text
      ?? callee.as(MemberAccessExprSyntax.self)?.declName.baseName.text
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    guard let name = name(of: node.calledExpression) else { return .visitChildren }
    if Self.untouched.contains(name) { return .skipChildren }
    guard name == "min" || name == "max", let parenthesis = node.leftParen else { return .visitChildren }
    let change = "\(node.excerpt): \(name) becomes \(name == "min" ? "max" : "min")"
    let base = node.calledExpression.as(MemberAccessExprSyntax.self)?.base
    let isFunction = base == nil || base?.trimmedDescription == "Swift"
    if node.arguments.count == 2, isFunction, node.arguments.allSatisfy({ $0.label == nil }) {
      let opening = Edit.opening(node.start, "Mutant.\(name)(#, ", replacing: parenthesis.end - node.start)
      add(.extremum, node, change, [opening, .closing(node.end, "")])
    } else if node.arguments.isEmpty, let base, !isFunction {
      let function = name == "min" ? "least" : "most"
      let rest = Edit.opening(base.end, ")", replacing: node.end - base.end)
      add(.extremum, node, change, [.opening(node.start, "Mutant.\(function)(#, "), rest])
    }
    return .visitChildren
  }

  // MARK: Statements

  override func visit(_ node: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
    if case .expr(let expression) = node.item, isEffect(expression, of: node) {
      let edits = [
        Edit.opening(node.item.start, "if !Mutant.isOn(#) { "), Edit.closing(node.item.end, " }"),
      ]
      add(.deletion, expression, "without \(expression.excerpt)", edits)
    }
    return .visitChildren
  }

  private func isEffect(_ expression: ExprSyntax, of item: CodeBlockItemSyntax) -> Bool {
    if let attempt = expression.as(TryExprSyntax.self) { return isEffect(attempt.expression, of: item) }
    if let call = expression.as(FunctionCallExprSyntax.self) {
      guard let name = name(of: call.calledExpression), name != "init" else { return false }
      return !Self.untouched.contains(name) && !isValue(item)
    }
    guard let infix = expression.as(InfixOperatorExprSyntax.self),
      infix.operator.is(AssignmentExprSyntax.self), !infix.leftOperand.is(DiscardAssignmentExprSyntax.self)
    else { return false }
    // An initializer has to set every property.
    return !results.isEmpty
  }

  /// Whether a statement is the only one of a body, or of a branch, that gives something back.
  private func isValue(_ item: CodeBlockItemSyntax) -> Bool {
    guard let list = item.parent?.as(CodeBlockItemListSyntax.self), list.count == 1 else { return false }
    guard let body = list.parent else { return false }
    if body.is(ClosureExprSyntax.self) || body.is(AccessorBlockSyntax.self) { return true }
    if body.is(SwitchCaseSyntax.self) { return isValue(branching: body.parent?.parent) }
    if body.parent?.is(IfExprSyntax.self) == true { return isValue(branching: body.parent) }
    return body.parent?.as(FunctionDeclSyntax.self)?.signature.returnClause != nil
  }

  private func isValue(branching expression: Syntax?) -> Bool {
    guard let around = expression?.parent else { return false }
    if around.is(IfExprSyntax.self) { return isValue(branching: around) }
    guard around.is(ExpressionStmtSyntax.self) else { return true }
    return around.parent?.as(CodeBlockItemSyntax.self).map(isValue) ?? true
  }

  // MARK: Results

  private func results(of type: TypeSyntax?) -> Results {
    guard let type else { return .unchanged }
    if type.is(OptionalTypeSyntax.self) { return .missing }
    return type.trimmedDescription == "Bool" ? .negated : .unchanged
  }

  private func enter(_ results: Results, _ body: CodeBlockItemListSyntax?) {
    self.results.append(results)
    guard let body else { return }
    for value in values(of: body) { replace(value) }
  }

  private func replace(_ value: ExprSyntax) {
    switch results.last {
    case .missing where !value.is(NilLiteralExprSyntax.self):
      wrap(.result, value, in: "result", "\(value.excerpt) becomes nil")
    case .negated: negate(value, as: .result)
    default: break
    }
  }

  /// The values of a body that is one expression, of each branch where it branches.
  private func values(of body: CodeBlockItemListSyntax) -> [ExprSyntax] {
    guard body.count == 1, let item = body.first?.item else { return [] }
    switch item {
    case .expr(let expression): return values(of: expression)
    case .stmt(let statement):
      return statement.as(ExpressionStmtSyntax.self).map { values(of: $0.expression) } ?? []
    case .decl: return []
    }
  }

  private func values(of expression: ExprSyntax) -> [ExprSyntax] {
    if let choice = expression.as(SwitchExprSyntax.self) {
      return choice.cases.flatMap { $0.as(SwitchCaseSyntax.self).map { values(of: $0.statements) } ?? [] }
    }
    guard let choice = expression.as(IfExprSyntax.self) else { return [expression] }
    let rest: [ExprSyntax] =
      switch choice.elseBody {
      case .codeBlock(let block): values(of: block.statements)
      case .ifExpr(let other): values(of: ExprSyntax(other))
      case nil: []
      }
    return values(of: choice.body.statements) + rest
  }

  override func visit(_ node: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    if let value = node.expression { replace(value) }
    return .visitChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    // Any hash is right.
    if node.name.text == "hash" { return .skipChildren }
    enter(results(of: node.signature.returnClause?.type), node.body?.statements)
    return .visitChildren
  }

  override func visitPost(_ node: FunctionDeclSyntax) {
    if node.name.text != "hash" { results.removeLast() }
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    enter(results(of: node.signature?.returnClause?.type), nil)
    return .visitChildren
  }

  override func visitPost(_ node: ClosureExprSyntax) { results.removeLast() }

  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind {
    let type =
      node.parent?.as(PatternBindingSyntax.self)?.typeAnnotation?.type
      ?? node.parent?.as(SubscriptDeclSyntax.self)?.returnClause.type
    if case .getter(let body) = node.accessors {
      enter(results(of: type), body)
    } else {
      enter(.unchanged, nil)
    }
    return .visitChildren
  }

  override func visitPost(_ node: AccessorBlockSyntax) { results.removeLast() }
}
