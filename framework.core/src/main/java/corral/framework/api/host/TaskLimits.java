package corral.framework.api.host;

import corral.framework.api.ContainerException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Bounds how many tasks groups of processes have, so that a fork beyond a bound fails: a host
 * capability. Every thread counts, as it does for the kernel.
 *
 * <p>The host remembers how a process was bounded before it first entered a group, and gives that
 * back on {@link #release}, when the group is closed, and when the host or Corral stops. A child is
 * in its parent's group from its first instruction, and is released to the same. Thread-safe.
 */
@ConsumerType
public interface TaskLimits {
  /** The bound of a group that has none. */
  long UNLIMITED = Long.MAX_VALUE;

  /**
   * Makes a group without processes and without a bound.
   *
   * @param outer the group in which its tasks count too; null if there is none
   * @throws ContainerException what the host refuses it with, such as ENOSPC; ENODEV if the outer
   *     one is closed
   */
  Group open(@Nullable Group outer) throws ContainerException;

  /** Gives a process back what it had before it entered a group; void if it is in none or gone. */
  void release(int pid, long startTimeNanos);

  /** By what the bounds are carried out, in a few words for people. */
  String means();

  /** A group of processes. Thread-safe. */
  @ConsumerType
  interface Group extends AutoCloseable {
    /**
     * Lets forks succeed as long as there are fewer tasks than this, here and in the groups within.
     * Those that are there stay, also if they are more.
     *
     * @param most how many there may be; at least 0
     * @throws ContainerException ENODEV if the group is closed
     */
    void bound(long most) throws ContainerException;

    /**
     * Takes a process in with all its threads, out of the group that it may be in. It enters also
     * if that makes more tasks than are allowed. Void if it is in already.
     *
     * @param startTimeNanos when the process was started, as {@link TaskInfo#startTimeNanos} says:
     *     another one that has got its pid since is left alone
     * @throws ContainerException ESRCH if it is gone, EPERM or EACCES if it may not be acted on,
     *     EINVAL if it cannot be moved (a kernel thread), ENODEV if the group is closed
     */
    void enter(int pid, long startTimeNanos) throws ContainerException;

    /** How many tasks there are, here and in the groups within. */
    long held();

    /**
     * How many forks and new threads of its own processes were refused, for this bound or another.
     */
    long refused();

    /** Releases the processes, here and in the groups within, and ends the group. */
    @Override
    void close();
  }
}
