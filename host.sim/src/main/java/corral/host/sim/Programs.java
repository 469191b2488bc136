package corral.host.sim;

import corral.framework.api.ContainerException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What becomes of the programs that are started on a simulated machine. Any program can be started.
 * One that is listed here does what is said here and ends; any other just lives until it is told to
 * end. A log keeps the last runs of those listed, which is how tests see what release agents did.
 * Thread-safe.
 */
public final class Programs {
  private static final int LONGEST_LOG = 100;

  /** What a program does. */
  @FunctionalInterface
  public interface Program {
    /**
     * Called without a lock by the thread that lets the process go, while the process is alive.
     *
     * @return the exit status
     * @throws ContainerException to end with status 1 and say why
     */
    int run(Execution execution) throws ContainerException;
  }

  /**
   * How a program was called. Immutable.
   *
   * @param pid its process
   * @param command the program and its arguments
   * @param environment the whole environment; empty means that of Corral
   */
  public record Execution(int pid, List<String> command, Map<String, String> environment) {}

  /**
   * A run that has ended. Immutable.
   *
   * @param execution how the program was called
   * @param exitStatus how it ended
   */
  public record Run(Execution execution, int exitStatus) {}

  private final Map<String, Program> programs = new ConcurrentSkipListMap<>();

  /** The oldest first; guarded by this. */
  private final Deque<Run> runs = new ArrayDeque<>();

  /** {@code true}, {@code false} and the usual agent of cpusets, which succeeds. */
  Programs() {
    endAtOnce("true", 0);
    endAtOnce("false", 1);
    endAtOnce("cpuset_release_agent", 0);
  }

  /**
   * Says what a program does from now on.
   *
   * @param name the last part of its path
   */
  public void define(String name, Program program) {
    programs.put(name, program);
  }

  /** Lets a program do nothing but end with a status. */
  public void endAtOnce(String name, int exitStatus) {
    programs.put(name, new Ending(exitStatus));
  }

  /** The last runs of programs that have ended by themselves, oldest first. */
  public synchronized List<Run> runs() {
    return List.copyOf(runs);
  }

  Optional<Program> find(String path) {
    return Optional.ofNullable(programs.get(name(path)));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  synchronized void log(Run run) {
    runs.addLast(run);
    if (runs.size() > LONGEST_LOG) {
      runs.removeFirst();
    }
  }

  /** What each program does, in words. */
  Map<String, String> describe() {
    var described = new TreeMap<String, String>();
    programs.forEach((name, program) -> described.put(name, describe(program)));
    return described;
  }

  private static String describe(Program program) {
    return program instanceof Ending(int status) ? "ends with status " + status : "does its work";
  }

  private record Ending(int exitStatus) implements Program {
    @Override
    public int run(Execution execution) {
      return exitStatus;
    }
  }
}
