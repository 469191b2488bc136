package corral.subsys.cpuset;

import static java.util.Objects.requireNonNull;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.Host;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Launch;
import corral.framework.api.host.Machine;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A machine with 4 CPUs and 2 memory nodes. A child runs where its parent did at the fork, which is
 * told after it took place, as on a live machine.
 */
final class TestMachine implements Host, Machine, CpuAffinity {
  static final Caller ROOT = new Caller(1, 0, 0);
  static final int INIT = 1;

  private static final IndexSet CPUS = IndexSet.firstOf(4);
  private static final IndexSet NODES = IndexSet.firstOf(2);

  /**
   * Where a process runs.
   *
   * @param before where it ran before it was pinned; null if it is not pinned
   */
  private record Place(TaskInfo info, IndexSet now, @Nullable IndexSet before) {}

  /** Guarded by this. */
  private final Map<Integer, Place> places = new HashMap<>();

  private final Map<Integer, Errno> refusals = new ConcurrentHashMap<>();
  private volatile IndexSet onlineCpus = CPUS;
  private volatile IndexSet onlineNodes = NODES;
  private volatile Runnable beforePin = () -> {};
  private volatile @Nullable TaskStream stream;

  /** Guarded by this. */
  private int lastPid = INIT;

  TestMachine() {
    places.put(INIT, new Place(info(INIT, 0), CPUS, null));
  }

  synchronized void begin(TaskEvents events) throws ContainerException {
    stream = events.open(this, places.values().stream().map(Place::info).toList());
  }

  int fork(int parentPid) {
    int pid = make(parentPid);
    requireNonNull(stream).fork(parentPid, pid, pid);
    return pid;
  }

  private synchronized int make(int parentPid) {
    var parent = requireNonNull(places.get(parentPid));
    int pid = ++lastPid;
    places.put(pid, new Place(info(pid, parentPid), parent.now, parent.before));
    return pid;
  }

  void exit(int pid) {
    synchronized (this) {
      places.remove(pid);
    }
    requireNonNull(stream).exit(pid, null);
  }

  synchronized IndexSet cpusOf(int pid) {
    return requireNonNull(places.get(pid)).now;
  }

  void refuseToPin(int pid, Errno errno) {
    refusals.put(pid, errno);
  }

  void allowToPin(int pid) {
    refusals.remove(pid);
  }

  /** Does something once, before the next pin takes effect. */
  void beforeNextPin(Runnable action) {
    beforePin = action;
  }

  void switchOff(IndexSet cpus, IndexSet nodes) {
    onlineCpus = CPUS.minus(cpus);
    onlineNodes = NODES.minus(nodes);
  }

  @Override
  public void pin(int pid, IndexSet cpus) throws ContainerException {
    var action = beforePin;
    beforePin = () -> {};
    action.run();
    var refusal = refusals.get(pid);
    if (refusal != null) {
      throw new ContainerException(refusal);
    }
    synchronized (this) {
      var place = places.get(pid);
      if (place == null) {
        throw new ContainerException(Errno.ESRCH);
      }
      places.put(pid, new Place(place.info, cpus, place.before == null ? place.now : place.before));
    }
  }

  @Override
  public synchronized void release(int pid) {
    var place = places.get(pid);
    if (place != null && place.before != null) {
      places.put(pid, new Place(place.info, place.before, null));
    }
  }

  private static TaskInfo info(int pid, int parentPid) {
    return new TaskInfo(pid, parentPid, pid, 0, 0, false, "test");
  }

  @Override
  public IndexSet cpus() {
    return CPUS;
  }

  @Override
  public IndexSet onlineCpus() {
    return onlineCpus;
  }

  @Override
  public IndexSet memoryNodes() {
    return NODES;
  }

  @Override
  public IndexSet onlineMemoryNodes() {
    return onlineNodes;
  }

  @Override
  public int userHz() {
    return 100;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String status() {
    return "";
  }

  @Override
  public Caller self() {
    return ROOT;
  }

  @Override
  public synchronized Optional<TaskInfo> look(int pid) {
    return Optional.ofNullable(places.get(pid)).map(Place::info);
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    throw new ContainerException(Errno.ENOSYS);
  }
}
