import PlanRules

/// The amount of work done for an answer.
enum StatisticsLayout {
  static func text(_ tally: Tally) -> String {
    let rows = [("computed", tally.computed), ("reused", tally.reused)].map { name, count in
      (name: name, nodes: count.nodes.grouped, cells: count.cells.grouped)
    }
    let nodes = rows.map(\.nodes.count).max() ?? 0
    let cells = rows.map(\.cells.count).max() ?? 0
    return rows.map { row in
      row.name + blanks(9 - row.name.count) + blanks(nodes - row.nodes.count) + row.nodes + " nodes"
        + blanks(cells - row.cells.count + 2) + row.cells + " cells\n"
    }.joined()
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
