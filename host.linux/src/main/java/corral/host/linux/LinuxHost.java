package corral.host.linux;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Accounts;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.OsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The live machine. Tells the framework what happens to its processes while it is active. */
@Component(immediate = true, configurationPid = "corral.host.linux")
public final class LinuxHost implements Host {
  /** How to learn of forks and exits. */
  public @interface Config {
    /** Whether to ask the kernel to tell of them; otherwise {@code /proc} is looked at. */
    boolean connector() default true;

    /** Milliseconds from one look at {@code /proc} to the next. */
    int pollMillis() default 250;

    /** How many bytes of events the kernel may keep for us; an event takes about 800. */
    int bufferBytes() default 8 << 20;
  }

  private final TaskEvents events;
  private final ProcReader proc;
  private final EventPump pump;
  private final Launcher launcher;

  /** The machine that this runs on, about which nothing is told yet. */
  @Activate
  public LinuxHost(
      @Reference TaskEvents events,
      @Reference ProcReader proc,
      @Reference PinnedProcesses pinned,
      @Reference BoundedFiles bounded,
      @Reference NicedProcesses niced,
      @Reference LinuxNamespaces namespaces,
      Config config) {
    this(
        events,
        proc,
        new EventPump(proc, List.of(pinned, bounded, niced, namespaces), sources(proc, config)),
        new Launcher(proc, namespaces));
  }

  LinuxHost(TaskEvents events, ProcReader proc, EventPump pump, Launcher launcher) {
    this.events = events;
    this.proc = proc;
    this.pump = pump;
    this.launcher = launcher;
  }

  private static EventSources sources(ProcReader proc, Config config) {
    var period = Duration.ofMillis(config.pollMillis());
    return config.connector()
        ? EventSources.best(proc, config.bufferBytes(), period)
        : EventSources.polling(proc, period);
  }

  /**
   * Begins to tell.
   *
   * @throws ContainerException EBUSY if another host is telling, EIO if /proc cannot be read
   */
  @Activate
  public void start() throws ContainerException {
    try {
      pump.start(this, events);
    } catch (OsException unreadable) {
      pump.close();
      throw new ContainerException(Errno.EIO, unreadable.getMessage());
    } catch (ContainerException refused) {
      pump.close();
      throw refused;
    }
  }

  /** Tells no more, when the last event that it has heard of has been told. */
  @Deactivate
  public void stop() {
    pump.close();
  }

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public String status() {
    return pump.status();
  }

  @Override
  public Caller self() {
    return proc.self();
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    return proc.look(pid);
  }

  @Override
  public Map<String, Long> counters() {
    return pump.counters();
  }

  @Override
  public Accounts accounts() {
    return new LinuxAccounts();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    return launcher.launch(request);
  }
}
