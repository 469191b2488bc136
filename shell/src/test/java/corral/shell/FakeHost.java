package corral.shell;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Accounts;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** A machine with the processes that a test gives it; every program exists but {@code nosuch}. */
final class FakeHost implements Host {
  static final int SELF = 1;

  /** The processes that were launched, for the test to play them. */
  final BlockingQueue<FakeLaunch> launches = new LinkedBlockingQueue<>();

  /** Whether processes ignore it when they are asked to end. */
  volatile boolean stubborn;

  /** Asked at the moment in which a launched program begins. */
  Supplier<String> witness = () -> "";

  private final Map<Integer, TaskInfo> tasks = new TreeMap<>();
  private Optional<TaskStream> stream = Optional.empty();

  FakeHost() {
    put(SELF, 0, "corral");
  }

  /** Tells of what happens from now on. */
  void tell(TaskStream newStream) {
    stream = Optional.of(newStream);
  }

  /** A process has been forked. */
  synchronized void fork(int parent, int pid, String command) {
    put(pid, parent, command);
    stream.orElseThrow().fork(parent, pid, pid);
  }

  /** A process has ended. */
  synchronized void exit(int pid) {
    tasks.remove(pid);
    stream.orElseThrow().exit(pid, null);
  }

  private void put(int pid, int parent, String command) {
    tasks.put(pid, new TaskInfo(pid, parent, pid, 0, 0, false, command));
  }

  synchronized Map<Integer, TaskInfo> tasks() {
    return Map.copyOf(tasks);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String status() {
    return "knows what the test says";
  }

  @Override
  public Caller self() {
    return new Caller(SELF, 0, 0);
  }

  @Override
  public synchronized Optional<TaskInfo> look(int pid) {
    return Optional.ofNullable(tasks.get(pid));
  }

  @Override
  public Map<String, Long> counters() {
    var counters = new LinkedHashMap<String, Long>();
    counters.put("forks", 7L);
    counters.put("repairs", 0L);
    return counters;
  }

  @Override
  public Accounts accounts() {
    return new Accounts() {
      @Override
      public OptionalInt uid(String user) {
        return user.equals("alice") ? OptionalInt.of(1000) : OptionalInt.empty();
      }

      @Override
      public OptionalInt gid(String group) {
        return group.equals("staff") ? OptionalInt.of(50) : OptionalInt.empty();
      }

      @Override
      public Optional<String> user(int uid) {
        return Optional.empty();
      }

      @Override
      public Optional<String> group(int gid) {
        return Optional.empty();
      }
    };
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    var program = request.command().getFirst();
    if (program.equals("nosuch")) {
      throw new ContainerException(Errno.ENOENT, program, null);
    }
    int pid = 1000 + tasks().size();
    fork(SELF, pid, program);
    var launch = new FakeLaunch(this, pid, request);
    launches.add(launch);
    return launch;
  }
}
