/// A function of nodes. Two nodes with the same operation are the same node.
struct Operation {
  let function: NodeFunction
  let inputs: Inputs

  init(_ function: NodeFunction, _ inputs: Inputs = .none) {
    (self.function, self.inputs) = (function, inputs)
  }

  /// The inputs of an operation. Most operations have only a few, which are stored inline.
  enum Inputs {
    case none
    case one(NodeID)
    case two(NodeID, NodeID)
    case three(NodeID, NodeID, NodeID)
    case many([NodeID])

    init(_ nodes: [NodeID]) {
      switch nodes.count {
      case 0: self = .none
      case 1: self = .one(nodes[0])
      case 2: self = .two(nodes[0], nodes[1])
      case 3: self = .three(nodes[0], nodes[1], nodes[2])
      default: self = .many(nodes)
      }
    }

    func append(to nodes: inout [NodeID]) {
      switch self {
      case .none: break
      case .one(let a): nodes.append(a)
      case .two(let a, let b):
        nodes.append(a)
        nodes.append(b)
      case .three(let a, let b, let c):
        nodes.append(a)
        nodes.append(b)
        nodes.append(c)
      case .many(let all): nodes += all
      }
    }

    func elementsEqual(_ nodes: ArraySlice<NodeID>) -> Bool {
      let first = nodes.startIndex
      switch self {
      case .none: return nodes.isEmpty
      case .one(let a): return nodes.count == 1 && nodes[first] == a
      case .two(let a, let b): return nodes.count == 2 && nodes[first] == a && nodes[first + 1] == b
      case .three(let a, let b, let c):
        return nodes.count == 3 && nodes[first] == a && nodes[first + 1] == b && nodes[first + 2] == c
      case .many(let all): return nodes.elementsEqual(all)
      }
    }
  }
}

/// Operations as lowering writes them.
extension Operation {
  static func constant(_ column: Column) -> Operation { Operation(.constant(column)) }
  static func unknown(_ unknown: Unknown) -> Operation { Operation(.unknown(unknown)) }
  static func series(_ series: Series) -> Operation { Operation(.series(series)) }

  static func arithmetic(_ arithmetic: Arithmetic, _ a: NodeID, _ b: NodeID) -> Operation {
    Operation(.arithmetic(arithmetic), .two(a, b))
  }

  static func negate(_ a: NodeID) -> Operation { Operation(.negate, .one(a)) }
  static func magnitude(_ a: NodeID) -> Operation { Operation(.magnitude, .one(a)) }

  static func round(_ a: NodeID, places: Int, factor: Rational) -> Operation {
    Operation(.round(places: places, factor: factor), .one(a))
  }

  static func compare(_ comparison: Comparison, _ a: NodeID, _ b: NodeID) -> Operation {
    Operation(.compare(comparison), .two(a, b))
  }

  static func connect(_ connective: Connective, _ a: NodeID, _ b: NodeID) -> Operation {
    Operation(.connect(connective), .two(a, b))
  }

  static func not(_ a: NodeID) -> Operation { Operation(.not, .one(a)) }
  static func known(_ a: NodeID) -> Operation { Operation(.known, .one(a)) }
  static func otherwise(_ a: NodeID, _ b: NodeID) -> Operation { Operation(.otherwise, .two(a, b)) }

  static func choose(_ condition: NodeID, then a: NodeID, else b: NodeID) -> Operation {
    Operation(.choose, .three(condition, a, b))
  }

  static func withhold(_ a: NodeID, when condition: NodeID) -> Operation {
    Operation(.withhold, .two(a, condition))
  }

  static func combine(_ reduction: Reduction, _ nodes: [NodeID]) -> Operation {
    Operation(.combine(reduction), Inputs(nodes))
  }

  static func reduce(
    _ reduction: Reduction, _ a: NodeID, along axis: AxisID, from: Int, through: Int
  ) -> Operation {
    Operation(.reduce(reduction, along: axis, from: from, through: through), .one(a))
  }

  static func select(_ a: NodeID, _ axis: AxisID, member: Int) -> Operation {
    Operation(.select(axis, member: member), .one(a))
  }

  static func rollUp(
    _ reduction: Reduction, _ a: NodeID, along axis: AxisID, within: Containment, count: Int
  ) -> Operation {
    Operation(.rollUp(reduction, along: axis, within: within, count: count), .one(a))
  }

  static func stack(_ nodes: [NodeID], along axis: AxisID) -> Operation {
    Operation(.stack(along: axis), Inputs(nodes))
  }

  static func change(_ a: NodeID, _ change: Change, by amount: NodeID, place: [MemberRange]) -> Operation {
    Operation(.change(change, place: place), .two(a, amount))
  }

  static func nowOrLater(_ a: NodeID) -> Operation { Operation(.nowOrLater, .one(a)) }

  static func carried(target: NodeID, result: NodeID, closed: NodeID, rule: CarryRule) -> Operation {
    Operation(.carried(rule), .three(target, result, closed))
  }

  static func adjust(target: NodeID, carried: NodeID) -> Operation {
    Operation(.adjust, .two(target, carried))
  }

  static func light(result: NodeID, adjusted: NodeID, bands: LightBands) -> Operation {
    Operation(.light(bands), .two(result, adjusted))
  }
}
