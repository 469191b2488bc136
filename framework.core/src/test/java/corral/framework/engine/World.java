package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import corral.framework.engine.Model.Release;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/** An engine with a host and subsystems, and who holds references to its states. */
final class World implements AutoCloseable {
  static final Caller ROOT = new Caller(0, 0, 0);
  private static final Pattern ERRNO = Pattern.compile("\\(([A-Z0-9]+)\\)");

  final Core core = new Core(Model.LIMITS);
  final Engine engine = new Engine(core);
  final Book book = new Book();
  final Map<String, FaultySubsystem> subsystems = new HashMap<>();

  /** The runs of release agents, in the order in which they began. */
  private final LinkedBlockingQueue<Release> releases = new LinkedBlockingQueue<>();

  /** States to which references are held, once for each. */
  private final List<SubsystemState> held = new ArrayList<>();

  private final TestHost host = new Host();
  final TaskStream stream;
  private final Duration patience;
  private int versions;

  /**
   * An engine with nothing in it.
   *
   * @param patience how long it is waited for a release agent that has to run
   */
  World(Duration patience) throws ContainerException {
    this.patience = patience;
    stream = engine.open(host, host.live());
  }

  /** Notes what it is to launch, and pretends that it ran. */
  private final class Host extends TestHost {
    @Override
    public Launch launch(LaunchRequest request) {
      releases.add(new Release(request.command().getFirst(), request.command().getLast()));
      return new Done();
    }
  }

  /** A process that has ended at once and well. */
  private static final class Done implements Launch {
    @Override
    public int pid() {
      return 1;
    }

    @Override
    public void go() {}

    @Override
    public InputStream output() {
      return InputStream.nullInputStream();
    }

    @Override
    public CompletableFuture<Integer> exitStatus() {
      return CompletableFuture.completedFuture(0);
    }

    @Override
    public void terminate() {}

    @Override
    public void kill() {}

    @Override
    public void close() {}
  }

  void fork(int parent, int pid, long start) {
    host.tasks.put(pid, new TaskInfo(pid, parent, start, 0, 0, false, ""));
    stream.fork(parent, pid, start);
  }

  void exit(int pid) {
    host.tasks.remove(pid);
    stream.exit(pid, null);
  }

  void start(String name, boolean readsOlder) throws ContainerException {
    var file = Objects.requireNonNull(Model.SUBSYSTEMS.get(name));
    var subsystem = new FaultySubsystem(book, name, file, versions++, readsOlder);
    engine.addSubsystem(subsystem);
    if (subsystem.id() < 0) {
      String reason = engine.subsystems().getLast().reason();
      engine.removeSubsystem(subsystem);
      subsystem.leave();
      throw new ContainerException(errno(reason), reason);
    }
    subsystems.put(name, subsystem);
  }

  private static Errno errno(String message) {
    var matcher = ERRNO.matcher(message);
    return matcher.find() ? Errno.valueOf(matcher.group(1)) : Errno.ENOSYS;
  }

  void stop(String name) {
    var subsystem = subsystems.remove(name);
    if (subsystem != null) {
      subsystem.beginLeaving();
      engine.removeSubsystem(subsystem);
      subsystem.leave();
      putAbandoned();
    }
  }

  /** Those who hold what has been abandoned do not know it, and give it back later. */
  private void putAbandoned() {
    held.stream().filter(SubsystemState::isClosed).forEach(SubsystemState::put);
    held.removeIf(SubsystemState::isClosed);
  }

  SubsystemState state(String path, String name) throws ContainerException {
    var container = engine.container(path);
    var subsystem = subsystems.get(name);
    var css = subsystem == null ? null : container.state(subsystem);
    if (css == null) {
      throw new ContainerException(Errno.ENOENT, "no state");
    }
    return css;
  }

  void get(String path, String name) throws ContainerException {
    var css = state(path, name);
    if (!css.tryGet()) {
      throw new ContainerException(Errno.EBUSY, "closed");
    }
    held.add(css);
  }

  void put(String path, String name) throws ContainerException {
    var css = state(path, name);
    if (!held.remove(css)) {
      throw new ContainerException(Errno.ENOENT, "not held");
    }
    css.put();
  }

  void setLevel(String path, String name, long level) throws ContainerException {
    String file = Objects.requireNonNull(Model.SUBSYSTEMS.get(name));
    boolean noPrefix = ((HierarchyRoot) engine.container(path).hierarchy()).noPrefix();
    state(path, name);
    engine.write(path + "/" + (noPrefix ? file : name + "." + file), level + "\n", ROOT);
  }

  void expect(Errno errno, Executable refused) {
    assertEquals(errno, assertThrows(ContainerException.class, refused).errno());
  }

  /** The runs of release agents since the last call. */
  List<Release> releases(int expected) throws InterruptedException {
    engine.releaseNow();
    var runs = new ArrayList<Release>();
    for (int i = 0; i < expected; i++) {
      var run = releases.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (run != null) {
        runs.add(run);
      }
    }
    releases.drainTo(runs);
    return runs;
  }

  static String printable(String text) {
    return text.length() > 50 ? text.substring(0, 50) + "..." : text.replace("\n", "\\n");
  }

  @Override
  public void close() {
    stream.close();
    engine.close();
  }
}
