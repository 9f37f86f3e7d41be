/// How much a graph has computed, and how much it already knew when it was needed.
public final class Tally {
  /// A number of nodes, and of the figures in their columns.
  public struct Count: Hashable, Sendable {
    /// Columns, one for each node.
    public var nodes = 0
    /// Figures in these columns.
    public var cells = 0

    mutating func add(nodes: Int, cells: Int) {
      self.nodes += nodes
      self.cells += cells
    }
  }

  /// What was computed in the graph, and in trial graphs on top of it.
  public internal(set) var computed = Count()
  /// What was already known each time it was needed.
  public internal(set) var reused = Count()
}
