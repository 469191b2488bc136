package corral.host.linux;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Tells from the exits of threads when a process has ended, which is with its last thread: the
 * first may go before the others. Keeps something only of processes that have had more than one.
 * For one thread.
 */
final class ThreadGroups {
  private static final class Group {
    private final Set<Integer> extra;
    private boolean firstEnded;

    private Group(Set<Integer> extra) {
      this.extra = extra;
    }
  }

  private final Map<Integer, Group> groups = new HashMap<>();
  private final IntPredicate lives;

  /**
   * Starts with no process.
   *
   * @param lives asks the machine whether a process has a thread that has not ended
   */
  ThreadGroups(IntPredicate lives) {
    this.lives = lives;
  }

  /** Forgets everything but what a scan has found: the threads beside the first, by process. */
  void reset(Map<Integer, Set<Integer>> extraThreads) {
    groups.clear();
    extraThreads.forEach((pid, extra) -> groups.put(pid, new Group(new HashSet<>(extra))));
  }

  void cloned(int pid, int tid) {
    groups.computeIfAbsent(pid, _ -> new Group(new HashSet<>())).extra.add(tid);
  }

  /**
   * The thread that executes becomes the first, and the only one. If it was not the first before,
   * the old first one's exit may still be told after this; it is not the end of the process.
   */
  void executed(int pid) {
    var group = groups.get(pid);
    if (group != null) {
      group.extra.clear();
      group.firstEnded = false;
    }
  }

  /** A thread has ended; answers whether its process has. */
  boolean exited(int tid, int pid) {
    var group = groups.get(pid);
    if (group == null) {
      return tid == pid;
    }
    if (tid == pid) {
      group.firstEnded = true;
    } else {
      group.extra.remove(tid);
    }
    if (!group.firstEnded || !group.extra.isEmpty()) {
      return false;
    }
    if (lives.test(pid)) {
      group.firstEnded = false;
      return false;
    }
    groups.remove(pid);
    return true;
  }
}
