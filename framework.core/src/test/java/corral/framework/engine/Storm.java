package corral.framework.engine;

import corral.framework.api.host.TaskStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Forks and ends tasks of its own as fast as it can, below those that others tell of, until it is
 * told to stop or has done its share. When it returns all of them have ended.
 */
final class Storm implements Callable<Integer> {
  /** Its pids are not smaller. */
  static final int FIRST_PID = 1000;

  private static final int PIDS = 300;
  private static final int MOST_LIVE = 100;
  private static final int MOST_EVENTS = 500_000;

  private final TaskStream stream;
  private final Random random;
  private volatile boolean stopped;

  Storm(TaskStream stream, long seed) {
    this.stream = stream;
    this.random = new Random(seed);
  }

  void stop() {
    stopped = true;
  }

  /** Returns how many events there were. */
  @Override
  public Integer call() {
    var live = new ArrayList<Integer>();
    int events = 0;
    for (; events < MOST_EVENTS && !stopped; events++) {
      int pid = FIRST_PID + random.nextInt(PIDS);
      if (live.size() < MOST_LIVE && !live.contains(pid)) {
        stream.fork(parent(live), pid, events * 1_000_000_000L);
        live.add(pid);
      } else {
        stream.exit(live.remove(/* index */ random.nextInt(live.size())), null);
      }
    }
    live.forEach(pid -> stream.exit(pid, null));
    return events;
  }

  private int parent(List<Integer> live) {
    return live.isEmpty() || random.nextBoolean()
        ? 1 + random.nextInt(RandomOperations.MANY_PIDS)
        : live.get(random.nextInt(live.size()));
  }
}
