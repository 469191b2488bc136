package corral.front.fuse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What programs have open, by the number that the kernel knows it by. Thread-safe. */
final class Handles<T> {
  private static final int EACH_MILLISECOND = 20;

  /** No number is used again, not even by the next version of this bundle. */
  private final AtomicLong last = new AtomicLong(System.currentTimeMillis() << EACH_MILLISECOND);

  private final Map<Long, T> open = new ConcurrentHashMap<>();

  long add(T opened) {
    long handle = last.incrementAndGet();
    open.put(handle, opened);
    return handle;
  }

  /** What has this number; null if it was opened before this bundle was started. */
  @Nullable T get(long handle) {
    return open.get(handle);
  }

  /** From now on this has the number. */
  void put(long handle, T opened) {
    open.put(handle, opened);
  }

  void remove(long handle) {
    open.remove(handle);
  }
}
