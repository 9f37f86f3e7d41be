internal import Glibc
internal import Synchronization

/// Work on all cores, if there is enough of it.
package enum Parallel {
  /// Applies a function to each item; the results are in the order of the items.
  package static func map<Element: Sendable, Result: Sendable>(
    _ items: [Element], _ body: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let workers = min(items.count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    guard workers > 1 else { return items.map(body) }
    let next = Counter()
    // Each element is written once, by the thread that took its index, and read after all threads are done.
    nonisolated(unsafe) let results = UnsafeMutablePointer<Result>.allocate(capacity: items.count)
    defer { results.deallocate() }
    let work: @Sendable () -> Void = {
      while let index = next.take(below: items.count) { (results + index).initialize(to: body(items[index])) }
    }
    var threads: [pthread_t] = []
    for _ in 1..<workers {
      if let thread = start(work) { threads.append(thread) }
    }
    work()
    for thread in threads { pthread_join(thread, nil) }
    return (0..<items.count).map { (results + $0).move() }
  }

  /// Does two things at the same time, the first of them on this thread.
  package static func both(_ first: () -> Void, and second: @escaping @Sendable () -> Void) {
    let thread = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 ? start(second) : nil
    first()
    if let thread { pthread_join(thread, nil) } else { second() }
  }

  private final class Counter: Sendable {
    private let value = Atomic(0)

    func take(below end: Int) -> Int? {
      let index = value.add(1, ordering: .relaxed).oldValue
      return index < end ? index : nil
    }
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    if status == 0 { return thread }
    work.release()
    return nil
  }
}
