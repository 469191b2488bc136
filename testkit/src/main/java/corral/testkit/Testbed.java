package corral.testkit;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.event.LimitAlarms;
import corral.framework.api.stats.StateLedger;
import corral.framework.engine.Engine;
import corral.host.sim.SimHost;
import corral.host.sim.SimMachine;
import corral.host.sim.SimNamespaces;
import corral.host.sim.SimSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The engine of the framework on a simulated machine, for tests of subsystems.
 *
 * <pre>{@code
 * @AutoClose private final Testbed testbed = new Testbed();
 *
 * @Test
 * void aWriteReachesTheMembers() throws ContainerException {
 *   testbed.add(new MySubsystem(testbed.machine()));
 *   testbed.mount("mine", "/m");
 *   testbed.mkdir("/m/a");
 *   int pid = testbed.forkInto("/m/a");
 *   testbed.run(pid, Duration.ofMillis(30));
 *   assertEquals("30\n", testbed.read("/m/a/mine.millis"));
 *   Testbed.assertRefused(Errno.EINVAL, () -> testbed.write("/m/a/mine.limit", "x"));
 * }
 * }</pre>
 *
 * <p>Everything is done by the superuser and has happened, with all callbacks, when the call
 * returns. What is not here is in {@link #admin} and {@link #machine}. {@link #close} fails if
 * something is not as it must be. Thread-safe but for {@code add}, {@code offer}, {@code remove},
 * {@code replace} and {@code close}, which belong to the test's own thread.
 */
public final class Testbed implements AutoCloseable {
  /** The superuser. */
  public static final Caller ROOT = new Caller(0, 0, 0);

  /** The process that is always there. */
  public static final int INIT = 1;

  private final Engine engine = new Engine();
  private final SimHost host;
  private final List<ContainerSubsystem<?>> subsystems = new ArrayList<>();

  /** A testbed with the usual machine: 4 CPUs and 2 memory nodes. */
  public Testbed() {
    this(SimSettings.DEFAULT);
  }

  /** A testbed with a machine of another size. */
  public Testbed(SimSettings settings) {
    engine.start();
    try {
      host = SimHost.start(new SimMachine(settings), engine);
    } catch (ContainerException e) {
      throw new IllegalStateException("a new engine has no host", e);
    }
    engine.bindSignals(host.machine());
  }

  /** The machine, which is also what offers affinity, accounting and all else that hosts do. */
  public SimMachine machine() {
    return host.machine();
  }

  /** The namespaces of the machine's processes. */
  public SimNamespaces namespaces() {
    return host.namespaces();
  }

  /** The host that tells the engine of the machine, for events that are to be lost. */
  public SimHost host() {
    return host;
  }

  /** All that can be done, by any caller. */
  public ContainerAdmin admin() {
    return engine;
  }

  /** Where it is told that a limit was met. */
  public LimitAlarms alarms() {
    return engine;
  }

  /** Tells a listener of all events from now on; it hears nothing any more after {@link #close}. */
  public void listen(ContainerListener listener) {
    engine.addListener(listener, Map.of());
  }

  /** Where it is entered what tasks do, for tests of statistics. */
  public StateLedger ledger() {
    return engine;
  }

  // Subsystems

  /**
   * Registers a subsystem, as when its bundle starts; one that was here before gets its place and
   * what it saved.
   *
   * @return the same
   * @throws AssertionError if it is refused
   */
  public <T extends ContainerSubsystem<?>> T add(T subsystem) {
    var report = offer(subsystem);
    if (report.state() == SubsystemReport.State.REFUSED) {
      throw new AssertionError(subsystem.name() + " was refused: " + report.reason());
    }
    return subsystem;
  }

  /** As {@link #add}, for a subsystem that may be refused; how it stands then. */
  public SubsystemReport offer(ContainerSubsystem<?> subsystem) {
    engine.addSubsystem(subsystem);
    subsystems.add(subsystem);
    return report(subsystem.name());
  }

  /** Lets go of a subsystem, as when its bundle stops: what it saves is kept for its return. */
  public void remove(ContainerSubsystem<?> subsystem) {
    engine.removeSubsystem(subsystem);
    subsystems.remove(subsystem);
  }

  /** Lets the engine read a subsystem's files anew, as when the service's properties change. */
  public void changeFiles(ContainerSubsystem<?> subsystem) {
    engine.updatedSubsystem(subsystem);
  }

  /**
   * Lets another instance take over, as when a bundle is updated; it may be of a newer version.
   *
   * @return the new one
   * @throws AssertionError if it is refused, such as for what it cannot read of what was saved
   */
  public <T extends ContainerSubsystem<?>> T replace(ContainerSubsystem<?> old, T next) {
    remove(old);
    return add(next);
  }

  /**
   * How the subsystem of a name stands; of two, the one that was refused for the other.
   *
   * @throws AssertionError if there is none
   */
  public SubsystemReport report(String name) {
    return engine.subsystems().stream()
        .filter(report -> report.name().equals(name))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("there is no subsystem " + name));
  }

  /**
   * A subsystem's state for a container.
   *
   * @throws AssertionError if the subsystem is not bound there
   */
  public <S extends SubsystemState> S state(ContainerSubsystem<S> subsystem, String path)
      throws ContainerException {
    var css = engine.container(path).state(subsystem);
    if (css == null) {
      throw new AssertionError(subsystem.name() + " has no state for " + path);
    }
    return css;
  }

  /** As {@link ContainerAdmin#bind}. */
  public void bind(String subsystem, String path) throws ContainerException {
    engine.bind(subsystem, path, ROOT);
  }

  /** As {@link ContainerAdmin#unbind}. */
  public void unbind(String subsystem) throws ContainerException {
    engine.unbind(subsystem, ROOT);
  }

  // Containers

  /** As {@link ContainerAdmin#mount}. */
  public void mount(String options, String path) throws ContainerException {
    engine.mount(options, path, ROOT);
  }

  /** As {@link ContainerAdmin#unmount}. */
  public void unmount(String path) throws ContainerException {
    engine.unmount(path, ROOT);
  }

  /** As {@link ContainerAdmin#makeContainer}. */
  public void mkdir(String path) throws ContainerException {
    engine.makeContainer(path, ROOT);
  }

  /** As {@link ContainerAdmin#removeContainer}. */
  public void rmdir(String path) throws ContainerException {
    engine.removeContainer(path, ROOT);
  }

  /** As {@link ContainerAdmin#attach}. */
  public void attach(int pid, String path) throws ContainerException {
    engine.attach(pid, path, ROOT);
  }

  /** As {@link ContainerAdmin#read}. */
  public String read(String path) throws ContainerException {
    return engine.read(path, ROOT);
  }

  /** As {@link ContainerAdmin#write}. */
  public void write(String path, String text) throws ContainerException {
    engine.write(path, text, ROOT);
  }

  /** The process ids of the tasks that are directly in a container, ascending. */
  public List<Integer> members(String path) throws ContainerException {
    return engine.container(path).tasks().stream().map(Task::pid).toList();
  }

  // Processes

  /** Makes a child of init; its process id. */
  public int fork() throws ContainerException {
    return fork(INIT);
  }

  /** Makes a child of a process; its process id. */
  public int fork(int parentPid) throws ContainerException {
    return machine().fork(parentPid);
  }

  /** Makes a child of init and attaches it to a container; its process id. */
  public int forkInto(String path) throws ContainerException {
    int pid = fork();
    attach(pid, path);
    return pid;
  }

  /** Ends a process. */
  public void exit(int pid) throws ContainerException {
    machine().exit(pid);
  }

  /** Lets a process use that much CPU time, in user mode, while all others wait. */
  public void run(int pid, Duration time) throws ContainerException {
    machine().run(pid, time.toNanos());
  }

  // Assertions

  /**
   * Asserts that an operation is refused.
   *
   * @return the refusal, for what more is to be said of it
   */
  public static ContainerException assertRefused(Errno errno, Operation operation) {
    try {
      operation.run();
    } catch (ContainerException refusal) {
      if (refusal.errno() != errno) {
        throw new AssertionError(
            "refused, but not with " + errno + ": " + refusal.getMessage(), refusal);
      }
      return refusal;
    }
    throw new AssertionError("not refused, though " + errno + " was expected");
  }

  /**
   * Asserts that the engine, the subsystems and the machine agree: every process is a task, in one
   * container of each hierarchy and listed there; every container has its states, and every task
   * finds those of its container. Nothing may change meanwhile.
   */
  public void assertConsistent() {
    failIfAny(consistency().complaints());
  }

  /**
   * Lets go of all subsystems, and ends.
   *
   * @throws AssertionError if it was not consistent before, if a subsystem still held a reference
   *     to a state, or if it has left a process pinned
   */
  @Override
  public void close() {
    var consistency = consistency();
    var complaints = new ArrayList<>(consistency.complaints());
    complaints.addAll(consistency.heldReferences());
    List.copyOf(subsystems).reversed().forEach(this::remove);
    complaints.addAll(consistency.pinnedProcesses());
    host.close();
    engine.close();
    failIfAny(complaints);
  }

  /** Of the subsystems that were taken up. */
  private Consistency consistency() {
    return new Consistency(
        engine,
        machine(),
        subsystems.stream().filter(subsystem -> report(subsystem.name()).id() >= 0).toList());
  }

  private static void failIfAny(List<String> complaints) {
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("\n", complaints));
    }
  }
}
