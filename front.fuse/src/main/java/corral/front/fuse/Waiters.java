package corral.front.fuse;

import static java.util.stream.Collectors.joining;

import corral.front.fuse.protocol.Arguments.Poll;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs that wait in poll(2) until a file changes that they have open. Thread-safe. */
final class Waiters {
  /** By the handle of the file. */
  private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();

  /**
   * Somebody who waits.
   *
   * @param number by which the kernel knows him
   */
  private record Waiter(long number, OpenedFile file) {}

  void add(Poll poll, OpenedFile file) {
    waiters.put(poll.handle(), new Waiter(poll.waiter(), file));
  }

  /** The file was closed. */
  void remove(long handle) {
    waiters.remove(handle);
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Takes those out whose file has changed; they will come again if they wait on. */
  List<Long> takeChanged() {
    var changed = new ArrayList<Long>();
    waiters.forEach(
        (handle, waiter) -> {
          if (waiter.file().hasChanged() && waiters.remove(handle, waiter)) {
            changed.add(waiter.number());
          }
        });
    return changed;
  }

  /** The numbers of all, for the next version of this bundle, which lets them look. */
  String left() {
    return waiters.values().stream().map(w -> Long.toString(w.number())).collect(joining(" "));
  }
}
