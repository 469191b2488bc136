package corral.host.sim;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream.Repair;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * A simulated machine as a host: tells the framework what happens on it while it is open. Events
 * are told by the thread that causes them, before its call returns. Thread-safe.
 *
 * <p>Tests of subsystems use it through the module {@code testkit}.
 */
@Component(
    immediate = true,
    enabled = false,
    service = {Host.class, SimHost.class})
public final class SimHost implements Host, AutoCloseable {
  private static final Caller ROOT_OUTSIDE = new Caller(0, 0, 0);

  private final SimMachine machine;
  private final SimNamespaces namespaces;
  private final TaskEvents events;
  private final EventCounters counters = new EventCounters();

  /** Whom the machine tells; null while this is not open. */
  private volatile @Nullable EventTeller teller;

  /** A host that tells nothing yet. */
  @Activate
  public SimHost(
      @Reference SimMachine machine,
      @Reference SimNamespaces namespaces,
      @Reference TaskEvents events) {
    this.machine = machine;
    this.namespaces = namespaces;
    this.events = events;
  }

  /**
   * A host with the usual machine, which tells what happens on it.
   *
   * @throws ContainerException EBUSY if another host is telling
   */
  public static SimHost start(TaskEvents events) throws ContainerException {
    return start(new SimMachine(SimSettings.DEFAULT), events);
  }

  /**
   * A host with this machine, which tells what happens on it.
   *
   * @throws ContainerException EBUSY if another host is telling
   */
  public static SimHost start(SimMachine machine, TaskEvents events) throws ContainerException {
    var host = new SimHost(machine, new SimNamespaces(machine), events);
    host.open();
    return host;
  }

  /**
   * Begins to tell.
   *
   * @throws ContainerException EBUSY if another host is telling
   */
  @Activate
  public void open() throws ContainerException {
    machine.whileStill(
        () -> {
          var opened = new EventTeller(counters, events.open(this, machine.look()));
          machine.tell(opened);
          teller = opened;
          return opened;
        });
  }

  /** Tells no more, and gives every process back what it had before it was pinned. */
  @Override
  @Deactivate
  public void close() {
    var closed = teller;
    if (closed == null) {
      return;
    }
    teller = null;
    machine.whileStill(
        () -> {
          machine.tell(ProcessListener.NONE);
          return closed;
        });
    closed.stream().close();
    machine.releaseAll();
  }

  /** The machine. */
  public SimMachine machine() {
    return machine;
  }

  /** The namespaces of its processes. */
  public SimNamespaces namespaces() {
    return namespaces;
  }

  /**
   * Loses the next events, as a host does whose buffer is full.
   *
   * @throws ContainerException EINVAL if the number is negative, ENODEV if nothing is told anyway
   */
  public void lose(int number) throws ContainerException {
    if (number < 0) {
      throw new ContainerException(Errno.EINVAL, Integer.toString(number), "less than no event");
    }
    teller().lose(number);
  }

  /**
   * Puts right what lost events have put wrong.
   *
   * @throws ContainerException ENODEV if nothing is told
   */
  public Repair repair() throws ContainerException {
    var stream = teller().stream();
    var repair = machine.whileStill(() -> stream.repair(machine.look()));
    counters.count(repair);
    return repair;
  }

  private EventTeller teller() throws ContainerException {
    var open = teller;
    if (open == null) {
      throw new ContainerException(Errno.ENODEV, "the simulated machine is no host at the moment");
    }
    return open;
  }

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public String status() {
    var size = machine.settings();
    return "a simulated machine with %d CPUs and %d memory nodes; events are told as they are caused"
        .formatted(size.cpus(), size.nodes());
  }

  @Override
  public Caller self() {
    return ROOT_OUTSIDE;
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    return machine.look(pid);
  }

  @Override
  public Map<String, Long> counters() {
    return counters.read();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    return SimLaunch.launch(machine, namespaces, request);
  }
}
