extension Plan {
  /// Whether a group holds a programme, directly or through other groups.
  func holds(_ group: ProgrammeID, _ programme: ProgrammeID) -> Bool {
    self[group].members?.contains { $0 == programme || holds($0, programme) } ?? false
  }

  /// Whether figures of a programme, or of one that it holds, could not be understood.
  func hasLostFigures(_ programme: ProgrammeID) -> Bool {
    !withLostFigures.isEmpty
      && (withLostFigures.contains(programme)
        || self[programme].members?.contains(where: hasLostFigures) == true)
  }
}
