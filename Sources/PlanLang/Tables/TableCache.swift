internal import PlanRules
internal import Synchronization

/// Caches the contents of tables for as long as their files do not change, since the plan is checked again after each
/// statement typed.
public final class TableCache: Sendable {
  struct RowsKey: Hashable {
    let file: TableFile
    let columns: [String]
  }

  private struct State {
    var rows: [RowsKey: TableRows] = [:]
    var figures: (terms: FigureTerms, loaded: LoadedFigures)?
  }

  private let state = Mutex(State())

  init() {}

  func rows(_ key: RowsKey) -> TableRows? { state.withLock { $0.rows[key] } }
  func keep(_ rows: TableRows, as key: RowsKey) { state.withLock { $0.rows[key] = rows } }

  func figures(for terms: FigureTerms) -> LoadedFigures? {
    state.withLock { $0.figures.flatMap { $0.terms == terms ? $0.loaded : nil } }
  }

  func keep(_ loaded: LoadedFigures, for terms: FigureTerms) {
    state.withLock { $0.figures = (terms, loaded) }
  }
}
