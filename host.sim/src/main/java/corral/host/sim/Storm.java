package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A storm of forks and exits in random order: processes fork, their children fork, parents end
 * before their children and after them. When it is over, all that it forked has ended. Belongs to
 * one thread; the same seed on the same machine makes the same storm.
 */
public final class Storm {
  /** The most forks of one storm. */
  public static final int MOST_FORKS = 10_000_000;

  private final SimMachine machine;
  private final Random random;
  private final List<Integer> alive = new ArrayList<>();
  private int forks;
  private int exits;
  private int peak;

  /**
   * What a storm has done. Immutable.
   *
   * @param forks how many processes it made
   * @param exits how many of them it ended; the others somebody else did
   * @param peak how many were alive at a time
   */
  public record Outcome(int forks, int exits, int peak) {}

  /** A storm to come. */
  public Storm(SimMachine machine, long seed) {
    this.machine = machine;
    this.random = new Random(seed);
  }

  /**
   * Breaks loose.
   *
   * @param origin the process that forks the first; it does not end
   * @param count how many forks
   * @param width the most that are alive at a time
   * @throws ContainerException ERANGE if the count is not within 0 to {@link #MOST_FORKS} or the
   *     width is less than 1, ESRCH if the origin is gone, EAGAIN if every process id is taken,
   *     EINTR if the thread is interrupted; what was forked has then ended
   */
  public Outcome run(int origin, int count, int width) throws ContainerException {
    if (count < 0 || count > MOST_FORKS || width < 1) {
      throw new ContainerException(
          Errno.ERANGE, count + " forks, " + width + " at a time", "at most " + MOST_FORKS);
    }
    try {
      while (forks < count) {
        checkInterrupt();
        if (alive.isEmpty() || (alive.size() < width && random.nextInt(3) > 0)) {
          fork(origin);
        } else {
          exit();
        }
      }
    } finally {
      while (!alive.isEmpty()) {
        exit();
      }
    }
    return new Outcome(forks, exits, peak);
  }

  private void fork(int origin) throws ContainerException {
    int parent = alive.isEmpty() || random.nextInt(4) == 0 ? origin : alive.get(pick());
    try {
      alive.add(machine.fork(parent));
    } catch (ContainerException e) {
      if (e.errno() != Errno.ESRCH || parent == origin) {
        throw e;
      }
      alive.remove(Integer.valueOf(parent));
      return;
    }
    forks++;
    peak = Math.max(peak, alive.size());
  }

  private void exit() throws ContainerException {
    int pid = takeOut(pick());
    try {
      machine.exit(pid);
      exits++;
    } catch (ContainerException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  private int pick() {
    return random.nextInt(alive.size());
  }

  private int takeOut(int index) {
    int pid = alive.get(index);
    int last = alive.removeLast();
    if (index < alive.size()) {
      alive.set(index, last);
    }
    return pid;
  }

  private static void checkInterrupt() throws ContainerException {
    if (Thread.interrupted()) {
      throw new ContainerException(Errno.EINTR, "the storm was called off");
    }
  }
}
