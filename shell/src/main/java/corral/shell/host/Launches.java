package corral.shell.host;

import corral.framework.api.host.Launch;
import corral.shell.command.CommandException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The processes that {@code run} has left in the background. Those that have ended are kept until
 * somebody asks how they ended. Thread-safe.
 */
@Component(service = Launches.class, immediate = true)
public final class Launches {
  private static final int MOST_ENDED = 1000;

  /** By pid, oldest first; guarded by this. */
  private final Map<Integer, LaunchedProcess> processes = new LinkedHashMap<>();

  /** Lets a process go in the background. */
  public synchronized LaunchedProcess add(Launch launch, String command, PrintStream out) {
    var ended = processes.values().stream().filter(LaunchedProcess::hasEnded).toList();
    ended.stream().limit(Math.max(0, ended.size() - MOST_ENDED + 1)).forEach(this::forget);
    var process = LaunchedProcess.go(launch, command, out);
    processes.put(process.pid(), process);
    return process;
  }

  /** All of them, oldest first. */
  public synchronized List<LaunchedProcess> all() {
    return List.copyOf(processes.values());
  }

  /**
   * One of them.
   *
   * @throws CommandException if there is none with that pid
   */
  public synchronized LaunchedProcess get(int pid) throws CommandException {
    var process = processes.get(pid);
    if (process == null) {
      throw new CommandException(pid + " is not a process that 'run -b' has started (ESRCH)");
    }
    return process;
  }

  /** Forgets a process that has ended. */
  public synchronized void forget(LaunchedProcess process) {
    processes.remove(process.pid(), process);
  }

  /** Ends what is still running: the processes belong to the shell. */
  @Deactivate
  public void end() {
    LaunchedProcess.endAll(all());
  }
}
