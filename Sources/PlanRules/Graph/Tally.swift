/// How much a graph has computed, and how much it knew already when it was needed.
public final class Tally {
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

  public internal(set) var computed = Count()
  public internal(set) var reused = Count()
}
