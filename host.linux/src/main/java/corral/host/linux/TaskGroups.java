package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskLimits;
import corral.host.linux.ffi.KernelFile;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds tasks by control groups of the kernel's {@code pids} controller, which are made for it
 * below the root of their hierarchy and removed again. Thread-safe; one change at a time.
 */
final class TaskGroups implements TaskLimits, AutoCloseable {
  private static final Logger LOG = System.getLogger(TaskGroups.class.getName());

  /** The kernel's bound on process ids: a greater limit is refused ({@code PID_MAX_LIMIT}). */
  private static final long MOST_TASKS = 4_194_304;

  private final CgroupMount mount;
  private final GroupTree tree;
  private final ProcReader proc;
  private final Owner owner;

  /** The groups that are not closed. Guarded by this. */
  private final Set<ControlGroup> groups = new HashSet<>();

  /** What the groups are in; null while there is none. Guarded by this. */
  private @Nullable Path base;

  /** Tells the directories apart. Guarded by this. */
  private int made;

  TaskGroups(CgroupMount mount, ProcReader proc) throws OsException {
    this.mount = mount;
    this.tree = new GroupTree(mount);
    this.proc = proc;
    this.owner = Owner.self(proc);
  }

  /** Removes what is left of every Corral that was killed, and its limits with it. */
  void clear() throws IOException {
    try (var all = Files.newDirectoryStream(mount.directory(), this::isLeft)) {
      all.forEach(tree::dissolve);
    }
  }

  private boolean isLeft(Path group) {
    return Owner.of(group.getFileName().toString())
        .filter(other -> other.isGone(owner, proc))
        .isPresent();
  }

  @Override
  public String means() {
    return "a pids control group below " + mount.directory();
  }

  @Override
  public synchronized Group open(@Nullable Group outer) throws ContainerException {
    try {
      var directory = outer instanceof ControlGroup within ? within.directory() : base();
      giveController(directory);
      var group = new ControlGroup(make(directory, "group-"));
      groups.add(group);
      return group;
    } catch (IOException refused) {
      throw refusal(refused);
    }
  }

  private Path base() throws IOException {
    var existing = base;
    if (existing == null) {
      existing = make(mount.directory(), owner.name() + "-");
      base = existing;
    }
    return existing;
  }

  /** In a virtual machine there can be several of these, one after the other or at a time. */
  private Path make(Path directory, String name) throws IOException {
    return Files.createTempDirectory(directory, name + ++made + "-");
  }

  private void giveController(Path directory) throws IOException {
    if (mount.isUnified()) {
      KernelFile.write(directory.resolve("cgroup.subtree_control"), "+pids");
    }
  }

  @Override
  public synchronized void release(int pid, long startTimeNanos) {
    if (base != null && lives(pid, startTimeNanos)) {
      directory(pid).flatMap(this::homeOfOwn).ifPresent(home -> release(pid, home));
    }
  }

  private void release(int pid, Path home) {
    try {
      tree.move(pid, home);
    } catch (OsException refused) {
      LOG.log(
          Level.WARNING, "{0,number,#} stays in a control group: {1}", pid, refused.getMessage());
    }
  }

  /** Where a process came from that is in a group of this; empty if it is in none. */
  private Optional<Path> homeOfOwn(Path directory) {
    var own = base;
    return Optional.of(directory)
        .filter(room -> own != null && room.startsWith(own))
        .map(tree::home);
  }

  private boolean lives(int pid, long startTimeNanos) {
    var start = proc.lifeStartNanos(pid);
    return start.isPresent() && TaskInfo.isSameStart(start.getAsLong(), startTimeNanos);
  }

  private Optional<Path> directory(int pid) {
    return proc.text(pid, "cgroup").flatMap(mount::group);
  }

  /** Leaves every process, and the hierarchy, as they were before. */
  @Override
  public synchronized void close() {
    List.copyOf(groups).forEach(ControlGroup::close);
  }

  private static ContainerException refusal(IOException refused) {
    return refused instanceof OsException known
        ? Refusal.of(known)
        : new ContainerException(Errno.EIO, refused.toString());
  }

  private static ContainerException closed() {
    return new ContainerException(Errno.ENODEV, "the group of tasks is closed");
  }

  /** One control group. Everything is guarded by the monitor of the outer object. */
  private final class ControlGroup implements Group {
    private final Path directory;

    /** The directories with the processes. */
    private final Set<Path> rooms = new HashSet<>();

    ControlGroup(Path directory) {
      this.directory = directory;
    }

    Path directory() throws ContainerException {
      if (!groups.contains(this)) {
        throw closed();
      }
      return directory;
    }

    @Override
    public void bound(long most) throws ContainerException {
      synchronized (TaskGroups.this) {
        var limit = most >= MOST_TASKS ? "max" : Long.toString(most);
        try {
          KernelFile.write(directory().resolve("pids.max"), limit);
        } catch (OsException refused) {
          throw refusal(refused);
        }
      }
    }

    @Override
    public void enter(int pid, long startTimeNanos) throws ContainerException {
      synchronized (TaskGroups.this) {
        directory();
        var cgroup = proc.text(pid, "cgroup").filter(_ -> lives(pid, startTimeNanos));
        if (cgroup.isEmpty()) {
          throw new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
        }
        var now =
            mount
                .group(cgroup.get())
                .orElseThrow(
                    () ->
                        new ContainerException(
                            Errno.EACCES,
                            Integer.toString(pid),
                            "its control group is not below " + mount.directory()));
        try {
          var room = tree.room(directory, homeOfOwn(now).orElse(now));
          // Whoever was forked here is here already.
          if (!now.equals(room)) {
            rooms.add(Files.createDirectories(room));
            tree.move(pid, room);
          }
        } catch (OsException refused) {
          throw Refusal.of(refused, pid, null);
        } catch (IOException refused) {
          throw refusal(refused);
        }
      }
    }

    @Override
    public long held() {
      synchronized (TaskGroups.this) {
        return groups.contains(this) ? number(directory.resolve("pids.current"), "") : 0;
      }
    }

    /** Version 1 counts where the fork was tried, version 2 where it was refused. */
    @Override
    public long refused() {
      synchronized (TaskGroups.this) {
        if (!groups.contains(this)) {
          return 0;
        }
        long refused = number(directory.resolve("pids.events"), "max ");
        for (var room : rooms) {
          refused += number(room.resolve("pids.events"), "max ");
        }
        return refused;
      }
    }

    private static long number(Path file, String label) {
      try {
        return Files.readString(file)
            .lines()
            .filter(line -> line.startsWith(label))
            .mapToLong(line -> Long.parseLong(line.substring(label.length())))
            .sum();
      } catch (IOException none) {
        return 0;
      }
    }

    @Override
    public void close() {
      synchronized (TaskGroups.this) {
        if (!groups.contains(this)) {
          return;
        }
        tree.dissolve(directory);
        groups.removeIf(other -> other.directory.startsWith(directory));
        var shared = base;
        if (groups.isEmpty() && shared != null) {
          base = null;
          tree.dissolve(shared);
        }
      }
    }
  }
}
