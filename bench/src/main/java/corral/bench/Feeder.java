package corral.bench;

import corral.framework.api.ContainerException;
import corral.framework.api.host.TaskStream;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that tells of forks and exits until it is stopped, at a steady rate on the average: what
 * it was kept from it makes up for. Each of its processes uses CPU time between the two.
 */
final class Feeder implements Callable<Feeder> {
  private static final int ALIVE = 200;
  private static final int BURST = 64;
  private static final int MOST_NANOS = 1_000_000;

  private final BusyHost host;
  private final TaskStream stream;
  private final int firstPid;
  private final int pids;
  private final long burstNanos;
  private final SplittableRandom random;
  private final ArrayDeque<Integer> alive = new ArrayDeque<>();
  private volatile boolean stopped;

  /** Forks and exits so far; written by the feeder's own thread. */
  private volatile long events;

  /** The longest time that telling took; set to 0 by others. */
  private volatile long longestNanos;

  /**
   * The longest time that the thread's own work took, of which there is a few nanoseconds between
   * two events: what the machine and the garbage collector keep it from.
   */
  private volatile long longestOutsideNanos;

  /** When the last event had been told, or the last pause was over. */
  private long resumed;

  private long usedNanos;

  /**
   * A feeder that is to be started.
   *
   * @param pids how many process ids it has for itself, from the first
   * @param rate how many forks a second it tells of, and as many exits
   */
  Feeder(BusyHost host, TaskStream stream, int firstPid, int pids, int rate) {
    this.host = host;
    this.stream = stream;
    this.firstPid = firstPid;
    this.pids = pids;
    this.burstNanos = TimeUnit.SECONDS.toNanos(BURST) / rate;
    this.random = new SplittableRandom(firstPid);
  }

  @Override
  public Feeder call() throws ContainerException {
    long due = System.nanoTime();
    for (int next = 0; !stopped; next++) {
      if (next % BURST == 0) {
        due += burstNanos;
        LockSupport.parkNanos(due - System.nanoTime());
        resumed = System.nanoTime();
      }
      int pid = firstPid + next % pids;
      fork(pid);
      use(pid);
      use(alive.element());
      if (alive.size() > ALIVE) {
        exit(alive.remove());
      }
    }
    return this;
  }

  private void fork(int pid) {
    host.begin(pid);
    long began = System.nanoTime();
    stream.fork(BusyHost.INIT, pid, began);
    told(began);
    alive.add(pid);
  }

  private void use(int pid) {
    long nanos = random.nextInt(MOST_NANOS);
    host.use(pid, nanos);
    usedNanos += nanos;
  }

  private void exit(int pid) throws ContainerException {
    var usage = host.usage(pid);
    long began = System.nanoTime();
    stream.exit(pid, usage);
    told(began);
    host.end(pid);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void told(long began) {
    events++;
    longestOutsideNanos = Math.max(longestOutsideNanos, began - resumed);
    resumed = System.nanoTime();
    longestNanos = Math.max(longestNanos, resumed - began);
  }

  void stop() {
    stopped = true;
  }

  long events() {
    return events;
  }

  /** The longest wait since the last call. */
  long takeLongestNanos() {
    long longest = longestNanos;
    longestNanos = 0;
    return longest;
  }

  long longestOutsideNanos() {
    return longestOutsideNanos;
  }

  /** What its processes have used; to be asked when it has stopped. */
  long usedNanos() {
    return usedNanos;
  }
}
