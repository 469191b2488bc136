package corral.framework.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The live tasks by pid, in pages that are made on demand. Lock-free. */
final class TaskTable {
  /** One more than the greatest pid that Linux can have (PID_MAX_LIMIT). */
  static final int SIZE = 1 << 22;

  private static final int PAGE_BITS = 9;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable TaskEntry>> pages =
      new AtomicReferenceArray<>(SIZE / PAGE_SIZE);

  static boolean isPid(int pid) {
    return pid > 0 && pid < SIZE;
  }

  @Nullable TaskEntry get(int pid) {
    if (!isPid(pid)) {
      return null;
    }
    var page = pages.get(pid >> PAGE_BITS);
    return page == null ? null : page.get(pid & (PAGE_SIZE - 1));
  }

  /** Puts a task under its pid; returns false if there is one already. */
  boolean putIfAbsent(TaskEntry task) {
    return page(task.pid()).compareAndSet(task.pid() & (PAGE_SIZE - 1), null, task);
  }

  /** Takes a task out, unless another has its pid by now. */
  void remove(TaskEntry task) {
    page(task.pid()).compareAndSet(task.pid() & (PAGE_SIZE - 1), task, null);
  }

  /** Calls for each task, ascending by pid. */
  void forEach(Consumer<TaskEntry> action) {
    for (int i = 0; i < pages.length(); i++) {
      var page = pages.get(i);
      for (int j = 0; page != null && j < PAGE_SIZE; j++) {
        var task = page.get(j);
        if (task != null) {
          action.accept(task);
        }
      }
    }
  }

  private AtomicReferenceArray<@Nullable TaskEntry> page(int pid) {
    int number = pid >> PAGE_BITS;
    var page = pages.get(number);
    if (page != null) {
      return page;
    }
    var made = new AtomicReferenceArray<@Nullable TaskEntry>(PAGE_SIZE);
    return pages.compareAndSet(number, null, made) ? made : page(pid);
  }
}
