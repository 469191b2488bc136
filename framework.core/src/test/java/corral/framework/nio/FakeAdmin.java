package corral.framework.nio;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.admin.Access;
import corral.framework.api.admin.AgentRun;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.Entry.Kind;
import corral.framework.api.admin.Mount;
import corral.framework.api.admin.OpenFile;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.Watch;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A name space of files that keep what is written to them. Each container has {@code tasks}, which
 * takes numbers below 1000, and {@code notify_on_release}. Not thread-safe.
 */
final class FakeAdmin implements ContainerAdmin {
  static final long CREATED_MILLIS = 1_700_000_000_000L;

  /** Each write that was carried out, as {@code PATH <- TEXT}. */
  final List<String> writes = new ArrayList<>();

  private final TreeMap<String, Kind> kinds = new TreeMap<>();
  private final TreeMap<String, String> contents = new TreeMap<>();
  private final Map<String, Access> accesses = new HashMap<>();
  private final Map<String, Errno> refusals = new HashMap<>();
  private final List<Mount> mounts = new ArrayList<>();

  FakeAdmin(String mountPoint) {
    leadTo(mountPoint);
    makeDirectory(mountPoint);
    addFile(mountPoint + "/release_agent", "\n");
    mounts.add(new Mount(mountPoint, unused(Hierarchy.class), "cpuset", true));
    addFile("/proc/containers", "#hierarchies\n1\t1\t1\tcpuset\t" + mountPoint + "\n");
  }

  void addFile(String path, String content) {
    leadTo(path);
    kinds.put(path, Kind.FILE);
    contents.put(path, content);
  }

  /** Refuses whatever is asked about paths that start so. */
  void refuse(String start, Errno errno) {
    refusals.put(start, errno);
  }

  private void leadTo(String path) {
    for (var parent = Path.of(path).getParent(); parent != null; parent = parent.getParent()) {
      kinds.putIfAbsent(parent.toString(), Kind.DIRECTORY);
    }
  }

  private void makeDirectory(String path) {
    kinds.put(path, Kind.CONTAINER);
    addFile(path + "/tasks", "");
    addFile(path + "/notify_on_release", "0\n");
  }

  @Override
  public Caller self() {
    return new Caller(42, 0, 1000);
  }

  @Override
  public List<Mount> mounts() {
    return mounts;
  }

  @Override
  public void mountReports(String path, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> reportMounts() {
    return List.of();
  }

  @Override
  public Watch watchMounts(Runnable changed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Watch watchPopulation(String path, Runnable changed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void bind(String subsystem, String path, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unbind(String subsystem, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Container makeContainer(String path, Caller caller) throws ContainerException {
    var name = normal(path);
    if (kinds.containsKey(name)) {
      throw new ContainerException(Errno.EEXIST, path, null);
    }
    var parent = String.valueOf(Path.of(name).getParent());
    switch (entry(parent).kind()) {
      case CONTAINER -> makeDirectory(name);
      case DIRECTORY -> throw new ContainerException(Errno.EPERM, path, "not in a hierarchy");
      case FILE -> throw new ContainerException(Errno.ENOTDIR, path, null);
    }
    return unused(Container.class);
  }

  @Override
  public void removeContainer(String path, Caller caller) throws ContainerException {
    var name = entry(path).path();
    if (kinds.get(name) != Kind.CONTAINER) {
      throw new ContainerException(Errno.ENOTDIR, path, null);
    }
    if (below(name).containsValue(Kind.CONTAINER)) {
      throw new ContainerException(Errno.EBUSY, path, "it has children");
    }
    below(name).clear();
    kinds.remove(name);
  }

  @Override
  public void changeOwner(String path, int uid, int gid, Caller caller) throws ContainerException {
    var old = entry(path).access();
    accesses.put(
        normal(path),
        old.ownedBy(uid == UNCHANGED ? old.uid() : uid, gid == UNCHANGED ? old.gid() : gid));
  }

  @Override
  public void changeMode(String path, int mode, Caller caller) throws ContainerException {
    accesses.put(normal(path), entry(path).access().withMode(mode));
  }

  private Access access(String name) {
    boolean writable = kinds.get(name) != Kind.DIRECTORY && !name.startsWith("/proc");
    int mode = (kinds.get(name) == Kind.FILE ? 0444 : 0555) | (writable ? 0200 : 0);
    return accesses.getOrDefault(name, new Access(0, 1000, mode));
  }

  @Override
  public void killAndRemove(String path, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rename(String from, String to, Caller caller) throws ContainerException {
    if (kinds.containsKey(normal(to))) {
      throw new ContainerException(Errno.EEXIST, to, null);
    }
    removeContainer(from, caller);
    makeDirectory(normal(to));
  }

  @Override
  public Entry entry(String path) throws ContainerException {
    var name = normal(path);
    for (var refusal : refusals.entrySet()) {
      if (name.startsWith(refusal.getKey())) {
        throw new ContainerException(refusal.getValue(), path, null);
      }
    }
    var kind = kinds.get(name);
    if (kind == null) {
      throw new ContainerException(Errno.ENOENT, path, null);
    }
    var writable = kind != Kind.DIRECTORY && !name.startsWith("/proc");
    return new Entry(name, kind, true, writable, access(name), name.hashCode(), CREATED_MILLIS);
  }

  @Override
  public List<Entry> list(String path) throws ContainerException {
    var directory = entry(path);
    if (!directory.isDirectory()) {
      throw new ContainerException(Errno.ENOTDIR, path, null);
    }
    var entries = new ArrayList<Entry>();
    for (var name : below(directory.path()).keySet()) {
      if (Path.of(directory.path()).equals(Path.of(name).getParent())) {
        entries.add(entry(name));
      }
    }
    return entries;
  }

  @Override
  public OpenFile open(String path, Caller caller) throws ContainerException {
    var entry = entry(path);
    if (entry.isDirectory()) {
      throw new ContainerException(Errno.EISDIR, path, null);
    }
    return new FakeFile(entry.path());
  }

  private SortedMap<String, Kind> below(String directory) {
    var top = directory.equals("/") ? "" : directory;
    return kinds.subMap(top + "/", top + "0");
  }

  private static String normal(String path) {
    return Path.of(path).normalize().toString();
  }

  private final class FakeFile implements OpenFile {
    private final String path;
    private @Nullable String picture;

    FakeFile(String path) {
      this.path = path;
    }

    @Override
    public String read() throws ContainerException {
      if (picture == null) {
        picture = contents.getOrDefault(path, "");
      }
      return picture;
    }

    @Override
    public void write(String text) throws ContainerException {
      if (!entry(path).writable()) {
        throw new ContainerException(Errno.EACCES);
      }
      if (path.endsWith("/tasks") && Integer.parseInt(text.strip()) >= 1000) {
        throw new ContainerException(Errno.ESRCH);
      }
      writes.add(path + " <- " + text);
      contents.put(path, path.endsWith("/tasks") ? contents.get(path) + text.strip() + "\n" : text);
    }
  }

  @Override
  public Mount mount(String options, String path, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unmount(String path, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Hierarchy> hierarchies() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void attach(int pid, String path, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void attach(int pid, Container target, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Container cloneContainer(int pid, String subsystem, boolean autoDelete, Caller caller) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Container container(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Task> task(int pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Task> tasks() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<SubsystemReport> subsystems() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<AgentRun> agentRuns() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<AgentRun> agentRuns(String path) {
    return List.of();
  }

  @Override
  public CompletableFuture<AgentRun> nextAgentRun() {
    throw new UnsupportedOperationException();
  }

  /** Something that must be there, but that nobody may call. */
  private static <T> T unused(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.toString());
            }));
  }
}
