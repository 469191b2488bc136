package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The processes by process id, and the choice of the next id as Linux makes it: the next free one
 * above the last, and from 300 on again when the greatest has been reached. Lock-free.
 */
final class PidTable {
  private static final int PAGE_BITS = 9;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private final int pidMax;
  private final AtomicInteger last = new AtomicInteger();
  private final IntUnaryOperator following;
  private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable SimProcess>> pages;

  PidTable(int pidMax) {
    this.pidMax = pidMax;
    this.following = pid -> pid + 1 < pidMax ? pid + 1 : SimSettings.FIRST_PID_AFTER_WRAP;
    this.pages = new AtomicReferenceArray<>((pidMax + PAGE_SIZE - 1) / PAGE_SIZE);
  }

  /**
   * An id that was free a moment ago; {@link #putIfAbsent} tells whether it still is.
   *
   * @throws ContainerException EAGAIN if every id is taken
   */
  int nextFree() throws ContainerException {
    for (int tries = 0; tries < pidMax; tries++) {
      int pid = last.updateAndGet(following);
      if (get(pid) == null) {
        return pid;
      }
    }
    throw new ContainerException(Errno.EAGAIN, "every process id is taken");
  }

  @Nullable SimProcess get(int pid) {
    if (pid <= 0 || pid >= pidMax) {
      return null;
    }
    var page = pages.get(pid >> PAGE_BITS);
    return page == null ? null : page.get(pid & (PAGE_SIZE - 1));
  }

  boolean putIfAbsent(SimProcess process) {
    return page(process.pid).compareAndSet(process.pid & (PAGE_SIZE - 1), null, process);
  }

  void remove(SimProcess process) {
    page(process.pid).compareAndSet(process.pid & (PAGE_SIZE - 1), process, null);
  }

  /** Calls for each process, ascending by process id. */
  void forEach(Consumer<SimProcess> action) {
    for (int i = 0; i < pages.length(); i++) {
      var page = pages.get(i);
      for (int j = 0; page != null && j < PAGE_SIZE; j++) {
        var process = page.get(j);
        if (process != null) {
          action.accept(process);
        }
      }
    }
  }

  private AtomicReferenceArray<@Nullable SimProcess> page(int pid) {
    int number = pid >> PAGE_BITS;
    var page = pages.get(number);
    if (page != null) {
      return page;
    }
    var made = new AtomicReferenceArray<@Nullable SimProcess>(PAGE_SIZE);
    return pages.compareAndSet(number, null, made) ? made : page(pid);
  }
}
