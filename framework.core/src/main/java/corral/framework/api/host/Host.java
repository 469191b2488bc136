package corral.framework.api.host;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A machine with processes, offered as a service by the bundle that knows it. At most one host is
 * in use at a time. Thread-safe.
 */
@ConsumerType
public interface Host {
  /** A short name: {@code linux} for the live machine, {@code sim} for a simulated one. */
  String name();

  /** One sentence for a person: how the host learns of forks and exits, and what it lacks. */
  String status();

  /** Corral itself on this host; its process id is 0 if it is none of the host's processes. */
  Caller self();

  /**
   * Reads afresh what a process is now; empty if there is none, also if the number is that of a
   * thread which does not lead its process.
   */
  Optional<TaskInfo> look(int pid);

  /**
   * Figures about the telling of events, in the order in which they are shown: events, overruns,
   * repairs and the like.
   */
  Map<String, Long> counters();

  /** The names of its users and groups; none unless the host says otherwise. */
  default Accounts accounts() {
    return Accounts.NONE;
  }

  /**
   * Starts a process that waits before the first instruction of its program, so that it can be put
   * into a container first.
   *
   * @throws ContainerException ENOENT if there is no such program, EACCES if it may not be run,
   *     EAGAIN if no process can be made, EPERM if it may not have namespaces of its own
   */
  Launch launch(LaunchRequest request) throws ContainerException;

  /**
   * What to start.
   *
   * @param command the program and its arguments
   * @param environment the whole environment; empty means the environment of Corral itself
   * @param terminal whether the process shares Corral's standard streams; otherwise its input is
   *     empty and its output can be read from {@link Launch#output}
   * @param unshared the kinds of namespaces of which the program gets new ones. It gets them after
   *     {@link Launch#go}, and begins when every {@link Namespaces.Watcher} has taken notice. For
   *     new process ids the program is a child of the process that is started
   */
  record LaunchRequest(
      List<String> command,
      Map<String, String> environment,
      boolean terminal,
      Set<NamespaceKind> unshared) {
    /** Copies its arguments. */
    public LaunchRequest {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      unshared = Set.copyOf(unshared);
    }

    /** A program in the namespaces of Corral. */
    public LaunchRequest(List<String> command, Map<String, String> environment, boolean terminal) {
      this(command, environment, terminal, Set.of());
    }
  }
}
