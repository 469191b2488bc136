package corral.front.fuse;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The mounts that the kernel has given up. One that it gives up again soon is not mounted once
 * more, for that would go on for ever. Not thread-safe.
 */
final class GivenUp {
  static final Duration SOON = Duration.ofMinutes(1);

  /** When it was given up last, in nanoseconds, by its place. */
  private final Map<String, Long> last = new HashMap<>();

  private final Set<String> again = new HashSet<>();

  /** A mount was given up at a time of {@link System#nanoTime}. */
  void add(String place, long nanos) {
    var before = last.put(place, nanos);
    if (before != null && nanos - before < SOON.toNanos()) {
      again.add(place);
    }
  }

  /** Whether it was given up again soon. */
  boolean isAgain(String place) {
    return again.contains(place);
  }

  /** Forgets all others. */
  void retainAll(Collection<String> places) {
    last.keySet().retainAll(places);
    again.retainAll(places);
  }
}
